import { periodOf } from '../../base/periods.ts';
import type { DhisEvent } from '../event-image.ts';
import { dayOf, wallAfter } from './event-days.ts';
import type { Finding } from './finding.ts';
import type { Grounds } from './grounds.ts';

/** The server's clock and ours may differ by so much, and a night lasts: then the server decides. */
const UNCERTAIN_MS = 3_600_000;

/** A calendar has room for so many; whoever writes more means for ever. */
const MOST_DAYS = 100_000;

/** When an event was, and when it was completed. No release minds days to come. */
export function checkDates(event: DhisEvent, grounds: Grounds): Finding[] {
  const { occurredAt } = event;
  const missing: Finding = { code: 'E1031', target: 'occurredAt', message: 'The day of the event is missing.' };
  return [...(occurredAt == null ? [missing] : []), ...ofCompletion(event, grounds), ...ofExpiry(event, grounds)];
}

function ofCompletion({ event, status, completedAt }: DhisEvent, grounds: Grounds): Finding[] {
  const { rules, version, program, sender } = grounds;
  const at = { target: 'completedAt', ...(typeof completedAt === 'string' && { value: completedAt }) };
  if (status !== 'COMPLETED') {
    if (completedAt == null || !rules.completedAtForCompleted) return [];
    const message = `DHIS2 ${version} takes completedAt only with status COMPLETED.`;
    return [{ code: 'E1051', ...at, message, about: { version } }];
  }
  const days = program.completeEventsExpiryDays ?? 0;
  if (days <= 0 || days > MOST_DAYS || sender.has('F_EDIT_EXPIRED')) return [];
  if (completedAt == null && rules.needsCompletedAt) {
    const message = `DHIS2 ${version} wants completedAt with status COMPLETED in program ${program.name}, which closes completed events after ${days} day(s).`;
    return [{ code: 'E1042', ...at, message, about: { version, days } }];
  }
  const stored = rules.storedCompletionExpires ? grounds.asked.stored(event) : undefined;
  const completed = completedAt ?? (typeof stored === 'object' ? stored.completedAt : undefined);
  const end = wallAfter(completed, days);
  if (end === undefined || grounds.wallAt(-UNCERTAIN_MS) <= end) return [];
  const message = `Program ${program.name} closes completed events after ${days} day(s), and this one was completed before that.`;
  return [{ code: 'E1043', ...at, message, about: { days } }];
}

function ofExpiry({ occurredAt }: DhisEvent, { program, sender, ...grounds }: Grounds): Finding[] {
  const { expiryPeriodType: type, expiryDays: days = 0 } = program;
  const day = dayOf(occurredAt);
  if (type === undefined || days <= 0 || days > MOST_DAYS || day === undefined || sender.has('F_EDIT_EXPIRED'))
    return [];
  const period = periodOf(type, day);
  const last = wallAfter(period?.end, days)?.slice(0, 10);
  // On the last day itself it depends on the time, and on the release.
  if (!period || last === undefined || grounds.wallAt(-UNCERTAIN_MS).slice(0, 10) <= last) return [];
  const message = `Program ${program.name} closed the period ${period.iso} on ${last}, ${days} day(s) after its end.`;
  const about = { days, period: period.iso, most: last };
  return [{ code: 'E1047', target: 'occurredAt', value: String(occurredAt), message, about }];
}
