import type { Json } from '../../base/json.ts';
import type { PlanBinding } from '../../engine/plan-file.ts';
import type { PlanLine } from '../../engine/plan-line.ts';
import type { PlanExample } from './plan-view.ts';

/** What of a binding tells people where things are, and what they are called. */
export type Names = Pick<PlanBinding, 'labels' | 'whereAndWhen'>;

/** A line as one example of many. */
export function toExample(line: PlanLine, names: Names): PlanExample {
  const [place = '', ...times] = names.whereAndWhen;
  const object = 'object' in line && line.object ? line.object : {};
  const where = placeName(object[place], names);
  const when = times.map((time) => object[time]).find((value) => typeof value === 'string');
  if (line.action === 'missing')
    return {
      key: line.key,
      row: null,
      line: null,
      facility: line.facility ?? null,
      when: line.when ?? null,
      uid: line.address,
    };
  return {
    key: line.key,
    row: line.row,
    line: line.line > 0 ? line.line : null,
    ...(line.sheet !== undefined && { sheet: line.sheet }),
    facility: ('facility' in line ? line.facility : undefined) ?? where ?? null,
    when: typeof when === 'string' ? when : null,
    uid: line.address,
  };
}

/** Whether an object goes to another place, and is taken away where it stood. */
export function isMove(line: PlanLine): boolean {
  return 'movedFrom' in line && (line.movedFrom ?? []).some(({ clears }) => clears !== undefined);
}

/** `Alpha Health Post (OuAlpha0001)`: a place is never named by its UID alone, where anybody has called it something. */
export function placeName(place: Json | undefined, { labels }: Names): string | undefined {
  if (typeof place !== 'string') return undefined;
  const name = Object.hasOwn(labels, place) ? labels[place] : undefined;
  return name === undefined ? place : `${name} (${place})`;
}

/** What people call a target. */
export function labelOf(target: string, { labels }: Names): string {
  return (Object.hasOwn(labels, target) ? labels[target] : undefined) ?? target;
}

/** A value of a target for people: of the place its name. */
export function valueOf(target: string, value: Json, names: Names): Json {
  return target === names.whereAndWhen[0] ? (placeName(value, names) ?? value) : value;
}
