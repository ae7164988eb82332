/** Lines of records whose objects have been looked at in the sink. Pure, but for what is told in the log. */
import { describe } from '../messages/describe.ts';
import { reason, type RejectReason } from '../messages/reason.ts';
import type { Entry } from '../contracts/store.ts';
import type { Look } from '../index/decide.ts';
import { isGone, isInDoubt, wasConfirmed } from '../index/states.ts';
import type { JsonObject } from '../base/json.ts';
import type { Looking } from './look.ts';
import type { AdoptLine, HoldLine, LeaveLine, PlanLine, ReturnedLine, WantedRecord } from './plan-line.ts';
import { thingOf, wantedOf, where } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';

/** How long a request may still be carried out after its answer was lost, in milliseconds. */
export const LATE_MS = 3600 * 1000;

/** A record under the address at which its object was found. */
export interface SightedRecord extends WantedRecord {
  readonly address: string;
  readonly generation?: number;
  readonly left?: Readonly<Record<string, string>>;
}

/** The object is as we would send it: an earlier send arrived, or an earlier tool said the same. */
export function asWanted(
  { now }: RunContext,
  { why, found }: Looking,
  record: SightedRecord,
): AdoptLine | ReturnedLine | LeaveLine {
  const entry = found?.entry;
  const sentAt = entry?.sentAt;
  const isLongAgo = sentAt === undefined || now.getTime() - Date.parse(sentAt) > LATE_MS;
  const clearsDoubts = entry !== undefined && entry.doubts.length > 0 && !isInDoubt(entry) && isLongAgo;
  const known = { ...record, isKnown: true, ...(clearsDoubts && { clearsDoubts }) } as const;
  // The index knows that already: nothing is to be written.
  if (why === 'unchanged' && entry) return { ...record, action: isGone(entry) ? 'returned' : 'leave' };
  const isAsKnown = entry && wasConfirmed(entry) && entry.hash === record.hash && entry.address === record.address;
  if (!isAsKnown) return { ...known, action: 'adopt' };
  return { ...known, action: isGone(entry) ? 'returned' : 'leave' };
}

/** What is there is not from us: the spec decides. Where two of its settings apply, both must allow an update. */
export function theirs(
  context: RunContext,
  why: Look,
  owner: 'strange' | 'edited',
  record: SightedRecord,
  there: JsonObject,
): PlanLine {
  const { adopt, editedInDhis2 } = context.pipeline.reconcile;
  const { code, policies } = strangenessOf(why, owner, adopt, editedInDhis2);
  if (policies.includes('report')) return heldWithTheirs(context, record, code, there);
  if (!policies.includes('keep')) {
    const changes = context.pipeline.sink.differences(record.object, there);
    return { ...record, action: 'update', changes, overwrites: true };
  }
  // An edit of what we sent stays an edit, to be found again each run; what the index did not know is adopted, once.
  // Of it nobody hears again, so that it is told now.
  if (code === 'index/differs-from-index') {
    const { message } = describe(code, thingOf(context.pipeline));
    context.log.warn(`record ${record.key}: what is there counts from now on, as reconcile says. ${message}`);
  }
  const isAdopted = code === 'index/differs-from-dhis2' || code === 'index/differs-from-index';
  return isAdopted ? { ...record, action: 'adopt', isKnown: true } : { ...record, action: 'leave', keepsTheirs: true };
}

type Strange =
  | 'index/differs-from-dhis2'
  | 'index/differs-from-index'
  | 'index/strange-values'
  | 'index/edited-in-dhis2'
  | 'index/edited-since-sent';

/** The code to report it under, and the settings of the spec (`reconcile`) that apply. */
function strangenessOf(
  why: Look,
  owner: 'strange' | 'edited',
  adopt: string,
  editedInDhis2: string,
): { readonly code: Strange; readonly policies: readonly string[] } {
  if (why === 'unverified' || why === 'new') return { code: 'index/differs-from-dhis2', policies: [adopt] };
  if (why === 'unchanged') return { code: 'index/edited-since-sent', policies: [editedInDhis2] };
  if (why === 'unbelieved') return { code: 'index/differs-from-index', policies: [adopt, editedInDhis2] };
  if (owner === 'strange') return { code: 'index/strange-values', policies: [adopt, editedInDhis2] };
  return { code: 'index/edited-in-dhis2', policies: [editedInDhis2] };
}

/** Whether a record says what was last sent of it: where that is not there any more, an older request of ours has come over it. */
export function isAsSent(context: RunContext, record: WantedRecord, { hash, shape }: Entry): boolean {
  return hash === record.hash && shape === wantedOf(context, record).shape;
}

/** It waits for a person. */
export function held(record: WantedRecord, why: RejectReason): HoldLine {
  return { ...record, action: 'hold', reasons: [{ ...why, ...where(record) }] };
}

/** With the differences, where the sink has other values than we would send. */
function heldWithTheirs(context: RunContext, record: WantedRecord, code: Strange, there: JsonObject): HoldLine {
  const differences = context.pipeline.sink.differences(record.object, there);
  const targets = differences.map((difference) => difference.target);
  const line = held(record, reason(code, { ...thingOf(context.pipeline), ...(targets.length > 0 && { targets }) }));
  return differences.length > 0 ? { ...line, differences } : line;
}
