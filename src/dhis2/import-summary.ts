import { findSummary, type Conflict, type Summary } from './find-summary.ts';
import { rowsNamed } from './named-rows.ts';
import type { DataValueRow } from './form-rows.ts';
import { failureOf } from './import-report.ts';
import type { AggregateRules } from './versions.ts';

/**
 * What an answer to `POST /api/dataValueSets` means. `stored`: the server went through the rows; those that are neither
 * refused nor open are stored. `nothing`: it stored no row of the body, because of those refused. `unreadable`, `failed`:
 * see `ImportVerdict`.
 */
export type SummaryVerdict =
  | { readonly is: 'stored'; readonly refused: RefusedRows; readonly open: ReadonlySet<number> }
  | { readonly is: 'nothing'; readonly refused: RefusedRows; readonly unplaced: readonly Conflict[] }
  | { readonly is: 'unreadable' | 'failed'; readonly reason: string };

/** Conflicts by row. */
export type RefusedRows = ReadonlyMap<number, readonly Conflict[]>;

/** A row for a period that another request is just making; our periods are good. */
const PERIOD_IN_THE_MAKING = 'E7611';

/**
 * Reads the answer to an import of data values. Neither its HTTP status nor `SUCCESS` proves anything: up to 2.42 a body
 * of which most was stored is a 409, and from 2.43 on one of which nothing was stored can be a 200. What the counts do
 * not account for is open, and must be looked up. `countsUnchanged`: a row that is ignored may be one that did not change.
 */
export function readDataValueSummary(
  status: number,
  body: unknown,
  rows: readonly DataValueRow[],
  { countsUnchanged }: Pick<AggregateRules, 'countsUnchanged'>,
): SummaryVerdict {
  const summary = findSummary(body);
  if (!summary) return failureOf(status, body);
  const { imported, updated, deleted } = summary.counts;
  const isNothing = summary.status === 'ERROR' && imported + updated + deleted === 0;
  if (isNothing && summary.conflicts.length === 0) {
    return { is: 'failed', reason: `DHIS2 answered ${status}${summary.description && `: ${summary.description}`}` };
  }
  return isNothing ? nothingStored(summary, rows) : stored(summary, rows, countsUnchanged);
}

function nothingStored({ conflicts }: Summary, rows: readonly DataValueRow[]): SummaryVerdict {
  const refused = new Map<number, Conflict[]>();
  const unplaced: Conflict[] = [];
  for (const conflict of conflicts) {
    const named = rowsNamed(conflict, rows);
    if (named.length === 0) unplaced.push(conflict);
    for (const at of named) refused.set(at, [...(refused.get(at) ?? []), conflict]);
  }
  return { is: 'nothing', refused, unplaced };
}

function stored(
  { counts, conflicts, rejected }: Summary,
  rows: readonly DataValueRow[],
  countsUnchanged: boolean,
): SummaryVerdict {
  const refused = new Map<number, Conflict[]>();
  const open = new Set<number>();
  for (const conflict of conflicts) {
    for (const at of conflict.indexes) {
      if (conflict.code === PERIOD_IN_THE_MAKING) open.add(at);
      else refused.set(at, [...(refused.get(at) ?? []), conflict]);
    }
  }
  const isToldOf = (at: number): boolean => refused.has(at) || open.has(at);
  for (const at of rejected) {
    // A cell that was to be cleared, and was empty: that is no loss.
    if (!isToldOf(at) && rows[at] && !('deleted' in rows[at])) open.add(at);
  }
  const { imported, updated, ignored, deleted } = counts;
  const told = imported + updated + ignored + deleted;
  const isAccountedFor =
    told === rows.length && (countsUnchanged || ignored <= new Set([...refused.keys(), ...rejected]).size);
  if (!isAccountedFor) for (const at of rows.keys()) if (!refused.has(at)) open.add(at);
  return { is: 'stored', refused, open };
}
