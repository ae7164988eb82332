import { finding, theEvent, type Finding } from './findings.ts';
import type { ImportContext } from './import-context.ts';
import type { ProgramModel, StageModel } from './model.ts';
import { DAY_MS, endOfPeriod } from './periods.ts';
import { hasAuthority } from './people.ts';
import type { EventStatus, IncomingEvent } from './tracker-body.ts';

const WITHOUT_VALUES: ReadonlySet<EventStatus> = new Set<EventStatus>(['SCHEDULE', 'OVERDUE', 'SKIPPED']);

const FEATURE_TYPES: ReadonlyMap<string, string> = new Map([
  ['Point', 'POINT'],
  ['Polygon', 'POLYGON'],
  ['MultiPolygon', 'MULTI_POLYGON'],
]);

export function allowsValues(status: EventStatus): boolean {
  return !WITHOUT_VALUES.has(status);
}

export function checkDates(incoming: IncomingEvent, program: ProgramModel, context: ImportContext): readonly Finding[] {
  const findings: Finding[] = [];
  const { event, status, occurredAt, scheduledAt, completedAt } = incoming;
  const whole = theEvent(event);
  if (occurredAt === null && !program.registration) findings.push(finding('E1031', event, whole));
  const schedules = status === 'SCHEDULE' && !context.traits.singleEvents;
  if (scheduledAt === null && schedules) findings.push(finding('E1050', event, whole));
  const { completionDateNeeded } = context.traits;
  const tooEarly = completedAt !== null && status !== 'COMPLETED' && !completionDateNeeded;
  if (tooEarly) findings.push(finding('E1051', event, whole, status));
  if (hasAuthority(context.person, 'F_EDIT_EXPIRED')) return findings;
  const stored = context.traits.storedCompletionExpires ? context.store.get(event)?.completedAt : null;
  const completion = completedAt ?? stored ?? null;
  const completionDays = program.completeExpiryDays;
  if (completionDays > 0 && status === 'COMPLETED') {
    if (completedAt === null && completionDateNeeded) findings.push(finding('E1042', event, whole));
    if (completion !== null && context.now > completion + completionDays * DAY_MS)
      findings.push(finding('E1043', event, whole));
  }
  if (program.expiryPeriodType !== null && program.expiryDays > 0) {
    const date = occurredAt ?? scheduledAt;
    if (date === null) return [...findings, finding('E1046', event, whole)];
    const end = endOfPeriod(program.expiryPeriodType, date);
    if (end !== null && context.now - program.expiryDays * DAY_MS > end) findings.push(finding('E1047', event, whole));
  }
  return findings;
}

export function checkGeometry({ event, geometry }: IncomingEvent, stage: StageModel): readonly Finding[] {
  if (geometry === null) return [];
  if (stage.featureType === null) return [finding('E1074', event)];
  const fits = FEATURE_TYPES.get(geometry.type) === stage.featureType;
  return fits ? [] : [finding('E1012', event, stage.featureType)];
}

export function checkNotes({ event, notes }: IncomingEvent, context: ImportContext): readonly Finding[] {
  const known = notes.filter(({ note, value }) => value !== null && context.store.hasNote(note));
  return known.map(({ note }) => finding('E1119', event, note));
}

export function checkStatus({ event, status, dataValues }: IncomingEvent, context: ImportContext): readonly Finding[] {
  if (context.traits.singleEvents) return allowsValues(status) ? [] : [finding('E1318', event, status)];
  const findings: Finding[] = [];
  const stored = context.store.get(event)?.status;
  if (stored !== undefined && allowsValues(stored) && !allowsValues(status)) {
    findings.push(finding('E1316', event, stored, status));
  }
  if (!allowsValues(status) && dataValues.length > 0) {
    findings.push(finding('E1315', event, status, '[COMPLETED, VISITED, ACTIVE]'));
  }
  return findings;
}

export function checkAssignedUser(
  { event, assignedUser }: IncomingEvent,
  stage: StageModel,
  context: ImportContext,
): readonly Finding[] {
  if (assignedUser === null) return [];
  const findings: Finding[] = [];
  if (context.findUser(assignedUser) === null) {
    findings.push(finding('E1118', event, `User(uid=${assignedUser.uid}, username=${assignedUser.username})`));
  }
  if (!stage.userAssignment) findings.push(finding('E1120', event, stage.uid));
  return findings;
}
