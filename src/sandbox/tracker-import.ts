import { findOptionCombo } from './category-checks.ts';
import { checkDelete, checkEvent } from './event-checks.ts';
import type { ResolvedReferences } from './event-store.ts';
import type { Finding } from './findings.ts';
import { findReferences, type Candidate, type ImportContext } from './import-context.ts';
import { statsOf, type ImportResult } from './import-report.ts';
import { DEFAULT_COMBO } from './item.ts';
import type { ImportParameters } from './tracker-parameters.ts';
import type { IncomingEvent } from './tracker-body.ts';
import type { Traits } from './versions.ts';
import { Refusal } from './web.ts';

const DEADLOCK = 'ERROR: deadlock detected';

/**
 * Checks the events of a request and, unless it only validates, writes the good ones. Throws 409 where the database
 * of a real server would refuse the whole request.
 */
export function importEvents(
  events: readonly IncomingEvent[],
  parameters: ImportParameters,
  context: ImportContext,
): ImportResult {
  if (parameters.strategy === 'DELETE') return deleteEvents(events, parameters, context);
  // Only superusers may skip the checks; for others the server checks without a word.
  const skip = parameters.validationMode === 'SKIP' && context.person.superuser;
  const candidates = events.map((event) => findReferences(event, context.known(event.event) !== undefined, context));
  const findings = skip
    ? []
    : candidates.flatMap((candidate) => limit(checkEvent(candidate, parameters.strategy, context), parameters));
  const bad = new Set(findings.filter((finding) => !finding.warning).map((finding) => finding.event));
  const refused = refusal(events, findings, bad, parameters);
  if (refused) return refused;
  const good = candidates.filter(({ incoming }) => !bad.has(incoming.event));
  if (parameters.validateOnly) return validated(findings, bad);
  const failure = context.databaseRefuses ? DEADLOCK : whatNoDatabaseTakes(good, context.traits);
  if (failure !== null) return refusalOfDatabase(failure, context.traits);
  const stamp = { at: context.now, by: context.person.uid };
  for (const candidate of good) {
    const references = resolve(candidate, context);
    if (references) context.store.write(candidate.incoming, references, stamp);
  }
  const updated = countUpdates(good, context.traits);
  const stats = statsOf(good.length - updated, updated, 0, bad.size);
  return { status: 'OK', findings, stats, written: good.map(({ incoming }) => incoming.event) };
}

function deleteEvents(
  events: readonly IncomingEvent[],
  parameters: ImportParameters,
  context: ImportContext,
): ImportResult {
  const findings = events.flatMap(({ event }) => limit(checkDelete(event, context), parameters));
  const bad = new Set(findings.map((finding) => finding.event));
  const refused = refusal(events, findings, bad, parameters);
  if (refused) return refused;
  if (parameters.validateOnly) return validated(findings, bad);
  if (context.databaseRefuses) return refusalOfDatabase(DEADLOCK, context.traits);
  const good = events.map(({ event }) => event).filter((uid) => !bad.has(uid));
  for (const uid of good) context.store.remove(uid, { at: context.now, by: context.person.uid });
  return { status: 'OK', findings, stats: statsOf(0, 0, good.length, bad.size), written: good };
}

/** With FAIL_FAST the first error of each event is its only one. */
function limit(findings: readonly Finding[], { validationMode }: ImportParameters): readonly Finding[] {
  if (validationMode !== 'FAIL_FAST') return findings;
  const first = findings.findIndex((finding) => !finding.warning);
  return first === -1 ? findings : findings.slice(0, first + 1);
}

function refusal(
  events: readonly IncomingEvent[],
  findings: readonly Finding[],
  bad: ReadonlySet<string>,
  { allOrNothing }: ImportParameters,
): ImportResult | null {
  if (!allOrNothing || bad.size === 0) return null;
  return { status: 'ERROR', findings, stats: statsOf(0, 0, 0, events.length) };
}

/** Under VALIDATE only the bad ones are counted: what would be created or updated is not foretold. */
function validated(findings: readonly Finding[], bad: ReadonlySet<string>): ImportResult {
  return { status: 'OK', findings, stats: statsOf(0, 0, 0, bad.size), written: null };
}

function countUpdates(good: readonly Candidate[], { sameUidTwice }: Traits): number {
  const known = good.filter((candidate) => candidate.update).length;
  if (sameUidTwice !== 'updated') return known;
  const created = good.filter((candidate) => !candidate.update).map((candidate) => candidate.incoming.event);
  return known + created.length - new Set(created).size;
}

/** The end of a request that the database refuses: by release a message or a report without counts. */
function refusalOfDatabase(reason: string, { databaseFailure }: Traits): ImportResult {
  const message = databaseFailure.words ?? reason;
  if (databaseFailure.as === 'message') throw new Refusal(databaseFailure.status, message);
  return { status: 'ERROR', findings: [], stats: statsOf(0, 0, 0, 0), message };
}

/** What the checks do not see and the database of a real server refuses, the whole request with it; null: nothing. */
function whatNoDatabaseTakes(candidates: readonly Candidate[], traits: Traits): string | null {
  const incoming = candidates.map((candidate) => candidate.incoming);
  if (incoming.some(holdsZeroCharacter)) {
    const detail = String.raw`\u0000 cannot be converted to text.`;
    return `ERROR: unsupported Unicode escape sequence\n  Detail: ${detail}`;
  }
  const created = candidates.filter((candidate) => !candidate.update).map((candidate) => candidate.incoming.event);
  if (traits.sameUidTwice === 'refused' && new Set(created).size < created.length) {
    return 'ERROR: duplicate key value violates unique constraint';
  }
  const end = Date.UTC(traits.lastYear + 1, 0, 1);
  const tooLate = incoming.some(({ occurredAt }) => occurredAt !== null && occurredAt >= end);
  return tooLate ? 'ERROR: time zone displacement out of range' : null;
}

/** PostgreSQL keeps no U+0000 in a text. */
function holdsZeroCharacter({ dataValues, notes, storedBy }: IncomingEvent): boolean {
  return (
    holdsZero(storedBy) ||
    dataValues.some((part) => holdsZero(part.value)) ||
    notes.some((part) => holdsZero(part.value))
  );
}

function holdsZero(text: string | null): boolean {
  return text !== null && text.includes('\0');
}

/** References as they are stored; null where the checks were skipped and something is missing. */
function resolve(
  { incoming, update, program, stage, orgUnit }: Candidate,
  context: ImportContext,
): ResolvedReferences | null {
  if (!program || !stage || !orgUnit) return null;
  const { traits } = context;
  const values = new Map<string, { value: string | null; providedElsewhere: boolean }>();
  for (const { dataElement, value, providedElsewhere } of incoming.dataValues) {
    const uid = context.dataElements.get(dataElement ?? '')?.uid;
    if (uid === undefined || (values.has(uid) && traits.sameElementTwice === 'first')) continue;
    values.set(uid, { value, providedElsewhere });
  }
  const creator = update ? null : context.person.username;
  const storedBy = traits.storedBy === 'payload' ? incoming.storedBy : creator;
  const assigned = stage.userAssignment && incoming.assignedUser ? context.findUser(incoming.assignedUser) : null;
  return {
    program: program.uid,
    programStage: stage.uid,
    orgUnit: orgUnit.uid,
    attributeOptionCombo: findOptionCombo(incoming, program, context)?.uid ?? DEFAULT_COMBO.optionCombo,
    assignedUser: assigned,
    storedBy: storedBy ?? (traits.storedBy === 'creator until an update' ? null : undefined),
    values,
    keepsBlanks: traits.blanks === 'kept' || (traits.blanks === 'kept in updates' && update),
  };
}
