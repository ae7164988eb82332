/** What can be told of a DHIS2 before anything is asked of a program or data set. */
import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { ServerExamination } from '../contracts/examination.ts';
import { fault, faultsOf, fine, warningOf, type Finding } from '../contracts/finding.ts';
import { headerOf } from '../http/answer.ts';
import { examineAddress } from '../http/examine-address.ts';
import type { Dhis2Client } from './client.ts';
import { clockOf } from './server-clock.ts';
import { fetchServerInfo } from './server.ts';
import { isNewerThanKnown, newestKnown } from './versions.ts';

/** More than this between two clocks is no delay of the answer. */
const MOST_SKEW_MS = 60_000;

/** The way to it, who we are there, its release, its clock and its zone: each rests on those before it. */
export async function* examineServer(
  client: Dhis2Client,
  examination: Pick<ServerExamination, 'timeZone' | 'env' | 'now'>,
): AsyncGenerator<Finding> {
  let isReached = true;
  for await (const finding of examineAddress(client.url, examination)) {
    isReached &&= finding.is !== 'fault';
    yield finding;
  }
  if (!isReached) return;
  try {
    const me = await client.me();
    // Whoever answers without a name is no DHIS2, which the next request tells.
    if (me.username !== '') yield fine('doctor/login', { url: client.url, user: me.username });
    const { version } = await fetchServerInfo(client);
    yield isNewerThanKnown(version)
      ? warningOf('doctor/release-new', { version: version.text, newest: newestKnown() })
      : fine('doctor/release', { version: version.text });
    yield* examineClock(client, examination.timeZone);
  } catch (error) {
    const isToken = error instanceof EtlError && error.code === 'dhis2/bad-request' && client.loginName === 'token';
    if (isToken) yield fault('doctor/token-unreadable', { message: String(error.args['message'] ?? '') });
    else yield* faultsOf(error);
  }
}

async function* examineClock(client: Dhis2Client, timeZone: string): AsyncGenerator<Finding> {
  const asked = Date.now();
  const answer = await client.getAnswer('/api/system/info', {}, () => false);
  const answered = Date.now();
  const { serverDate, serverTimeZoneId } = isObject(answer.json) ? answer.json : {};
  const zone = typeof serverTimeZoneId === 'string' ? serverTimeZoneId : '';
  const isKnown = isZone(zone);
  const theirs = toInstant(headerOf(answer, 'date')) ?? (isKnown ? toInstant(serverDate, zone) : undefined);
  if (theirs !== undefined) yield judgeClock(theirs, asked, answered);
  yield isKnown
    ? fine('doctor/time-zone', { server: zone, spec: areAlike(zone, timeZone) ? zone : timeZone })
    : warningOf('doctor/time-zone-unknown', { zone });
}

/** The answer was written between the two; a header has no milliseconds. */
function judgeClock(theirs: number, asked: number, answered: number): Finding {
  const ahead = Math.max(asked - theirs - 1000, theirs - answered, 0);
  if (ahead <= MOST_SKEW_MS) return fine('doctor/clock', { seconds: Math.max(1, Math.ceil(ahead / 1000)) });
  const direction = theirs < asked ? 'ahead of' : 'behind';
  return warningOf('doctor/clock-wrong', { difference: inWords(ahead), direction });
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

/** A header names its zone; what DHIS2 writes of itself is the clock of its own zone. */
function toInstant(text: unknown, zone?: string): number | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  if (zone === undefined) return numberOrNone(Date.parse(text));
  const wall = Date.parse(`${text.slice(0, 23)}Z`);
  if (Number.isNaN(wall)) return undefined;
  const shownAt = Date.parse(`${clockOf(zone).at(wall)}Z`);
  return wall - (shownAt - wall);
}

function numberOrNone(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** Whether two zones show the same time, in winter and in summer. */
function areAlike(zone: string, other: string): boolean {
  return [0, 182 * 86_400_000].every((after) => {
    const instant = Date.now() + after;
    return clockOf(zone).at(instant) === clockOf(other).at(instant);
  });
}

function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return zone !== '';
  } catch {
    return false;
  }
}
