/** Rows of exports, which a case names by key or number. */
import { basename, dirname, extname, resolve } from 'node:path';
import { EtlError, ProblemsError } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Source } from '../contracts/source.ts';
import { bindIdentity, type KeyColumns } from '../engine/identity.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import type { Near } from '../messages/code-row.ts';
import { describe } from '../messages/describe.ts';
import { buildSource, type ComponentOptions } from '../pipeline/build-components.ts';
import type { ExportedRow, GivenRow } from './case.ts';

/** What looking rows up needs; `folder` is that of the file of cases. */
export interface ExportOptions extends ComponentOptions {
  /** For what sources keep on disk. */
  readonly temporary: string;
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['.csv', 'csv'],
  ['.xlsx', 'xlsx'],
]);

/** Rows read at a time. */
const BATCH = 500;

/** Finds a row in its file, or tells why there is none. */
export async function findExported(
  exported: ExportedRow,
  loaded: LoadedPipeline,
  options: ExportOptions,
): Promise<GivenRow | Problem> {
  const { file, wanted, place } = exported;
  const source = sourceFor(file, loaded, options);
  if (!source) return problem('cases/export-kind', { file }, place);
  const what = 'row' in wanted ? `row ${wanted.row}` : `row with the key ${wanted.key}`;
  const key = loaded.spec.source.key.map((id) => id.map(({ column }) => column));
  const refuse = (reason: string, near: Near = {}): Problem =>
    problem('cases/no-row', { file, what, reason, ...near }, place);
  try {
    const found = await search(source, wanted, key, options.temporary);
    return found.record ? toGivenRow(found.record) : refuse(`it has ${found.rows} rows, and none of them is it.`);
  } catch (error) {
    if (error instanceof EtlError) return refuse(error.message, nearestIn(error));
    if (error instanceof ProblemsError)
      return refuse(error.problems.map(({ code, args }) => describe(code, args).message).join(' '));
    throw error;
  }
}

/** The file that is there, as a case would name it. */
function nearestIn({ args: { nearest } }: EtlError): Near {
  return typeof nearest === 'string' ? { nearest: basename(nearest) } : {};
}

/** The file that a case names, absolute. */
export function exportPath(file: string, casesFile: string): string {
  return resolve(dirname(casesFile), file);
}

/** A source of the kind that the file is of; what the spec says of its own source of that kind holds here, too. */
function sourceFor(file: string, { spec }: LoadedPipeline, options: ExportOptions): Source | undefined {
  const kind = KINDS.get(extname(file).toLowerCase());
  if (kind === undefined) return undefined;
  const { connection: _, config, ...source } = spec.source;
  // The delimiter is found: it may be another than that of the source itself.
  const { delimiter: __, path: ___, ...own } = config;
  const { missing = [] } = config;
  const alike = source.kind === kind ? own : { missing };
  const there = { ...source, kind, config: { ...alike, path: file }, connection: undefined };
  return buildSource({ ...spec, source: there }, options);
}

async function search(
  source: Source,
  wanted: ExportedRow['wanted'],
  key: readonly KeyColumns[],
  temporary: string,
): Promise<{ readonly record?: SourceRecord; readonly rows: number }> {
  const extract = await source.open(temporary);
  let rows = 0;
  try {
    const isIt = matcher(key, wanted, extract.header);
    for await (const { records, badRows = [] } of extract.batches(BATCH)) {
      const record = records.find(isIt);
      if (record) return { record, rows };
      rows += records.length + badRows.length;
    }
    return { rows };
  } finally {
    await extract.close();
  }
}

/** An id is what a run makes of it: `uuid:` and blanks around do not count. */
function matcher(
  key: readonly KeyColumns[],
  wanted: ExportedRow['wanted'],
  header: Header,
): (record: SourceRecord) => boolean {
  if ('row' in wanted) return ({ row }) => row === wanted.row;
  const given = { columns: ['key'], positions: new Map([['key', 0]]) };
  const id = bindIdentity([['key']], given)({ header: given, cells: [wanted.key], row: 0 })?.key;
  const identify = bindIdentity(key, header);
  return (record) => id !== undefined && identify(record)?.ids.includes(id) === true;
}

function toGivenRow({ header, cells, repeats }: SourceRecord): GivenRow {
  return {
    cells: new Map(header.columns.map((column, at) => [column, cells[at] ?? ''])),
    repeats: new Map([...(header.repeats ?? [])].map(([name]) => [name, (repeats?.get(name) ?? []).map(toGivenRow)])),
  };
}
