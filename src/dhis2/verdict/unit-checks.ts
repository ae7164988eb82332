import type { DhisEvent } from '../event-image.ts';
import { isUid } from '../uid.ts';
import type { Finding } from './finding.ts';
import type { Grounds } from './grounds.ts';
import { idsOf } from './ids-of.ts';

/** The unit of an event: there is one, it exists, it has the program, and the user may enter data for it. */
export function checkUnit({ orgUnit }: DhisEvent, grounds: Grounds): Finding[] {
  const target = 'orgUnit';
  if (orgUnit == null) return [{ code: 'E1123', target, message: 'An event needs an organisation unit.' }];
  const id = String(orgUnit);
  const at = { target, value: id };
  const unit = isUid(id) ? grounds.asked.unit(id) : 'none';
  if (unit === 'none') return [{ code: 'E1011', ...at, message: `There is no organisation unit ${id}.` }];
  if (unit === undefined) return [];
  const { program, sender } = grounds;
  const findings: Finding[] = [];
  if (program.organisationUnits && !idsOf(program.organisationUnits).has(id)) {
    const message = `Program ${program.name} is not assigned to organisation unit ${id}.`;
    findings.push({ code: 'E1029', ...at, message, about: { orgUnit: id, program: program.name } });
  }
  const isOutOfReach = sender.captures && unit.above?.every((above) => sender.captures?.has(above) !== true);
  if (isOutOfReach === true) {
    const message = `User ${sender.username} may not enter data for organisation unit ${id}.`;
    findings.push({ code: 'E1000', ...at, message, about: { orgUnit: id, user: sender.username } });
  }
  return findings;
}
