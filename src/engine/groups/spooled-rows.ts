/** Rows as they wait on disk for their group: of their columns, those that are read. */
import type { ReadColumns } from '../../contracts/mapper.ts';
import { placeOf, type Header, type RecordPlace, type SourceRecord } from '../../contracts/record.ts';

/** A row as JSON: its cells, its place, its children. */
export interface SpooledRow extends RecordPlace {
  readonly cells: readonly string[];
  readonly repeats?: Readonly<Record<string, readonly SpooledRow[]>>;
}

/** Takes what is read out of rows of one header, and makes records of it again. */
export class RowShape {
  readonly #positions: readonly number[];
  readonly #header: Header;
  readonly #repeats: readonly (readonly [string, RowShape])[];

  constructor(header: Header, reads: ReadColumns) {
    const cells = reads.cellsIn(header);
    this.#positions = cells.map(([, at]) => at);
    const columns = cells.map(([name]) => name);
    this.#repeats = reads.repeatsIn(header).map(([name, ofChild]) => {
      return [name, new RowShape(header.repeats?.get(name) as Header, ofChild)] as const;
    });
    this.#header = {
      columns,
      positions: new Map(columns.map((name, at) => [name, at])),
      repeats: new Map(this.#repeats.map(([name, shape]) => [name, shape.#header])),
    };
  }

  toSpool(record: SourceRecord): SpooledRow {
    const cells = this.#positions.map((at) => record.cells[at] as string);
    if (this.#repeats.length === 0) return { ...placeOf(record), cells };
    const repeats = this.#repeats.map(([name, shape]) => {
      return [name, (record.repeats?.get(name) ?? []).map((child) => shape.toSpool(child))] as const;
    });
    return { ...placeOf(record), cells, repeats: Object.fromEntries(repeats) };
  }

  fromSpool({ repeats, ...row }: SpooledRow): SourceRecord {
    if (this.#repeats.length === 0) return { ...row, header: this.#header };
    const children = this.#repeats.map(([name, shape]) => {
      return [name, (repeats?.[name] ?? []).map((child) => shape.fromSpool(child))] as const;
    });
    return { ...row, header: this.#header, repeats: new Map(children) };
  }
}
