/** What the records of one form version have for their objects. */
import type { Json } from '../base/json.ts';
import type { Header } from '../contracts/record.ts';
import type { Blank, FieldReason, Filled } from '../contracts/shape.ts';
import type { Row } from '../expression/batch.ts';
import type { Converted } from './converted.ts';
import type { Field } from './field.ts';
import { converterFor } from './known-values.ts';
import { FailedRaw, OFF, type Raw } from './raw-values.ts';
import { requiredReject, toReject } from './rejects.ts';

/** A field, with what is the same for all records. */
interface FormField {
  readonly field: Field;
  readonly convert: (raw: unknown) => Converted;
  /** The column of one that takes its cell as it stands. */
  readonly column: string | undefined;
}

/** The raw values of a field for the rows of a batch; undefined of one that takes its cell as it stands. */
export type Raws = readonly Raw[] | undefined;

/** The fields of one form version. */
export class Form {
  readonly #shape: string;
  readonly #fields: readonly FormField[];
  /** Of the fields that fill open-ended values, in their order: one list for all records. */
  readonly #names: readonly string[];
  #header: Header | undefined;
  /** By field, the place of its column in that header; -1 where none is read. */
  #places: readonly number[] = [];

  constructor(shape: string, fields: readonly Field[]) {
    this.#shape = shape;
    this.#names = fields.flatMap(({ target }) => (target.is === 'element' ? [target.element.id] : []));
    this.#fields = fields.map((field) => {
      const column = field.from.is === 'column' && !field.when ? field.from.column : undefined;
      return { field, column, convert: converterFor(field) };
    });
  }

  /** Has a value worked out for each field, but for those that take their cells as they stand. */
  async rawsBy(evaluate: (field: Field) => Promise<readonly Raw[]>): Promise<Raws[]> {
    const raws: Raws[] = [];
    for (const { field, column } of this.#fields) raws.push(column === undefined ? await evaluate(field) : undefined);
    return raws;
  }

  /**
   * What a record has for its object, from the raw values of the fields, at its place; and all that stands in the way of
   * filling it.
   */
  fill(
    raws: readonly Raws[],
    place: number,
    row: Row,
    conversions: Map<string, number>,
  ): { readonly filled: Filled; readonly rejects: readonly FieldReason[] } {
    const properties: Record<string, Json> = {};
    const values: (string | null)[] = [];
    const rejects: FieldReason[] = [];
    const blanks: Blank[] = [];
    const { cells, header } = row.record;
    const places = this.#placesIn(header);
    for (const [at, { field, convert }] of this.#fields.entries()) {
      const { target, required } = field;
      const ofField = raws[at];
      const raw: Raw = ofField ? ofField[place] : cells[places[at] as number];
      const failed = raw instanceof FailedRaw ? raw : undefined;
      const isOff = raw === OFF;
      const converted = isOff ? NOTHING : failed ? { ok: false as const, ...failed.failed } : convert(raw);
      const value = converted.ok ? converted.value : null;
      if (target.is === 'element') values.push(value as string | null);
      else if (value !== null) properties[target.property.name] = value;
      if (!converted.ok) rejects.push({ ...toReject(field, converted, row, failed?.in ?? field.from), ...failed?.at });
      else if (converted.conversion !== null)
        conversions.set(converted.conversion, (conversions.get(converted.conversion) ?? 0) + 1);
      if (converted.ok && value === null && required && !isOff)
        blanks.push({ required, why: () => requiredReject(field, row) });
    }
    return { filled: { shape: this.#shape, role: '', properties, names: this.#names, values, blanks }, rejects };
  }

  #placesIn(header: Header): readonly number[] {
    if (header !== this.#header) {
      this.#header = header;
      this.#places = this.#fields.map(({ column }) => header.positions.get(column ?? '') ?? -1);
    }
    return this.#places;
  }
}

const NOTHING = { ok: true, value: null, conversion: null } as const;
