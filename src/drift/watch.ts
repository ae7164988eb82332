import type { Drift, DriftWatch, TargetUses } from '../contracts/drift.ts';
import type { Mapped } from '../contracts/mapper.ts';
import type { Filled } from '../contracts/shape.ts';
import type { Change } from './change.ts';
import { breakingFirst, judge } from './judge.ts';

/** Rows that are named for a change. */
const ROWS_NAMED = 3;

/** A change, and what of the records it has touched so far. */
interface Watched {
  readonly change: Change;
  records: number;
  readonly rows: number[];
}

/** Counts, for each change, the records that it touches. */
export class RecordsWatch implements DriftWatch {
  readonly #watched: readonly Watched[];
  readonly #uses: TargetUses;

  constructor(changes: readonly Change[], uses: TargetUses) {
    this.#watched = changes.map((change) => ({ change, records: 0, rows: [] }));
    this.#uses = uses;
  }

  get isWatching(): boolean {
    return this.#watched.length > 0;
  }

  see(mapped: readonly Mapped[]): void {
    if (this.#watched.length === 0) return;
    for (const one of mapped) {
      if (one.is === 'excluded' || !one.filled) continue;
      for (const watched of this.#watched) {
        if (!isTouched(watched.change, one.filled)) continue;
        watched.records += 1;
        if (watched.rows.length < ROWS_NAMED) watched.rows.push(one.record.row);
      }
    }
  }

  drifts(): readonly Drift[] {
    const judged = this.#watched.map(({ change, records, rows }) => judge(change, this.#uses, { records, rows }));
    return breakingFirst(judged);
  }
}

function isTouched({ hurts, targets, words }: Change, filled: Filled): boolean {
  if (hurts === 'all') return true;
  if (hurts === 'blankWhenCompleted' && filled.properties['status'] !== 'COMPLETED') return false;
  if (hurts === 'blank' || hurts === 'blankWhenCompleted')
    return targets.every((target) => valueOf(filled, target) === undefined);
  return targets.some((target) => {
    const value = valueOf(filled, target);
    return value !== undefined && (!words || words.some((word) => hasWord(value, word)));
  });
}

/** A value that holds several choices has each of them. */
function hasWord(value: string, word: string): boolean {
  return value === word || value.split(',').includes(word);
}

function valueOf({ names, values, properties }: Filled, target: string): string | undefined {
  const at = names.indexOf(target);
  if (at >= 0) return values[at] ?? undefined;
  const property = Object.hasOwn(properties, target) ? properties[target] : undefined;
  return property === undefined || property === null ? undefined : String(property);
}
