import type { MissingLine } from '../../engine/plan-line.ts';
import { MISSING_NAMED, type Listed, type MissingRecord } from './plan-view.ts';

/** Names the records that are gone from the source: those past the grace before those within it. */
export class MissingList {
  readonly #overdue: MissingRecord[] = [];
  readonly #others: MissingRecord[] = [];
  #records = 0;

  add({ key, role, address, missingSince, isOverdue }: MissingLine): void {
    this.#records += 1;
    const list = isOverdue ? this.#overdue : this.#others;
    if (list.length >= MISSING_NAMED) return;
    list.push({ key, ...(role !== '' && { role }), uid: address, since: missingSince.slice(0, 10), isOverdue });
  }

  toList(): Listed<MissingRecord> {
    const groups = [...this.#overdue, ...this.#others].slice(0, MISSING_NAMED);
    return { groups, more: this.#records - groups.length };
  }
}
