/** The files of a first pipeline. */
import { basename, join, relative, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { EtlError } from '../../base/errors.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { Setup } from '../../setup/plan-setup.ts';
import { toSpecText, type SpecFacts } from '../../setup/spec-text.ts';
import type { AskedPlace } from './ask-dhis2.ts';
import { filesInWay } from './setup-file-names.ts';

export interface SetupFiles {
  readonly folder: string;
  readonly facts: Omit<SpecFacts, 'source'>;
  /** Path of the export, from where the command stands. */
  readonly source: string;
  readonly account: { readonly url: string; readonly username?: string };
  /** The file that the metadata was read from. */
  readonly metadata?: string;
  readonly force: boolean;
}

/** Writes them all, or none where one of them is there already; gives their paths. Throws EtlError `init/exists`. */
export async function writeSetup(setup: Setup, asked: AskedPlace, files: SetupFiles): Promise<readonly string[]> {
  const { place } = asked;
  const texts = new Map<string, string | Buffer>([
    ['pipeline.yaml', toSpecText(setup, place, { ...files.facts, source: sourceFrom(files) })],
    ['mapping_de.json', toJson(Object.fromEntries([...setup.columns].map(([column, { id }]) => [column, id])))],
    [
      'mapping_optionSet.json',
      toJson(Object.fromEntries([...setup.options].map(([set, map]) => [set, Object.fromEntries(map)]))),
    ],
    ...(setup.labels.size > 0 ? [['mapping_labels.json', toJson(Object.fromEntries(setup.labels))] as const] : []),
    ['orgUnits.csv', toLookup(setup)],
    ['example.env', toEnvExample(files)],
    ...(await toOpenFiles(setup)),
  ]);
  const metadata = place.of === 'program' ? 'retrieved_program_metadata.json' : 'retrieved_data_set_metadata.json';
  refuseExisting(files);
  const written = [...texts.keys()].map((name) => join(files.folder, name));
  for (const [name, text] of texts) await replaceFile(resolve(files.folder, name), text);
  return [...written, ...(await writeMetadataOf(asked, resolve(files.folder, metadata)))];
}

function refuseExisting(files: SetupFiles): void {
  const there = files.force ? [] : filesInWay(files);
  if (there.length > 0) throw new EtlError('init/exists', { files: there });
}

async function writeMetadataOf({ retrieved, pulled }: AskedPlace, file: string): Promise<readonly string[]> {
  const { toLegacyJson } = await import('../../base/legacy-json.ts');
  if (!pulled) {
    await replaceFile(file, `${toLegacyJson(retrieved)}\n`);
    return [file];
  }
  const { lockPath } = await import('../../drift/lock-file.ts');
  const { toLockText } = await import('../../drift/lock-text.ts');
  const { writeMetadata } = await import('../../generate/write-metadata.ts');
  return writeMetadata(file, pulled, { path: lockPath(file), text: toLockText(pulled.facts) });
}

/** The path of the export, from where the spec is. */
export function sourceFrom({ folder, source }: Pick<SetupFiles, 'folder' | 'source'>): string {
  return relative(resolve(folder), resolve(source)).replaceAll('\\', '/') || basename(source);
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Facilities that are sure; those that are not wait in to-decide.xlsx. */
function toLookup({ unitColumn, units }: Setup): string {
  const lines = units.flatMap(({ value, unit }) => (unit ? [[value, unit.id]] : []));
  return stringify([[unitColumn ?? 'facility', 'organisation unit'], ...lines]);
}

function toEnvExample({ account, facts }: SetupFiles): string {
  const login = facts.usesToken ? 'DHIS2_TOKEN=' : `DHIS2_USER=${account.username ?? ''}\nDHIS2_PASSWORD=`;
  return `# Copy it to .env, fill it in, and keep that copy to yourself: chmod 600 .env\nDHIS2_URL=${account.url}\n${login}\n`;
}

/** What is to decide, as people open it and as other tools read it. */
async function toOpenFiles({ open }: Setup): Promise<readonly (readonly [string, Buffer])[]> {
  const { toSheetFile } = await import('../../sheets/write-sheets.ts');
  const { toDecideSheet } = await import('../../exchange/to-decide-sheet.ts');
  const { toOpenLine } = await import('./open-lines.ts');
  const sheet = toDecideSheet(open.map(toOpenLine));
  return Promise.all(
    ['to-decide.xlsx', 'to-decide.csv'].map(async (name) => [name, await toSheetFile(name, [sheet])] as const),
  );
}
