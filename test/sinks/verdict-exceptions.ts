/**
 * Recorded exchanges on which the plan says something else than the server, in a few classes. A class makes a claim, and
 * the claim is proved of each of its members from the recording alone; a member that agrees does not stand here.
 */
import { isDeepStrictEqual } from 'node:util';
import { findFault } from '../../src/base/data-schema.ts';
import { isObject } from '../../src/base/json.ts';
import { toServerTime } from '../../src/dhis2/calendar.ts';
import { toEvent } from '../../src/dhis2/event-image.ts';
import { EVENT_ADDRESS, EVENT_OBJECT } from '../../src/dhis2/event-object.ts';
import { EVENT_SHAPE } from '../../src/sinks/assemble-event.ts';
import { readExchanges, type Exchange, type Release } from '../sandbox/recordings.ts';
import { eventsIn, isKeptAsSent } from './recorded-events.ts';
import type { Told } from './verdict-told.ts';

/** What a claim is proved by. */
export interface Evidence {
  readonly exchange: Exchange;
  /** What the plan says of its events. */
  readonly told: readonly Told[];
  /** All exchanges of that release, in the order in which they were made. */
  readonly all: readonly Exchange[];
  /** The parameters of a request of ours. */
  readonly ours: Readonly<Record<string, string>>;
  /** How plan and server still differ once codes that only program rules give are left out. */
  readonly withoutRules: string | undefined;
}

export interface ExceptionClass {
  readonly claim: string;
  /** Whether the plan keeps an event back under a code of ours, where the server would take it. */
  readonly isGuard?: true;
  readonly holds: (evidence: Evidence) => boolean;
  /** Members in all four releases, and in some. */
  readonly members: string;
  readonly also?: Partial<Record<Release, string>>;
}

export const CLASSES: Readonly<Record<string, ExceptionClass>> = {
  rules: {
    claim: 'but for codes that only program rules give, the plan says the same',
    holds: ({ withoutRules }) => withoutRules === undefined,
    members:
      '821-rule-error 824-rule-mandatory 826-rule-assign-other 827-rule-on-complete 830-rule-batch-object ' +
      '832-rule-update-resend 835-rule-validate',
    also: { '2.41.9.1': '834-rule-update-stored-values-2', '2.40.12': '834-rule-update-stored-values-2' },
  },
  otherRequest: {
    claim: 'the request has a parameter or a content type that ours never have',
    holds: ({ exchange, ours }) => !isRequestOfOurs(exchange, ours),
    members:
      '110-create-existing 110-create-existing-all 111-update-unknown 114-delete 114-delete-validate 117-delete-again ' +
      '118-delete-mixed 118-delete-unknown 358-expired-delete-old 138-id-scheme-bad 138-id-scheme-code ' +
      '138-id-scheme-code-error 138-id-scheme-empty 143-fail-fast 143-skip 148-bad-boolean 148-bad-enum ' +
      '152-content-type-none 152-content-type-text 241-compulsory-update-left-out-code 306-org-unit-value-scheme-code',
  },
  otherEvent: {
    claim:
      'an event of the request is none that the sink can make: it has other members, or others than text as values',
    holds: ({ exchange }) => eventsIn(exchange).some((event) => !isEventOfOurs(event)),
    members:
      '119-no-uid 140-assigned-user-string 140-assigned-user-unknown 142-json-type-array 142-json-type-object ' +
      '210-program-missing 211-program-and-stage-missing 219-data-value-null-entry 220-data-values-null ' +
      '233-data-values-null-in-batch 234-data-values-null-entry-in-batch 235-event-null-in-batch 338-note-bad-uid ' +
      '808-combo-option-unknown 812-combo-default-elsewhere',
    also: {
      '2.42.5.2': '128-schedule-without-values 225-compulsory-missing-schedule',
      '2.41.9.1': '128-schedule-without-values 225-compulsory-missing-schedule 336-uid-empty',
      '2.40.12': '128-schedule-without-values 225-compulsory-missing-schedule 336-uid-empty',
    },
  },
  uidTwice: {
    claim: 'two events have one UID, where the sink derives one from the key of each record and from the program',
    holds: ({ exchange, all }) => hasUidOfAnother(exchange, all),
    members: '137-update-program-stage',
    also: { '2.43.1': '120-duplicate-uid-new' },
  },
  mended: {
    claim: 'a mapping writes the day or time as DHIS2 was seen to take it, before it leaves',
    holds: ({ told, all }) => told.every(({ object }) => isFormTaken(object?.['occurredAt'], all)),
    members: '316-occurred-blank-time 317-occurred-blank-time-seconds 329-occurred-padded',
  },
  afterChecking: {
    claim: 'what VALIDATE takes here is then refused, whole, when it is sent',
    isGuard: true,
    holds: ({ exchange, all }) => all.some((one) => isSameSent(one, exchange) && one.answer.status >= 400),
    members: '',
    also: { '2.42.5.2': '347-nul-character-validate', '2.43.1': '347-nul-character-validate' },
  },
  altered: {
    claim: 'DHIS2 takes the event and keeps something else than what was sent',
    isGuard: true,
    holds: ({ exchange }) => eventsIn(exchange).some((event) => isKeptAsSent(event, exchange) === false),
    members:
      '121-duplicate-data-element 126-status-visited 318-occurred-kobo 322-occurred-month 323-occurred-year ' +
      '324-occurred-number 325-occurred-digits 349-lone-surrogate',
    also: { '2.43.1': '327-occurred-far-past' },
  },
  moved: {
    claim: 'the time has an offset, and only a server in that very zone keeps it: any other moves it',
    isGuard: true,
    holds: ({ exchange }) => eventsIn(exchange).every((event) => isObject(event) && isKeptInUtcAlone(event, exchange)),
    members: '319-occurred-zulu',
  },
  unfitStatus: {
    claim: 'the status is one that the sink does not have: it is not of what happened, and has no answers with it',
    isGuard: true,
    holds: ({ exchange }) => eventsIn(exchange).every((event) => isObject(event) && !isStatusOfOurs(event)),
    members: '',
    also: {
      '2.42.5.2': '226-compulsory-missing-skipped',
      '2.41.9.1': '226-compulsory-missing-skipped',
      '2.40.12': '226-compulsory-missing-skipped',
    },
  },
  breaksLater: {
    claim: 'a later release answers 500 to it, and stores nothing of the request that it is in',
    isGuard: true,
    holds: ({ exchange }) =>
      readExchanges('2.43.1', '200-checking').some((one) => isSameSent(one, exchange) && isLost(one)),
    members: '',
    also: {
      '2.42.5.2': '328-occurred-year-5',
      '2.41.9.1': '328-occurred-year-5',
      '2.40.12': '328-occurred-year-5',
    },
  },
};

/** Names of the classes of each exception in a release; of each there is exactly one. */
export function exceptionsIn(release: Release): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [name, { members, also }] of Object.entries(CLASSES)) {
    const all = `${members} ${also?.[release] ?? ''}`.split(' ').filter((one) => one !== '');
    for (const member of all) found.set(member, [...(found.get(member) ?? []), name]);
  }
  return found;
}

function isRequestOfOurs({ path, contentType }: Exchange, ours: Readonly<Record<string, string>>): boolean {
  const theirs = Object.fromEntries(new URL(path, 'http://localhost').searchParams);
  const isSame = isDeepStrictEqual({ ...theirs, importMode: ours['importMode'] }, ours);
  const isMode = ['COMMIT', 'VALIDATE', undefined].includes(theirs['importMode']);
  return isSame && isMode && (contentType === undefined || contentType === 'application/json');
}

/** Whether the sink could make exactly this of some object, be it new or not. */
function isEventOfOurs(event: unknown): boolean {
  if (!isObject(event)) return false;
  const { event: address, program, programStage, ...object } = event;
  if (findFault(EVENT_ADDRESS, address) !== undefined || findFault(EVENT_OBJECT, object) !== undefined) return false;
  const place = { program: String(program), programStage: String(programStage), keyDataElement: null, nameOf: String };
  const sending = { ref: { key: '', role: '' }, address: String(address), object: object as never };
  return [true, false].some((mayExist) => isDeepStrictEqual({ ...toEvent(sending, place, mayExist) }, { ...event }));
}

export function hasUidOfAnother(exchange: Exchange, all: readonly Exchange[]): boolean {
  const before = all.slice(0, all.indexOf(exchange));
  const programs = new Map(
    before.flatMap(eventsIn).flatMap((event) => (isObject(event) ? [[event['event'], event['program']] as const] : [])),
  );
  const seen = new Set<unknown>();
  return eventsIn(exchange).some((event) => {
    if (!isObject(event)) return false;
    const uid = event['event'];
    const isOther = programs.has(uid) && programs.get(uid) !== event['program'];
    return isOther || seen.size === seen.add(uid).size;
  });
}

/** The same values and the same day, under whatever UID. */
function isSameSent(one: Exchange, other: Exchange): boolean {
  const essence = (exchange: Exchange): unknown =>
    eventsIn(exchange).map((event) => isObject(event) && { ...event, event: null });
  return one !== other && eventsIn(one).length > 0 && isDeepStrictEqual(essence(one), essence(other));
}

function isLost({ answer, afterwards = [] }: Exchange): boolean {
  return answer.status === 500 && afterwards.length > 0 && afterwards.every(({ status }) => status === 404);
}

/** Whether an event was stored whose day or time was written so, digit for digit, with a fraction perhaps. */
function isFormTaken(text: unknown, all: readonly Exchange[]): boolean {
  const formOf = (value: unknown): string => String(value).replaceAll(/\d/g, '0');
  return all.some((exchange) =>
    eventsIn(exchange).some(
      (event) =>
        isObject(event) &&
        formOf(event['occurredAt']).startsWith(formOf(text)) &&
        isKeptAsSent(event, exchange) === true,
    ),
  );
}

/** The recorded servers are in UTC. */
function isKeptInUtcAlone(event: Readonly<Record<string, unknown>>, exchange: Exchange): boolean {
  const sent = String(event['occurredAt']);
  const asKept = (timeZone: string): string => toServerTime(sent, timeZone);
  return isKeptAsSent(event, exchange) === true && asKept('Asia/Kathmandu') !== asKept('UTC');
}

function isStatusOfOurs({ status }: Readonly<Record<string, unknown>>): boolean {
  const { type } = EVENT_SHAPE.properties.find(({ name }) => name === 'status') ?? {};
  return Array.isArray(type) && type.includes(String(status));
}
