import type { Header, SourceRecord } from '../../src/contracts/record.ts';
import type { Source } from '../../src/contracts/source.ts';

/** The columns of each repeat, and its own repeats. */
export interface Children {
  readonly [repeat: string]: readonly (string | Children)[];
}

export function toRepeats(children: Children): ReadonlyMap<string, Header> {
  return new Map(
    Object.entries(children).map(([repeat, parts]) => {
      const columns = parts.filter((one) => typeof one === 'string');
      const nested = parts.filter((one) => typeof one !== 'string').map(toRepeats);
      const positions = new Map(columns.map((column, at) => [column, at]));
      return [repeat, { columns, positions, repeats: new Map(nested.flatMap((one) => [...one])) }];
    }),
  );
}

/** A source with a header of which the records have children; its rows have none. */
export function withChildren(source: Source, children: Children): Source {
  return {
    async open(folder) {
      const extract = await source.open(folder);
      const header = {
        ...extract.header,
        repeats: new Map([...(extract.header.repeats ?? []), ...toRepeats(children)]),
      };
      return { ...extract, header, batches: (size) => extract.batches(size), close: () => extract.close() };
    },
  };
}

/** A row as JSON has it: cells, and lists of children. */
export interface JsonRow {
  readonly [column: string]: string | readonly JsonRow[];
}

/** Rows of one kind as records: each has all columns, and all repeats, that any of them has. */
export function toRecords(rows: readonly JsonRow[]): SourceRecord[] {
  const entries = rows.flatMap((row) => Object.entries(row));
  const columns = [...new Set(entries.flatMap(([name, value]) => (typeof value === 'string' ? [name] : [])))];
  const children = new Map<string, SourceRecord[]>();
  for (const [name, value] of entries)
    if (typeof value !== 'string' && !children.has(name))
      children.set(name, toRecords(rows.flatMap((row) => (row[name] ?? []) as readonly JsonRow[])));
  const empty = { columns: [], positions: new Map<string, number>() };
  const repeats = new Map([...children].map(([name, all]) => [name, all[0]?.header ?? empty]));
  const header: Header = { columns, positions: new Map(columns.map((name, at) => [name, at])), repeats };
  const left = new Map([...children].map(([name, all]) => [name, [...all]]));
  return rows.map((row, at) => ({
    header,
    cells: columns.map((name) => (row[name] ?? '') as string),
    row: at + 1,
    line: at + 2,
    repeats: new Map([...left].map(([name, all]) => [name, all.splice(0, ((row[name] ?? []) as JsonRow[]).length)])),
  }));
}
