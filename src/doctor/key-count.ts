import { fine, warningOf, type Finding } from '../contracts/finding.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import { bindIdentity, type KeyColumns } from '../engine/identity.ts';

/** Rows that are named in one sentence. */
const MOST_NAMED = 5;

/** Keys that stand in several rows, and rows without one. Of keys themselves nothing is told: they name people's records. */
export class KeyCount {
  rows = 0;
  readonly #identify: ReturnType<typeof bindIdentity>;
  /** First row of each key. */
  readonly #firstRows = new Map<string, number>();
  /** Rows of keys that stand in several. */
  readonly #doubled = new Map<string, number[]>();
  readonly #blank: number[] = [];

  constructor(key: readonly KeyColumns[], header: Header) {
    this.#identify = bindIdentity(key, header);
  }

  count(records: readonly SourceRecord[]): void {
    for (const record of records) {
      this.rows += 1;
      const key = this.#identify(record)?.key;
      if (key === undefined) this.#blank.push(record.row);
      else this.#add(key, record.row);
    }
  }

  findings(isWhole: boolean): Finding[] {
    if (this.rows === 0) return [warningOf('doctor/source-empty', {})];
    const found: Finding[] = [];
    const { size } = this.#doubled;
    if (size > 0)
      found.push(warningOf('doctor/keys-doubled', { keys: size, rows: nameRows([...this.#doubled.values()]) }));
    const blank = this.#blank.length;
    if (blank > 0)
      found.push(warningOf('doctor/keys-blank', { count: blank, rows: nameRows(this.#blank.map((row) => [row])) }));
    if (found.length === 0) found.push(fine('doctor/keys-fine', { rows: this.rows }));
    if (!isWhole) found.push(fine('doctor/rows-not-all-read', { rows: this.rows }));
    return found;
  }

  #add(key: string, row: number): void {
    const first = this.#firstRows.get(key);
    if (first === undefined) this.#firstRows.set(key, row);
    else this.#doubled.set(key, [...(this.#doubled.get(key) ?? [first]), row]);
  }
}

/** `rows 3 and 17`, `row 5`, `…`. */
export function nameRows(groups: readonly (readonly number[])[]): string[] {
  const named = groups
    .slice(0, MOST_NAMED)
    .map((rows) => (rows.length === 1 ? `row ${rows[0]}` : `rows ${rows.join(' and ')}`));
  return groups.length > MOST_NAMED ? [...named, '…'] : named;
}
