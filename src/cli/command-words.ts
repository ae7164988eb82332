/** What people type to find their way: `etl help run`, `-h`, and words that are nearly a command. */
import type { Interfaces } from '@oclif/core';
import { nearest } from '../base/nearest.ts';

/** What of a configuration says which words there are. */
export type Words = Pick<Interfaces.Config, 'commandIDs'>;

/** Arguments as the parser knows them: `help run` and `run -h` are `run --help`, and `-v` alone asks for the version. */
export function toKnownArguments(args: readonly string[]): string[] {
  if (args.length === 1 && (args[0] === '-v' || args[0] === 'version')) return ['--version'];
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const known = args.map((arg, at) => (arg === '-h' && at < end ? '--help' : arg));
  return known[0] === 'help' ? [...known.slice(1).filter((arg) => arg !== '--help'), '--help'] : known;
}

/**
 * What to say of arguments that begin with no command; undefined where they do. Of `index mvoe` both words are compared with
 * those of each command.
 */
export function strangeCommand(args: readonly string[], { commandIDs }: Words): string | undefined {
  const [first = '', second = ''] = wordsBefore(args);
  const commands = commandIDs.map(toWords);
  const topicNames = commands.filter((name) => name.includes(' ')).map((name) => name.split(' ', 1).join(''));
  const isTopic = topicNames.includes(first);
  if (first === '' || commands.includes(first) || (isTopic && second === '')) return undefined;
  if (commands.includes(`${first} ${second}`)) return undefined;
  const isOfTopic = second !== '' && (isTopic || nearest(first, topicNames) !== undefined);
  const typed = isOfTopic ? `${first} ${second}` : first;
  const near = nearest(typed, commands) ?? nearest(first, [...commands, ...topicNames]);
  return `There is no command "${typed}".${didYouMean(near)} \`etl help\` lists all of them.`;
}

/** What to say of flags that a command does not have; `known`: those that it has, without dashes. */
export function strangeFlags(typed: readonly string[], known: readonly string[], command: string): string {
  const told = typed.map((flag) => {
    const near = nearest(flag.replace(/^-+/, ''), known);
    return `There is no flag ${flag}.${didYouMean(near && `--${near}`)}`;
  });
  return `${told.join(' ')} \`etl ${toWords(command)} --help\` lists all of them.`;
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/** The words before the first flag. */
function wordsBefore(args: readonly string[]): readonly string[] {
  const flag = args.findIndex((arg) => arg.startsWith('-'));
  return flag === -1 ? args : args.slice(0, flag);
}

/** oclif joins the words of a command with colons. */
function toWords(id: string): string {
  return id.replaceAll(':', ' ');
}
