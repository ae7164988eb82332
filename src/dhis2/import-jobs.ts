/** Imports that DHIS2 carries out by itself once it has answered (`async=true`): their jobs are asked until they are done. */
import { EtlError } from '../base/errors.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import { NoAnswerError, toRequestName } from '../http/no-answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Dhis2Client, Query } from './client.ts';

/** Where a kind of import says what its jobs do, and what came of them. */
interface JobKind {
  readonly log: string;
  readonly result: (id: string) => string;
  readonly query: Query;
  /** What the server says of a job that has no result: not yet, or never. */
  readonly isNothing: (answer: Answer) => boolean;
}

export const TRACKER_JOBS: JobKind = {
  log: '/api/tracker/jobs',
  result: (id) => `/api/tracker/jobs/${id}/report`,
  query: { reportMode: 'FULL' },
  isNothing: ({ status }) => status === 404,
};

export const DATA_VALUE_JOBS: JobKind = {
  log: '/api/system/tasks/DATAVALUE_IMPORT',
  result: (id) => `/api/system/taskSummaries/DATAVALUE_IMPORT/${id}`,
  query: {},
  isNothing: ({ status, text }) => status === 404 || (status === 200 && text.trim() === ''),
};

/** Whether an import is waited for, or carried out after its answer. */
export type ImportWay = 'sync' | 'async';

/** Posts an import, and gives its answer once it has been carried out. Throws as `client.post`. */
export async function postImport(
  client: Dhis2Client,
  { path, query, jobs }: { readonly path: string; readonly query: Query; readonly jobs: JobKind },
  body: unknown,
  how: ImportWay,
): Promise<Answer> {
  if (how === 'sync') return client.post(path, query, body);
  const accepted = await client.post(path, { ...query, async: true }, body);
  return accepted.status === 200 ? awaitImport(client, jobs, accepted) : accepted;
}

const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = 5000;
/** A job of which nothing is told may wait for others. Where none of them moves for so long, it is gone. */
const UNSEEN_MS = 3 * 60_000;
/** A job that is at work, and tells nothing new for so long, has come to nothing. */
const SILENT_MS = 10 * 60_000;
/** Up to 2.40 a job is said to be done before its report is there. */
const RESULT_WAITS_MS = [0, 200, 500, 1000, 2000, 4000];

/**
 * Waits for the job of an import, and gives the answer that the import would have had, had it been waited for. An answer that
 * names no job is that answer itself. Throws NoAnswerError `dhis2/job-lost` where nobody can say what came of it.
 */
async function awaitImport(client: Dhis2Client, kind: JobKind, accepted: Answer): Promise<Answer> {
  const id = idOf(accepted.json);
  if (id === undefined) return accepted;
  const lost = (reason: string): NoAnswerError => {
    const request = toRequestName('GET', `${client.url}${kind.log}/${id}`);
    return new NoAnswerError('dhis2/job-lost', { request, reason }, { maybeSent: true, transient: true });
  };
  try {
    const last = await awaitEnd(client, `${kind.log}/${id}`, lost);
    return (await fetchResult(client, kind, id)) ?? toFailure(accepted, last);
  } catch (error) {
    // The import itself was accepted: whatever is wrong now, it may have been carried out.
    throw error instanceof EtlError && error.code !== 'dhis2/job-lost' ? lost(error.message) : error;
  }
}

/** Asks until the job is done; gives the last that it has said. Where the run is to stop, a job has the time of a request. */
async function awaitEnd(
  client: Dhis2Client,
  path: string,
  lost: (reason: string) => NoAnswerError,
): Promise<JsonObject> {
  const { patience, timeoutMs } = client;
  const began = patience.now();
  let told = 0;
  let toldAt = began;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
    await patience.pauseToTheEnd(wait);
    const log = await client.get(path);
    const entries = Array.isArray(log) ? log.filter(isObject) : [];
    const end = entries.find((entry) => entry['completed'] === true);
    if (end) return end as JsonObject;
    if (entries.length < told) throw lost('the job is gone; DHIS2 may have been restarted');
    if (entries.length > told) [told, toldAt] = [entries.length, patience.now()];
    const silentMs = patience.now() - toldAt;
    if (told === 0 && silentMs > UNSEEN_MS) throw lost('the job is unknown; DHIS2 may have been restarted');
    if (silentMs > SILENT_MS) throw lost('the job does not end');
    if (patience.isStopped && patience.now() - began > timeoutMs) throw lost('the run was stopped');
  }
}

async function fetchResult(client: Dhis2Client, kind: JobKind, id: string): Promise<Answer | undefined> {
  for (const wait of RESULT_WAITS_MS) {
    if (wait > 0) await client.patience.pauseToTheEnd(wait);
    const answer = await client.getAnswer(kind.result(id), kind.query, kind.isNothing);
    if (kind.isNothing(answer)) continue;
    const isError = isObject(answer.json) && answer.json['status'] === 'ERROR';
    return { ...answer, status: isError ? 409 : 200 };
  }
  return undefined;
}

/** From 2.41 on an import that broke down leaves no report at all: the same as a request that broke down. */
function toFailure(accepted: Answer, { message }: JsonObject): Answer {
  return { ...accepted, status: 500, json: { status: 'ERROR', message: typeof message === 'string' ? message : '' } };
}

function idOf(json: unknown): string | undefined {
  const response = isObject(json) && isObject(json['response']) ? json['response'] : {};
  const { id } = response;
  return typeof id === 'string' && /^[A-Za-z0-9_-]+$/.test(id) ? id : undefined;
}
