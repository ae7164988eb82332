/** Rows of cases as a source of their own: one header for all of them, with every column that the pipeline reads. */
import { problem, warning, type Problem } from '../base/problem.ts';
import { columnSuggestion } from '../base/suggestion.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Source } from '../contracts/source.ts';
import { bindIdentity } from '../engine/identity.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import type { UsedExpression } from '../mapping/fields.ts';
import { columnsNamed } from '../mapping/mapping.ts';
import type { GivenRow } from './case.ts';

/** Columns that a pipeline reads of a row, and those of its children, by repeat. */
export interface ReadNames {
  readonly columns: ReadonlySet<string>;
  readonly childrenOf: (repeat: string) => ReadonlySet<string>;
  /** Some expression looks at the record as a whole: any column may be read. */
  readonly readsAll: boolean;
}

/** What is read of the rows of a pipeline, as far as it is named. */
export function readNames({ mapping, parts, columns, spec }: LoadedPipeline): ReadNames {
  const { grouping } = parts;
  const readsAll = mapping.used.some(({ expression }) => expression.references.readsAll);
  const ofChildren = (used: readonly UsedExpression[], repeat: string): ReadonlySet<string> =>
    new Set(
      used.flatMap(({ expression: { references } }) =>
        references.columns.some(({ name }) => name === repeat) ? [...references.children.names] : [],
      ),
    );
  const named = [...spec.source.key.flat(), ...spec.source.pair].map(({ column }) => column);
  const ignored = (spec.mapping?.ignore ?? []).flatMap(({ is, name }) => (is === 'column' ? [name] : []));
  if (grouping) {
    const read = [...ofChildren(mapping.used, grouping.as), ...grouping.named, ...named, ...ignored];
    return { columns: new Set(read), readsAll, childrenOf: (repeat) => ofChildren(mapping.used, repeat) };
  }
  return {
    columns: new Set([...columns.known, ...columnsNamed(mapping), ...named, ...ignored]),
    readsAll,
    childrenOf: (repeat) => ofChildren(mapping.used, repeat),
  };
}

/** The header that some rows have together, with the columns that are read of them. */
export function headerOf(rows: readonly GivenRow[], read: ReadNames): Header {
  return toHeader(rows, read.columns, read);
}

function toHeader(rows: readonly GivenRow[], known: Iterable<string>, read: ReadNames): Header {
  const children = new Map<string, GivenRow[]>();
  for (const { repeats } of rows)
    for (const [name, some] of repeats) children.set(name, [...(children.get(name) ?? []), ...some]);
  const names = new Set([...known, ...rows.flatMap(({ cells }) => [...cells.keys()])]);
  const columns = [...names].filter((name) => !children.has(name));
  const repeats = [...children].map(([name, some]) => [name, toHeader(some, read.childrenOf(name), read)] as const);
  return { columns, positions: new Map(columns.map((name, at) => [name, at])), repeats: new Map(repeats) };
}

/** A row under a header; a column that it does not have is blank. */
export function toRecord(given: GivenRow, header: Header, row: number): SourceRecord {
  const repeats = [...(header.repeats ?? [])].map(([name, ofChildren]) => {
    const children = given.repeats.get(name) ?? [];
    return [name, children.map((child, at) => toRecord(child, ofChildren, at + 1))] as const;
  });
  return {
    header,
    cells: header.columns.map((column) => given.cells.get(column) ?? ''),
    row,
    line: row + 1,
    repeats: new Map(repeats),
  };
}

/** A source that has these records. */
export function sourceOf(header: Header, records: readonly SourceRecord[]): Source {
  return {
    open: () =>
      Promise.resolve({
        header,
        facts: { location: 'the case', remarks: [] },
        async *batches() {
          yield { records };
        },
        close: () => Promise.resolve(),
      }),
  };
}

/** Rows of a group need a key, and none of them is the same record as another: where a case names none, one is made up. */
export function withKeys(
  records: readonly SourceRecord[],
  header: Header,
  key: readonly (readonly string[])[],
): SourceRecord[] {
  const identify = bindIdentity(key, header);
  const last = key.at(-1) ?? [];
  return records.map((record) => {
    if (identify(record)) return record;
    const filled = (cell: string, at: number): string =>
      cell === '' && last.includes(header.columns[at] ?? '') ? `row ${record.row}` : cell;
    return { ...record, cells: record.cells.map(filled) };
  });
}

/** Columns that nobody reads: misspelt, where a column that is read, and that the row lacks, is near. */
export function checkColumns(row: GivenRow, { columns, childrenOf, readsAll }: ReadNames): Problem[] {
  const absent = [...columns].filter((one) => !row.cells.has(one) && !row.repeats.has(one));
  const named = [...row.cells.keys(), ...row.repeats.keys()];
  const own = named.flatMap((column) => {
    const place = row.placeOf?.(column);
    if (columns.has(column) || !place) return [];
    const near = columnSuggestion(column, absent);
    if (near.nearest !== undefined) return [problem('cases/unknown-column', { column, ...near }, place)];
    return readsAll ? [] : [warning('cases/unread-column', { column }, place)];
  });
  const ofChildren = [...row.repeats].flatMap(([repeat, children]) =>
    children.flatMap((child) => checkColumns(child, { columns: childrenOf(repeat), childrenOf, readsAll })),
  );
  return [...own, ...ofChildren];
}
