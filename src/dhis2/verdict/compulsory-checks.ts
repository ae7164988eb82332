import type { DhisEvent } from '../event-image.ts';
import type { Finding } from './finding.ts';
import { idsOf } from './ids-of.ts';
import { nameOf, type Grounds } from './grounds.ts';
import { mayHaveValues } from './status-checks.ts';

/** Whether compulsory data elements must have a value in this event: most stages ask for them on completion alone. */
export function asksForCompulsory(event: DhisEvent, { stage }: Pick<Grounds, 'stage'>): boolean {
  const isAsked = stage.validationStrategy === 'ON_UPDATE_AND_INSERT' || event['status'] === 'COMPLETED';
  return stage.compulsory.length > 0 && mayHaveValues(event) && isAsked;
}

/** Compulsory data elements that an event does not name at all. */
export function leftOut({ dataValues }: DhisEvent, { stage }: Pick<Grounds, 'stage'>): string[] {
  const compulsory = idsOf(stage.compulsory);
  const named = new Set<string>();
  for (const { dataElement } of dataValues) if (compulsory.has(dataElement)) named.add(dataElement);
  return named.size === compulsory.size ? [] : [...compulsory].filter((id) => !named.has(id));
}

/** Compulsory data elements that are named without a value, or neither named nor stored. Blanks alone are a value. */
export function checkCompulsory(event: DhisEvent, grounds: Grounds): Finding[] {
  if (!asksForCompulsory(event, grounds)) return [];
  const { stage, rules, asked } = grounds;
  const isBlank = (value: string | null): boolean => value === null || value === '';
  const compulsory = idsOf(stage.compulsory);
  const blank = event.dataValues.filter(({ dataElement, value }) => compulsory.has(dataElement) && isBlank(value));
  const stored = rules.countsStoredValues ? asked.stored(event.event) : 'none';
  const missing = leftOut(event, grounds).filter((id) => {
    if (stored === undefined) return false;
    return stored === 'none' || !stored.elements.has(id);
  });
  return [
    ...blank.map(({ dataElement }) => toFinding('E1076', dataElement, stage)),
    ...missing.map((id) => toFinding('E1303', id, stage)),
  ];
}

function toFinding(code: 'E1076' | 'E1303', target: string, stage: Grounds['stage']): Finding {
  const element = stage.elements.get(target);
  const message = `Data element ${element ? nameOf(element) : target} is compulsory, and has no value.`;
  return { code, target, message, about: { validationStrategy: stage.validationStrategy ?? 'ON_COMPLETE' } };
}
