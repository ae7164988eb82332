/** What people type to find their way: `etl help run`, `-h`, and words that are nearly a command. */
import type { Interfaces } from '@oclif/core';
import { nearest } from '../base/nearest.ts';

/** What of a configuration says which words there are. */
export type Words = Pick<Interfaces.Config, 'commandIDs' | 'findCommand'>;

/** Arguments as the parser knows them: `help run` and `run -h` are `run --help`, and `-v` alone asks for the version. */
export function toKnownArguments(args: readonly string[]): string[] {
  if (args.length === 1 && (args[0] === '-v' || args[0] === 'version')) return ['--version'];
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const known = args.map((arg, at) => (arg === '-h' && at < end ? '--help' : arg));
  return known[0] === 'help' ? [...known.slice(1).filter((arg) => arg !== '--help'), '--help'] : known;
}

/** An argument that is missing, as oclif tells of it. */
export interface Lacking {
  readonly name: string;
  readonly description?: string;
}

/**
 * What to say of arguments that begin with no command; undefined where they do. Of `index mvoe` both words are compared with
 * those of each command.
 */
export function strangeCommand(args: readonly string[], config: Words): string | undefined {
  const [first = '', second = ''] = wordsBefore(args);
  const commands = config.commandIDs.map(toWords);
  const topicNames = commands.filter((name) => name.includes(' ')).map((name) => name.split(' ', 1).join(''));
  const isTopic = topicNames.includes(first);
  if (first === '' || (isTopic && second === '')) return undefined;
  if (commands.includes(first)) return second === '' ? undefined : strangeWord(first, second, config);
  if (commands.includes(`${first} ${second}`)) return undefined;
  const isOfTopic = second !== '' && (isTopic || nearest(first, topicNames) !== undefined);
  const typed = isOfTopic ? `${first} ${second}` : first;
  const near = nearest(typed, commands) ?? nearest(first, [...commands, ...topicNames]);
  return `There is no command "${typed}".${didYouMean(near)} \`etl help\` lists all of them.`;
}

/** oclif would take the word for a part of the name. */
function strangeWord(command: string, word: string, config: Words): string | undefined {
  const takesWords = Object.keys(config.findCommand(command)?.args ?? {}).length > 0;
  return takesWords ? undefined : `\`etl ${command}\` takes no "${word}". ${seeHelp(command)}`;
}

/** What to say where an argument is missing that a command cannot do without. */
export function lackingArguments(lacking: readonly Lacking[], command: string): string {
  const told = lacking.map(({ name, description }) => `  ${name.toUpperCase()}: ${description}`);
  return [`\`etl ${toWords(command)}\` needs more:`, ...told, seeHelp(command)].join('\n');
}

/** What to say of flags that a command does not have; `known`: those that it has, without dashes. */
export function strangeFlags(typed: readonly string[], known: readonly string[], command: string): string {
  const told = typed.map((flag) => {
    const near = nearest(flag.replace(/^-+/, ''), known);
    return `There is no flag ${flag}.${didYouMean(near && `--${near}`)}`;
  });
  return `${told.join(' ')} \`etl ${toWords(command)} --help\` lists all of them.`;
}

function seeHelp(command: string): string {
  return `\`etl ${toWords(command)} --help\` says what it takes, with examples.`;
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
