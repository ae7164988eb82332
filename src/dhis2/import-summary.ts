import { findFault } from '../base/data-schema.ts';
import { isObject } from '../base/json.ts';
import { IMPORT_SUMMARY } from './data-set-answers.ts';
import { rowsNamed } from './named-rows.ts';
import type { DataValueRow } from './form-rows.ts';
import { failureOf } from './import-report.ts';
import type { AggregateRules } from './versions.ts';

/** A conflict of an ImportSummary. */
export interface Conflict {
  /** '' where it has none, as those of completions. */
  readonly code: string;
  readonly message: string;
  /** What it is about, up to 2.42: mostly an id. */
  readonly object: string;
  /** Rows, from 0; -1 stands for none in particular. */
  readonly indexes: readonly number[];
}

/** The counts and conflicts of an ImportSummary. */
export interface Summary {
  readonly status: string;
  readonly description: string;
  readonly counts: {
    readonly imported: number;
    readonly updated: number;
    readonly ignored: number;
    readonly deleted: number;
  };
  readonly conflicts: readonly Conflict[];
  readonly rejected: readonly number[];
}

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
 * not account for is open, and must be looked up.
 */
export function readDataValueSummary(
  status: number,
  body: unknown,
  rows: readonly DataValueRow[],
  rules: AggregateRules,
): SummaryVerdict {
  const summary = findSummary(body);
  if (!summary) return failureOf(status, body);
  const { imported, updated, deleted } = summary.counts;
  const isNothing = summary.status === 'ERROR' && imported + updated + deleted === 0;
  if (isNothing && summary.conflicts.length === 0) {
    return { is: 'failed', reason: `DHIS2 answered ${status}${summary.description && `: ${summary.description}`}` };
  }
  return isNothing ? nothingStored(summary, rows) : stored(summary, rows, rules);
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
  rules: AggregateRules,
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
    told === rows.length && (rules.countsUnchanged || ignored <= new Set([...refused.keys(), ...rejected]).size);
  if (!isAccountedFor) for (const at of rows.keys()) if (!refused.has(at)) open.add(at);
  return { is: 'stored', refused, open };
}

/** The ImportSummary in an answer: in a WebMessage or bare; undefined where there is none. */
export function findSummary(body: unknown): Summary | undefined {
  const inner = isObject(body) && isObject(body['response']) ? body['response'] : body;
  if (!isObject(inner) || !isObject(inner['importCount']) || findFault(IMPORT_SUMMARY, inner) !== undefined)
    return undefined;
  const { status, description, importCount, conflicts, rejectedIndexes } = inner as unknown as RawSummary;
  const { imported, updated, ignored, deleted } = importCount;
  return {
    status: status ?? '',
    description: (description ?? '').split('\n', 1)[0] ?? '',
    counts: { imported: imported ?? 0, updated: updated ?? 0, ignored: ignored ?? 0, deleted: deleted ?? 0 },
    conflicts: (conflicts ?? []).map(({ errorCode, value, object, indexes }) => ({
      code: errorCode ?? '',
      message: value ?? '',
      object: object ?? '',
      indexes: (indexes ?? []).filter((at) => at >= 0),
    })),
    rejected: rejectedIndexes ?? [],
  };
}

interface RawSummary {
  readonly status?: string | null;
  readonly description?: string | null;
  readonly importCount: { readonly [N in keyof Summary['counts']]?: number | null };
  readonly conflicts?:
    | readonly {
        readonly errorCode?: string | null;
        readonly value?: string | null;
        readonly object?: string | null;
        readonly indexes?: readonly number[] | null;
      }[]
    | null;
  readonly rejectedIndexes?: readonly number[] | null;
}
