/** What shells are told of the commands: their words, flags, and what stands behind each. */
import type { Interfaces } from '@oclif/core';

/** What can be put in a place of the command line: files, specs, folders, these words, or what nobody can foresee. */
export type Filling = 'file' | 'spec' | 'folder' | 'unknown' | readonly string[];

export interface CompletedFlag {
  /** Without its dashes. */
  readonly name: string;
  readonly char?: string;
  readonly summary: string;
  /** What its value is; left out, it has none. */
  readonly value?: Filling;
}

export interface CompletedCommand {
  /** One word, or those of a topic: `mapping export`. */
  readonly name: string;
  readonly summary: string;
  readonly args: readonly { readonly name: string; readonly filling: Filling }[];
  readonly flags: readonly CompletedFlag[];
}

/** Words of which commands are made, beside commands themselves. */
export interface CompletedTopic {
  readonly name: string;
  readonly summary: string;
}

/** All that a script of completion says. */
export interface CommandTable {
  readonly commands: readonly CompletedCommand[];
  readonly topics: readonly CompletedTopic[];
}

/** What of a configuration says which commands there are. */
export type Commands = Pick<Interfaces.Config, 'commands' | 'topics'>;

/** The commands of a configuration, in order; those that are hidden are left out. */
export function toCommandTable({ commands, topics }: Commands): CommandTable {
  const shown = commands.filter(({ hidden }) => !hidden).map(toCommand);
  const topicNames = new Set(shown.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ', 1).join('')] : [])));
  const told = topics.filter(({ name }) => topicNames.has(name));
  return {
    commands: shown.sort(byName),
    topics: told.map(({ name, description = '' }) => ({ name, summary: toSummary(description) })).sort(byName),
  };
}

function toCommand({ id, summary = '', args, flags }: Commands['commands'][number]): CompletedCommand {
  return {
    name: id.replaceAll(':', ' '),
    summary: toSummary(summary),
    args: Object.values(args).map(({ name, options }) => ({ name, filling: options ?? fillingOf(name) })),
    flags: Object.values(flags).map((flag) => {
      const { name, char, description = '' } = flag;
      const about = { name, summary: toSummary(description), ...(char !== undefined && { char }) };
      // What is so unless it is forbidden.
      if (flag.type === 'boolean') return flag.allowNo ? { ...about, name: `no-${name}` } : about;
      return { ...about, value: flag.options ?? fillingOf([flag.helpValue ?? ''].flat().join(' ')) };
    }),
  };
}

/** By what help calls it. */
function fillingOf(name: string): Filling {
  const words = name.toLowerCase().split('|');
  if (words.includes('spec')) return words.length === 1 ? 'spec' : 'file';
  if (words.includes('file') || words.includes('plan')) return 'file';
  return words.includes('folder') ? 'folder' : 'unknown';
}

/** The first sentence, on one line. */
function toSummary(text: string): string {
  const [first = ''] = text.split(/(?<=[.:]) |\n/, 1);
  return first.replace(/[.:]$/, '');
}

function byName(a: CompletedTopic, b: CompletedTopic): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
