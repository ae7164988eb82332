/** Names one cell: metadata by uid, the period as DHIS2 writes it (`202603`, `2026W5`). */
export interface CellKey {
  readonly dataElement: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly categoryOptionCombo: string;
  readonly attributeOptionCombo: string;
}

/** A data value in the sandbox's memory. Instants in milliseconds of the server's clock. */
export interface StoredDataValue extends CellKey {
  /** null: up to 2.42 a comment alone leaves no value. */
  readonly value: string | null;
  readonly comment: string | null;
  readonly followUp: boolean;
  /** Deleted softly: it is there for who asks for deleted ones, and sending it again revives it. */
  readonly deleted: boolean;
  readonly storedBy: string | null;
  readonly created: number;
  readonly updated: number;
}

/** All data values, the deleted ones too. */
export class DataValueStore {
  /** By org unit and period, and there by the rest of the key: forms are asked for as a whole. */
  readonly #forms = new Map<string, Map<string, StoredDataValue>>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get(key: CellKey): StoredDataValue | undefined {
    return this.#forms.get(formOf(key))?.get(cellOf(key));
  }

  /** Those of one org unit and period, in the order in which they first came. */
  inForm(orgUnit: string, period: string): readonly StoredDataValue[] {
    return [...(this.#forms.get(formOf({ orgUnit, period }))?.values() ?? [])];
  }

  /** All of them; those of one org unit and period stand together. */
  *all(): Generator<StoredDataValue> {
    for (const form of this.#forms.values()) yield* form.values();
  }

  /** Puts a value into its cell, whatever is there. */
  put(value: StoredDataValue): void {
    this.restore(value);
    this.#onChange();
  }

  /** Puts a value back as it was saved. */
  restore(value: StoredDataValue): void {
    const form = this.#forms.get(formOf(value)) ?? new Map<string, StoredDataValue>();
    this.#forms.set(formOf(value), form);
    form.set(cellOf(value), value);
  }
}

function formOf({ orgUnit, period }: Pick<CellKey, 'orgUnit' | 'period'>): string {
  return `${orgUnit} ${period}`;
}

function cellOf({ dataElement, categoryOptionCombo, attributeOptionCombo }: CellKey): string {
  return `${dataElement} ${categoryOptionCombo} ${attributeOptionCombo}`;
}
