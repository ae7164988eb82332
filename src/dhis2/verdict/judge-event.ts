import type { DhisEvent } from '../event-image.ts';
import { isUid } from '../uid.ts';
import { checkCombo } from './combo-checks.ts';
import { checkCompulsory } from './compulsory-checks.ts';
import { checkDates } from './date-checks.ts';
import type { Finding } from './finding.ts';
import { checkGeometry } from './geometry-checks.ts';
import type { Grounds } from './grounds.ts';
import { checkStatus } from './status-checks.ts';
import { checkUnit } from './unit-checks.ts';
import { checkValues } from './value-checks.ts';

type Check = (event: DhisEvent, grounds: Grounds) => Finding[];

/** Each knows the codes of one part of an event. */
const CHECKS: readonly Check[] = [
  checkUid,
  checkUnit,
  checkCombo,
  checkDates,
  checkGeometry,
  checkValues,
  checkCompulsory,
  checkStatus,
];

/**
 * All for which DHIS2 would refuse an event as it is sent, as far as that is certain: what nobody has asked, or what no
 * server was seen to do, is left to the server. Where DHIS2 itself would stop at the first layer, here everything is told.
 */
export function judgeEvent(event: DhisEvent, grounds: Grounds): Finding[] {
  const findings: Finding[] = [];
  for (const check of CHECKS) findings.push(...check(event, grounds));
  return findings;
}

/** Where UIDs are read as such, a bad one spoils the whole request: it is refused before that. */
function checkUid({ event }: DhisEvent, { rules }: Grounds): Finding[] {
  const isGood: boolean = isUid(event);
  if (isGood || !rules.uidsAreTexts) return [];
  return [{ code: 'E1048', target: 'event', value: event, message: `${event} is no UID.` }];
}
