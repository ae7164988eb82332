import { EtlError } from '../base/errors.ts';
import type { Limit } from '../base/units.ts';
import type { Counts } from './counts.ts';
import type { Reconcile } from './reconcile-keys.ts';

/** What people have accepted on the command line: words, and numbers of records. */
export interface Accepted {
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
}

const WORDS = new Set(['new-index', 'empty-source', 'header', 'server', 'lost']);
const NUMBERS = new Set(['created', 'changed', 'missing', 'ids']);

/** Parses the values of `--accept`. Throws EtlError `run/bad-accept` (exit 2). */
export function parseAccepted(given: readonly string[]): Accepted {
  const words = new Set<string>();
  const numbers = new Map<string, number>();
  for (const item of given.flatMap((text) => text.split(','))) {
    const [name = '', number, ...rest] = item.split('=');
    if (number === undefined && WORDS.has(name)) words.add(name);
    else if (number !== undefined && /^\d+$/.test(number) && rest.length === 0 && NUMBERS.has(name))
      numbers.set(name, Number(number));
    else throw new EtlError('run/bad-accept', { given: item });
  }
  return { words, numbers };
}

/** What the guards look at. */
export interface Guarded {
  readonly counts: Counts;
  /** Of the created ones, those that no earlier run had reserved: a run that was cut short is finished without questions. */
  readonly newlyCreated: number;
  /** Of the updated ones, those that do not finish what an earlier run had begun. */
  readonly newlyChanged: number;
  readonly newlyMissing: number;
  /** Rows of new records that look like some that are gone, and were not accepted. */
  readonly maybeKnown: readonly number[];
  /** Live entries before this run. */
  readonly live: number;
  /** The source as people know it. */
  readonly location: string;
  /** Columns that the source had in the last run and has no more. */
  readonly lostColumns: readonly string[];
}

/** Refuses a plan that looks like an accident rather than a night's work. Throws EtlError `guard/*` (exit 4). */
export function checkGuards(guard: Reconcile['guard'], accepted: Accepted, run: Guarded): void {
  const { counts, live, location } = run;
  if (counts.read === 0 && live > 0 && !accepted.words.has('empty-source'))
    throw new EtlError('guard/source-empty', { location, live });
  if (run.lostColumns.length > 0 && !accepted.words.has('header'))
    throw new EtlError('guard/header-changed', { location, columns: run.lostColumns });
  // A single one may be chance: it is held, and the run goes on. With several, the ids must have changed.
  if (run.maybeKnown.length > 1)
    throw new EtlError('guard/ids-changed', { count: run.maybeKnown.length, rows: firstOf(run.maybeKnown) });
  const limits: readonly (readonly [string, number, Limit])[] = [
    // A first run creates everything: there is nothing to compare it with.
    ['created', live === 0 ? 0 : run.newlyCreated, guard.created],
    ['changed', run.newlyChanged, guard.changed],
    ['missing', run.newlyMissing, guard.missing],
  ];
  for (const [name, count, limit] of limits) {
    const most = 'share' in limit ? limit.share * live : limit.count;
    const isTooMany = count >= guard.atLeast && count > most;
    if (!isTooMany || count <= (accepted.numbers.get(name) ?? -1)) continue;
    const shown = 'share' in limit ? `${limit.share * 100}%` : String(limit.count);
    throw new EtlError('guard/too-many', { what: name, count, limit: shown, live });
  }
}

/** Rows that a message names. */
const ROWS_NAMED = 10;

function firstOf(rows: readonly number[]): string[] {
  const named = rows.slice(0, ROWS_NAMED).map(String);
  return rows.length > ROWS_NAMED ? [...named, '…'] : named;
}
