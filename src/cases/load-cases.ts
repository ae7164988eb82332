/** The cases of a spec: beside it, ready to be mapped. */
import { existsSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { EtlError } from '../base/errors.ts';
import type { SourceText } from '../base/document.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import { loadText } from '../base/text-file.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import type { Case, GivenRow } from './case.ts';
import { exportPath, findExported, type ExportOptions } from './exported-rows.ts';
import { checkColumns, headerOf, readNames, toRecord } from './given-rows.ts';
import { parseCases } from './parse-cases.ts';

/** A case with its rows as records. */
export interface ReadyCase extends Case {
  readonly records: readonly SourceRecord[];
}

export interface LoadedCases {
  readonly source: SourceText;
  /** Absolute. */
  readonly path: string;
  readonly cases: readonly ReadyCase[];
  /** Of all rows. */
  readonly header: Header;
  /** Files from which rows were taken, absolute. */
  readonly exports: readonly string[];
  readonly problems: readonly Problem[];
}

/** `pipelines/sipca.cases.yaml` for `pipelines/sipca.yaml`. */
export function casesPath(spec: string): string {
  const { dir, name } = parse(spec);
  return join(dir, `${name}.cases.yaml`);
}

/** The spec that a file of cases is about. Throws EtlError `cases/no-spec`. */
export function specOf(cases: string, shown: (path: string) => string): string {
  const start = cases.slice(0, -'.cases.yaml'.length);
  const found = [`${start}.yaml`, `${start}.yml`].find((path) => existsSync(path));
  if (found === undefined) throw new EtlError('cases/no-spec', { file: shown(cases), spec: shown(`${start}.yaml`) });
  return found;
}

/** Loads the cases of a spec; what is wrong with them comes back as problems. Throws EtlError `file/*`. */
export async function loadCases(
  path: string,
  loaded: LoadedPipeline,
  shown: (path: string) => string,
  options: Omit<ExportOptions, 'folder'>,
): Promise<LoadedCases> {
  const source = await loadText(path, shown(path), 'etl test');
  const { cases, defaults, problems: inText } = parseCases(source);
  const problems = [...inText];
  const read = readNames(loaded);
  const missing = new Set((loaded.spec.source.config['missing'] ?? []) as readonly string[]);
  const exports = new Set<string>();
  const find = { ...options, folder: dirname(resolve(path)) };
  const rowsOf: (readonly GivenRow[])[] = [];
  if (defaults) problems.push(...checkColumns(defaults, read));
  for (const one of cases) {
    const rows: GivenRow[] = [];
    if (one.rows.length > 1 && !loaded.parts.grouping) problems.push(problem('cases/one-row', {}, one.place));
    for (const written of one.rows) {
      if (written.is === 'export') exports.add(exportPath(written.file, path));
      const row = written.is === 'cells' ? written.row : await findExported(written, loaded, find);
      if ('code' in row) {
        problems.push(row);
        continue;
      }
      if (written.is === 'cells') problems.push(...checkColumns(row, read));
      rows.push(written.is === 'cells' ? withDefaults(row, defaults, missing) : row);
    }
    rowsOf.push(rows);
  }
  const header = headerOf(rowsOf.flat(), read);
  problems.push(...rowsOf.flat().flatMap((row) => mixedNames(row, header)));
  const ready = cases.map((one, at) => ({
    ...one,
    records: (rowsOf[at] ?? []).map((row, index) => toRecord(row, header, index + 1)),
  }));
  return {
    source,
    path: resolve(path),
    cases: ready,
    header,
    exports: [...exports],
    problems: eachColumnOnce(problems),
  };
}

/** Cells that a case does not name are those of every row; words of `missing` are blank, as in the source. */
function withDefaults(row: GivenRow, defaults: GivenRow | undefined, missing: ReadonlySet<string>): GivenRow {
  const cells = [...(defaults?.cells ?? []), ...row.cells];
  return {
    cells: new Map(cells.map(([column, cell]) => [column, missing.has(cell) ? '' : cell])),
    repeats: new Map([
      ...(defaults?.repeats ?? []),
      ...[...row.repeats].map(([name, some]) => withMissing(name, some, missing)),
    ]),
    ...(row.placeOf && { placeOf: row.placeOf }),
  };
}

function withMissing(
  name: string,
  children: readonly GivenRow[],
  missing: ReadonlySet<string>,
): readonly [string, readonly GivenRow[]] {
  return [name, children.map((child) => withDefaults(child, undefined, missing))];
}

/** One name is one slip, in however many cases it stands: told at the first. */
function eachColumnOnce(problems: readonly Problem[]): Problem[] {
  const told = new Set<string>();
  return problems.filter(({ code, args }) => {
    if (code !== 'cases/unknown-column' && code !== 'cases/unread-column') return true;
    const id = JSON.stringify([code, args]);
    return !told.has(id) && told.add(id);
  });
}

/** What is a repeat in one case cannot be a cell in another. */
function mixedNames({ cells, placeOf }: GivenRow, { repeats }: Header): Problem[] {
  return [...cells.keys()].flatMap((column) =>
    repeats?.has(column) && placeOf && (cells.get(column) ?? '') !== ''
      ? [problem('cases/cell-and-repeat', { column }, placeOf(column))]
      : [],
  );
}
