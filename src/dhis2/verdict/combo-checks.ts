import type { Args } from '../../messages/args.ts';
import type { DhisEvent } from '../event-image.ts';
import type { AttributeCombo } from '../program-metadata.ts';
import { dayOf } from './event-days.ts';
import type { Finding } from './finding.ts';
import type { Grounds } from './grounds.ts';

/** Most names that are listed. */
const MOST_NAMED = 12;

const target = 'attributeOptionCombo';

/** The attribute option combo of an event: one of the program's, of the right days, that the user may use. */
export function checkCombo(event: DhisEvent, grounds: Grounds): Finding[] {
  const { categoryCombo: combos } = grounds.program;
  const id = event[target];
  if (!combos) return [];
  if (id == null) return combos.isDefault ? [] : [missing(grounds)];
  const combo = combos.categoryOptionCombos?.find((one) => one.id === id);
  if (combo) return combos.isDefault ? [] : ofOptions(combo, event, grounds);
  const other = grounds.asked.combo(String(id));
  const at = { target, value: String(id), about: namesOf(grounds) };
  if (other === 'none') return [{ code: 'E1115', ...at, message: `There is no attribute option combo ${String(id)}.` }];
  if (other?.isDefault) return [{ ...missing(grounds), value: String(id) }];
  if (other === undefined) return [];
  const message = `Attribute option combo ${String(id)} is not one of program ${grounds.program.name}.`;
  return [{ code: 'E1054', ...at, message }];
}

function missing(grounds: Grounds): Finding {
  const message = `Program ${grounds.program.name} asks for an attribute option combo with each event.`;
  return { code: 'E1055', target, message, about: namesOf(grounds) };
}

/** On the very day on which an option ends, it depends on the time: DHIS2 decides. */
function ofOptions({ name, id, categoryOptions }: AttributeCombo, event: DhisEvent, grounds: Grounds): Finding[] {
  const day = dayOf(event['occurredAt']);
  const combo = name ?? id;
  return (categoryOptions ?? []).flatMap((option): Finding[] => {
    const findings: Finding[] = [];
    const called = option.name ?? option.id;
    if (option.access?.data?.write === false) {
      const message = `User ${grounds.sender.username} may not enter data for ${called}.`;
      findings.push({ code: 'E1099', target, value: id, message, about: { user: grounds.sender.username, combo } });
    }
    const [starts, ends] = [option.startDate?.slice(0, 10), lastDay(option.endDate, grounds)];
    const at = { target: 'occurredAt', ...(day !== undefined && { value: String(event['occurredAt']) }) };
    if (day !== undefined && starts !== undefined && day < starts)
      findings.push({
        code: 'E1056',
        ...at,
        message: `${called} begins on ${starts}.`,
        about: { least: starts, combo },
      });
    if (day !== undefined && ends !== undefined && day > ends)
      findings.push({ code: 'E1057', ...at, message: `${called} ends on ${ends}.`, about: { most: ends, combo } });
    return findings;
  });
}

function lastDay(ends: string | undefined, { program }: Grounds): string | undefined {
  const day = dayOf(ends);
  if (day === undefined) return undefined;
  const more = Math.min(Math.max(program.openDaysAfterCoEndDate ?? 0, 0), 100_000);
  return new Date(Date.parse(day) + more * 86_400_000).toISOString().slice(0, 10);
}

/** By name and UID: the field takes the UID. */
function namesOf({ program: { categoryCombo } }: Grounds): Args {
  const combos = categoryCombo?.isDefault === true ? [] : (categoryCombo?.categoryOptionCombos ?? []);
  const allowed = combos.slice(0, MOST_NAMED).map(({ id, name }) => (name === undefined ? id : `${name} (${id})`));
  return { allowed, options: combos.length };
}
