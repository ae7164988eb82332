import type { Outcome } from '../import-log.ts';
import type { DataValueParameters } from './data-value-parameters.ts';
import { json, type Answer } from '../web.ts';
import { STATUS_CODES } from 'node:http';

/** What is wrong with rows of a data value set. */
export interface Conflict {
  readonly object?: string;
  readonly objects: Readonly<Record<string, string>>;
  readonly value: string;
  readonly errorCode: string;
  readonly property?: string;
  /** Places of the rows, from 0; absent where the set itself is wrong. */
  readonly indexes?: readonly number[];
}

/** The ImportSummary of a data value set. */
export interface ImportSummary {
  readonly responseType: 'ImportSummary';
  readonly status: 'SUCCESS' | 'WARNING' | 'ERROR';
  readonly importOptions: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly importCount: ImportCount;
  readonly conflicts: readonly Conflict[];
  readonly rejectedIndexes: readonly number[];
  /** `false`, or the day; absent where the import did not come so far. */
  readonly dataSetComplete?: string;
}

export interface ImportCount {
  readonly imported: number;
  readonly updated: number;
  readonly ignored: number;
  readonly deleted: number;
}

export const NO_COUNT: ImportCount = { imported: 0, updated: 0, ignored: 0, deleted: 0 };

const WORDS = {
  OK: 'Import was successful.',
  ERROR: 'An error occurred, please check import summary.',
} as const;

/** An import that was given up as a whole. */
export function failure(description: string, { shown }: DataValueParameters): ImportSummary {
  const nothing = { importCount: NO_COUNT, conflicts: [], rejectedIndexes: [] };
  return { responseType: 'ImportSummary', status: 'ERROR', importOptions: shown, description, ...nothing };
}

/** How a summary comes to the client: bare, or in the envelope of a WebMessage. Up to 2.42 a warning is a 409. */
export function summaryAnswer(summary: ImportSummary, about: { bare: boolean; warningStatus: 200 | 409 }): Answer {
  const { status } = summary;
  const code = status === 'SUCCESS' ? 200 : status === 'ERROR' ? 409 : about.warningStatus;
  if (about.bare) return json(summary, code);
  const warning =
    about.warningStatus === 409
      ? 'One more conflicts encountered, please check import summary.'
      : 'Import completed with warnings, please check import summary.';
  const message = status === 'WARNING' ? warning : WORDS[status === 'SUCCESS' ? 'OK' : 'ERROR'];
  const envelope = {
    httpStatus: STATUS_CODES[code],
    httpStatusCode: code,
    status: status === 'SUCCESS' ? 'OK' : status,
  };
  return json({ ...envelope, message, response: summary }, code);
}

/** The same for people; rows count from 1. */
export function toOutcome(summary: {
  readonly status: string;
  readonly description?: string;
  readonly importCount: ImportCount;
  readonly conflicts: readonly (Pick<Conflict, 'value' | 'object' | 'indexes'> & { readonly errorCode?: string })[];
}): Outcome {
  const { status, description, importCount, conflicts } = summary;
  const { imported, ...others } = importCount;
  const verdicts = conflicts.map(({ errorCode = '', value, object = '', indexes }) => ({
    isWarning: false,
    code: errorCode,
    about: indexes === undefined ? object : toRows(indexes),
    message: value,
  }));
  return { status, counts: { created: imported, ...others }, message: description, verdicts };
}

const SHOWN_ROWS = 10;

function toRows(indexes: readonly number[]): string {
  const rows = indexes.slice(0, SHOWN_ROWS).map((at) => at + 1);
  const more = indexes.length - rows.length;
  return `${indexes.length === 1 ? 'row' : 'rows'} ${rows.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Collects conflicts; the same fault of several rows is one of them. */
export class Conflicts {
  readonly #found = new Map<string, Conflict & { readonly indexes: number[] }>();

  add(conflict: Omit<Conflict, 'indexes'>, index: number): void {
    const key = [conflict.errorCode, conflict.value, ...Object.entries(conflict.objects).flat()].join('\n');
    const known = this.#found.get(key);
    if (known) known.indexes.push(index);
    else this.#found.set(key, { ...conflict, indexes: [index] });
  }

  all(): readonly Conflict[] {
    return [...this.#found.values()];
  }
}
