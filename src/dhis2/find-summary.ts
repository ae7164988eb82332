import { findFault } from '../base/data-schema.ts';
import { isObject } from '../base/json.ts';
import { IMPORT_SUMMARY } from './data-set-answers.ts';

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
