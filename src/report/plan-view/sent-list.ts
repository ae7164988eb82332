import type { PlainLine } from '../../engine/plain-lines.ts';
import type { PlanLine } from '../../engine/plan-line.ts';
import { SENT_NAMED, type Listed, type SentRecord } from './plan-view.ts';

/** Names the first of the objects that are to be sent, and counts the others. */
export class SentList {
  readonly #named: SentRecord[] = [];
  #records = 0;

  add(line: PlanLine): void {
    if (line.action !== 'create' && line.action !== 'update') return;
    this.#records += 1;
    if (this.#named.length >= SENT_NAMED) return;
    const { action, key, row, line: at, sheet, address: uid } = line;
    this.#named.push({ action, key, row, line: at > 0 ? at : null, ...(sheet !== undefined && { sheet }), uid });
  }

  /** Whether a line need not be read to be counted. */
  needsNot({ action }: PlainLine): boolean {
    return action !== 'create' || this.#named.length >= SENT_NAMED;
  }

  /** Counts a line that is not read. */
  pass({ action }: PlainLine): void {
    if (action === 'create') this.#records += 1;
  }

  toList(): Listed<SentRecord> {
    return { groups: this.#named, more: this.#records - this.#named.length };
  }
}
