import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { BaseCommand } from '../../src/cli/base-command.ts';
import { faultsSection } from './faults.ts';
import { toCode, toFence, toTable } from './markdown.ts';

const FOLDER = path.join(import.meta.dirname, '../../src/commands');

interface CommandClass {
  readonly hidden?: boolean;
  readonly summary?: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  readonly args?: Readonly<Record<string, { readonly description?: string; readonly required?: boolean }>>;
  readonly flags?: Flags;
}

type Flags = Readonly<
  Record<
    string,
    {
      readonly description?: string;
      readonly helpValue?: string | readonly string[];
      readonly char?: string;
      readonly default?: unknown;
      readonly allowNo?: boolean;
      readonly type?: string;
    }
  >
>;

/** The chapter about the commands, from their own declarations. */
export async function commandsChapter(): Promise<string> {
  const files = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  const sections: string[] = [];
  for (const file of files) {
    const command = ((await import(path.join(FOLDER, file))) as { readonly default: CommandClass }).default;
    if (command.hidden !== true) sections.push(toSection(file.replace(/\.ts$/, '').replaceAll(path.sep, ' '), command));
  }
  const common = toTable(
    ['of every command', 'meaning'],
    [
      ...flagRows(BaseCommand.baseFlags),
      [toCode('--json'), 'Print the result as JSON, as documented in the README.'],
      [toCode('--help'), 'Tell about the command.'],
    ],
  );
  return `${sections.join('\n\n')}\n\n${common}\n\n${faultsSection()}`;
}

function toSection(
  name: string,
  { summary = '', description = '', examples = [], args = {}, flags = {} }: CommandClass,
): string {
  const rows = [
    ...Object.entries(args).map(([arg, known]) => [toCode(arg.toUpperCase()), known.description ?? '']),
    ...flagRows(flags),
  ];
  const lines = examples.map((example) => example.replaceAll('<%= config.bin %>', 'etl'));
  return [
    `### etl ${name}`,
    `${summary} ${description}`.trim(),
    ...(rows.length > 0 ? [toTable(['', 'meaning'], rows)] : []),
    ...(lines.length > 0 ? [toFence('sh', lines.join('\n'))] : []),
  ].join('\n\n');
}

function flagRows(flags: Flags): string[][] {
  return Object.entries(flags).map(([name, flag]) => {
    const value = flag.type === 'boolean' ? '' : ` ${[flag.helpValue ?? 'VALUE'].flat().join(' ')}`;
    const long = `--${flag.allowNo === true ? '[no-]' : ''}${name}${value}`;
    const isShown = ['string', 'number'].includes(typeof flag.default) && flag.default !== '';
    const byDefault = isShown ? ` Default: ${toCode(String(flag.default))}.` : '';
    return [toCode(flag.char === undefined ? long : `-${flag.char}, ${long}`), `${flag.description ?? ''}${byDefault}`];
  });
}
