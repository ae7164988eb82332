import type { Code } from '../base/codes.ts';
import type { Args } from '../base/problem.ts';
import { toHash } from '../index/entry.ts';
import type { Found } from '../index/index-store.ts';
import type { Remote, TargetObject } from './contracts.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { createUnder, where } from './plan-line-parts.ts';

/** A record about whose event DHIS2 must be asked before anything is decided. */
export interface Verifying {
  /** Place in the batch. */
  readonly at: number;
  readonly line: PlanLine;
  /** `verify`: uploaded by the tools before us. `change`: ours, and about to be overwritten. */
  readonly decision: 'verify' | 'change';
  readonly found: Found;
}

/** Reads the events and completes the lines; place in the batch → line. */
export async function verifyAgainstSink(
  context: RunContext,
  verifying: readonly Verifying[],
): Promise<ReadonlyMap<number, PlanLine>> {
  const lines = new Map<number, PlanLine>();
  if (verifying.length === 0) return lines;
  const remotes = await context.pipeline.sink.read(verifying.map((one) => one.found.entry.dhis2_uuid));
  for (const one of verifying) {
    const remote = remotes.get(one.found.entry.dhis2_uuid);
    lines.set(
      one.at,
      one.decision === 'verify' ? verifyLegacy(context, one, remote) : verifyChange(context, one, remote),
    );
  }
  return lines;
}

/** Sent by the tools before us: equal to what we would send, or the spec decides. */
function verifyLegacy(context: RunContext, one: Verifying, remote: Remote | undefined): PlanLine {
  if (remote?.is !== 'live') return notThere(context, one, remote);
  const { sink, reconcile } = context.pipeline;
  const object = one.line.object as TargetObject;
  const isEqual = sink.canonical(object) === sink.canonical(onlyOurs(remote.object, object));
  if (isEqual || reconcile.adopt === 'keep') return { ...one.line, action: 'adopt' };
  if (reconcile.adopt === 'update') return { ...one.line, action: 'update' };
  return held(context, one.line, 'index/differs-from-dhis2', remote.object);
}

/** Ours and changed in the source: it may be overwritten only if nobody has edited the event in DHIS2. */
function verifyChange(context: RunContext, one: Verifying, remote: Remote | undefined): PlanLine {
  if (remote?.is !== 'live') return notThere(context, one, remote);
  const { sink, reconcile } = context.pipeline;
  const object = one.line.object as TargetObject;
  const theirs = sink.canonical(onlyOurs(remote.object, object));
  // Already as wanted: an earlier send arrived although its answer did not.
  if (theirs === sink.canonical(object)) return { ...one.line, action: 'adopt' };
  // As we left it; also where data elements have left the mapping since, or people have filled in others.
  const isAsSent = [theirs, sink.canonical(remote.object)].some((text) => toHash(text) === one.found.entry.hash);
  const was = one.found.entry.hash;
  if (isAsSent || reconcile.editedInDhis2 === 'overwrite')
    return { ...one.line, action: 'update', ...(was && { was }) };
  if (reconcile.editedInDhis2 === 'keep') return { ...one.line, action: 'leave', keepsTheirs: true };
  return held(context, one.line, 'index/edited-in-dhis2', remote.object);
}

function notThere(context: RunContext, one: Verifying, remote: Remote | undefined): PlanLine {
  const { entry } = one.found;
  if (context.pipeline.reconcile.deletedInDhis2 === 'recreate') {
    // A soft-deleted UID is dead for good; one that DHIS2 never saw can still be used.
    if (remote?.is !== 'deleted') return { ...one.line, action: 'create', isNew: false };
    return createUnder(one.line, (entry.generation ?? 0) + 1, context);
  }
  const code = remote?.is === 'deleted' ? 'index/deleted-in-dhis2' : 'index/not-in-dhis2';
  return held(context, one.line, code, undefined, { uid: entry.dhis2_uuid });
}

function held(
  context: RunContext,
  line: PlanLine,
  code: Code,
  theirs: TargetObject | undefined,
  args: Args = {},
): PlanLine {
  const differences = theirs && line.object ? context.pipeline.sink.differences(line.object, theirs) : [];
  const targets = differences.map((one) => one.target);
  const reason = { code, args: { ...args, ...(targets.length > 0 && { targets }) }, ...where(line) };
  return { ...line, action: 'hold', reasons: [reason], ...(differences.length > 0 && { differences }) };
}

/** Replaced by every update, also where we have none. */
const ALWAYS = new Set(['status', 'geometry']);

/** What DHIS2 has of the properties and data elements that we would send: the others are none of our business. */
function onlyOurs(theirs: TargetObject, ours: TargetObject): TargetObject {
  const elements = new Set(ours.dataValues.map((one) => one.dataElement));
  const properties = Object.entries(theirs).filter(([name]) => name in ours || ALWAYS.has(name));
  return {
    ...Object.fromEntries(properties),
    dataValues: theirs.dataValues.filter((one) => elements.has(one.dataElement)),
  };
}
