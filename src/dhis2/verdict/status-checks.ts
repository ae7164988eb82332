import type { DhisEvent } from '../event-image.ts';
import type { Finding } from './finding.ts';
import type { Grounds } from './grounds.ts';

/** States of what has not happened: no values go with them. */
const WITHOUT_VALUES: ReadonlySet<unknown> = new Set(['SCHEDULE', 'OVERDUE', 'SKIPPED']);

export function mayHaveValues({ status }: DhisEvent): boolean {
  return !WITHOUT_VALUES.has(status);
}

/** The status of an event, and of one that is completed in DHIS2 already. */
export function checkStatus(event: DhisEvent, { rules, asked, sender, version }: Grounds): Finding[] {
  const status = String(event['status'] ?? 'ACTIVE');
  const at = { target: 'status', value: status };
  const findings: Finding[] = [];
  if (!mayHaveValues(event)) {
    const message = `Events of a program without registration are ACTIVE or COMPLETED in DHIS2 ${version}.`;
    if (rules.singleEvents) findings.push({ code: 'E1318', ...at, message, about: { version } });
    else if (event.dataValues.length > 0)
      findings.push({ code: 'E1315', ...at, message: `No values can go with the status ${status}.` });
  }
  const stored = asked.stored(event.event);
  const isReopened = typeof stored === 'object' && stored.status === 'COMPLETED' && status !== 'COMPLETED';
  if (isReopened && !sender.has('F_UNCOMPLETE_EVENT')) {
    const message = `The event is completed in DHIS2, and user ${sender.username} may not reopen it.`;
    findings.push({ code: 'E1083', ...at, message, about: { user: sender.username } });
  }
  return findings;
}
