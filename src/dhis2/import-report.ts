import { findFault } from '../base/data-schema.ts';
import { isObject } from '../base/json.ts';
import type { Refusal, Verdict } from '../contracts/sink.ts';
import { IMPORT_REPORT } from './answer-schemas.ts';
import { reasonOf, type Elements, type ErrorReport, type SentEvent } from './import-reasons.ts';

/**
 * What an answer to `POST /api/tracker` means. `perObject`: the server went through the events, and each has its own
 * outcome. `unreadable`: it did not read the body, so nothing was done. `failed`: it broke down on the way; whether
 * anything was stored must be asked.
 */
export interface ImportVerdict {
  readonly is: 'perObject' | 'unreadable' | 'failed';
  /** In the server's words where it has some; '' for `perObject`. */
  readonly reason: string;
  /** Every UID that was sent is there. */
  readonly outcomes: ReadonlyMap<string, Verdict>;
  /** How many of them were there before, by the server's own count. */
  readonly updated: number;
}

/**
 * Reads the answer to a synchronous import with `atomicMode=OBJECT`. Bodies come in three shapes: an ImportReport (200,
 * 409), a WebMessage (400, 409, 500), and whatever a proxy or the container says. HTTP 200 and `status: OK` prove
 * nothing: an event counts as stored only if it is listed among the object reports, and one that is neither listed nor
 * refused is unknown (it failed while being stored, and only the server's log knows).
 *
 * The report gives created and updated as totals alone. Where all are of one kind that is certain; in a mixed batch an
 * event that is new in this run counts as created, any other as updated.
 */
export function readImportReport(
  status: number,
  body: unknown,
  sent: readonly SentEvent[],
  elements: Elements,
): ImportVerdict {
  if (isObject(body) && isObject(body['stats']) && findFault(IMPORT_REPORT, body) === undefined) {
    const updated = Number(body['stats']['updated'] ?? 0);
    return { is: 'perObject', reason: '', outcomes: outcomesOf(body, sent, elements), updated };
  }
  const { is, reason } = failureOf(status, body);
  const outcomes = new Map(sent.map((event) => [event.uid, { is: 'unknown', reason } as const]));
  return { is, reason, outcomes, updated: 0 };
}

/** What an answer without a report means. */
export function failureOf(
  status: number,
  body: unknown,
): { readonly is: 'unreadable' | 'failed'; readonly reason: string } {
  const message =
    isObject(body) && typeof body['message'] === 'string' ? (body['message'].split('\n', 1)[0] ?? '') : '';
  const reason = `DHIS2 answered ${status}${message && `: ${message}`}`;
  return { is: isUnreadable(status, message) ? 'unreadable' : 'failed', reason };
}

/** Up to 2.40 a body that cannot be parsed is a 500 that names the place in the JSON. */
function isUnreadable(status: number, message: string): boolean {
  if ([400, 413, 414, 415, 422].includes(status)) return true;
  return (
    status === 500 && /through reference chain|JSON parse error|Invalid date format|Cannot deserialize/.test(message)
  );
}

type Body = Record<string, unknown>;

function outcomesOf(body: Body, sent: readonly SentEvent[], elements: Elements): Map<string, Verdict> {
  const errors = errorsByUid(body);
  const stored = storedUids(body);
  const kindOf = toKind(isObject(body['stats']) ? body['stats'] : {});
  const outcomes = new Map<string, Verdict>();
  for (const event of sent) {
    const own = errors.get(event.uid);
    const isStored = stored?.has(event.uid) === true;
    outcomes.set(event.uid, own ? refused(event, own, isStored, elements) : isStored ? kindOf(event) : UNTOLD);
  }
  return outcomes;
}

const UNTOLD: Verdict = { is: 'unknown', reason: 'DHIS2 neither stored it nor said why' };

function refused(event: SentEvent, errors: readonly ErrorReport[], isStored: boolean, elements: Elements): Verdict {
  if (errors.some((error) => error.code === 'E1082')) return { is: 'deletedThere' };
  // Two requests for one event at once: the other one made it.
  if (isStored || errors.every((error) => error.code === 'E1030')) {
    return { is: 'unknown', reason: 'DHIS2 says both that it is stored and that it is refused' };
  }
  return { is: 'refused', by: 'server', reasons: errors.map((error) => reasonOf(error, event, elements)) };
}

/**
 * What an answer to `importMode=VALIDATE` says of the events that would be refused, by UID. Undefined where it is no report.
 */
export function readVerdicts(
  body: unknown,
  sent: readonly SentEvent[],
  elements: Elements,
): ReadonlyMap<string, readonly Refusal[]> | undefined {
  if (!isObject(body) || !isObject(body['stats']) || findFault(IMPORT_REPORT, body) !== undefined) return undefined;
  const errors = errorsByUid(body);
  return new Map(
    sent.map((event) => [event.uid, (errors.get(event.uid) ?? []).map((error) => reasonOf(error, event, elements))]),
  );
}

/** Of what a report warns, by UID; the events go through all the same. */
export function readWarnings(
  body: unknown,
  sent: readonly SentEvent[],
  elements: Elements,
): ReadonlyMap<string, readonly Refusal[]> {
  const warnings = isObject(body)
    ? reportsByUid(body, 'warningReports', 'warningCode')
    : new Map<string, ErrorReport[]>();
  return new Map(
    sent.map((event) => [event.uid, (warnings.get(event.uid) ?? []).map((one) => reasonOf(one, event, elements))]),
  );
}

function errorsByUid(body: Body): Map<string, ErrorReport[]> {
  return reportsByUid(body, 'errorReports', 'errorCode');
}

function reportsByUid(body: Body, list: string, codeName: string): Map<string, ErrorReport[]> {
  const byUid = new Map<string, ErrorReport[]>();
  for (const written of listAt(body['validationReport'], list)) {
    const { uid, message, args, [codeName]: code } = written;
    if (typeof uid !== 'string') continue;
    const report = {
      code: typeof code === 'string' ? code : 'E9999',
      message: typeof message === 'string' ? message : '',
      args: Array.isArray(args) ? args.map(toText) : [],
    };
    byUid.set(uid, [...(byUid.get(uid) ?? []), report]);
  }
  // The order is arbitrary and changes from run to run.
  for (const reports of byUid.values()) reports.sort((a, b) => compare(a.code + a.message, b.code + b.message));
  return byUid;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** UIDs that were written; undefined where the report does not list them. */
function storedUids(body: Body): Set<string> | undefined {
  const map = isObject(body['bundleReport']) ? body['bundleReport']['typeReportMap'] : undefined;
  const ofEvents = isObject(map) ? map['EVENT'] : undefined;
  if (!isObject(ofEvents) || !Array.isArray(ofEvents['objectReports'])) return undefined;
  return new Set(
    listAt(ofEvents, 'objectReports')
      .map((stored) => stored['uid'])
      .filter((uid) => typeof uid === 'string'),
  );
}

function toKind(stats: Body): (event: SentEvent) => Verdict {
  if (stats['updated'] === 0) return () => ({ is: 'created' });
  if (stats['created'] === 0) return () => ({ is: 'updated' });
  return (event) => ({ is: event.isNew ? 'created' : 'updated' });
}

function listAt(holder: unknown, name: string): Body[] {
  const list = isObject(holder) ? holder[name] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** What an answer says of all its events, and the part that is about one of them, for the artifacts. */
export function toResponses(status: number, body: unknown): (uid: string) => { readonly [key: string]: unknown } {
  if (!isObject(body)) return () => ({ httpStatus: status });
  if (!isObject(body['validationReport'])) {
    const whole = { httpStatus: status, status: body['status'], message: body['message'] };
    return () => whole;
  }
  const stored = storedUids(body);
  const errors = byUid(listAt(body['validationReport'], 'errorReports'));
  const warnings = byUid(listAt(body['validationReport'], 'warningReports'));
  return (uid) => ({
    httpStatus: status,
    status: body['status'],
    stats: body['stats'],
    stored: stored?.has(uid) ?? null,
    errorReports: errors.get(uid) ?? [],
    warningReports: warnings.get(uid) ?? [],
  });
}

function byUid(entries: readonly Body[]): ReadonlyMap<unknown, readonly Body[]> {
  return Map.groupBy(entries, (entry) => entry['uid']);
}
