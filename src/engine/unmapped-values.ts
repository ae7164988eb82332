/** Values that no look-up and no option map has, each once: what a person has to decide. Filled reject by reject. */
import type { Reject } from '../base/problem.ts';

/** A list that is longer nobody fills in: the first of them show what is wrong. */
const MOST = 20_000;

export interface UnmappedValue {
  readonly is: 'choice' | 'look-up';
  /** Name of the look-up, or of the option set. */
  readonly table: string;
  /** Where the table is written, as people see the path; undefined where nothing says so. */
  readonly file: string | undefined;
  readonly column: string | undefined;
  readonly field: string | undefined;
  /** What the form in DHIS2 calls the question. */
  readonly label: string | undefined;
  readonly value: string;
  readonly records: number;
  readonly firstKey: string | null;
}

export class UnmappedValues {
  readonly #values = new Map<string, { -readonly [N in keyof UnmappedValue]: UnmappedValue[N] }>();
  /** Values for which there is no room. */
  left = 0;

  add({ code, args, column, field, label, key }: Reject): void {
    if (code !== 'option/no-match' && code !== 'lookup/no-match') return;
    const [value, table] = [String(args['value']), String(args['table'] ?? '')];
    const file = typeof args['file'] === 'string' ? args['file'] : undefined;
    const id = JSON.stringify([code, table, file, column ?? field, value]);
    const known = this.#values.get(id);
    if (known) known.records += 1;
    else if (this.#values.size >= MOST) this.left += 1;
    else {
      const is = code === 'option/no-match' ? 'choice' : 'look-up';
      this.#values.set(id, { is, table, file, column, field, label, value, records: 1, firstKey: key });
    }
  }

  /** What concerns most records first. */
  toList(): readonly UnmappedValue[] {
    return [...this.#values.values()].sort((a, b) => b.records - a.records);
  }
}
