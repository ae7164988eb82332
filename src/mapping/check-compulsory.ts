/** Fields by hand of what DHIS2 wants a value for. */
import { problem, warning, type Problem } from '../base/problem.ts';
import { targetName, type Field } from './field.ts';
import type { GeneratedMapping } from './generated-file.ts';
import type { NamedField } from './mapping-spec.ts';

/** Whether the spec calls every event complete. */
export function isCompletedAlways(fields: ReadonlyMap<string, Field>): boolean {
  const status = fields.get('status')?.from;
  return status?.is === 'literal' && status.value === 'COMPLETED';
}

/** A compulsory value that is always blank, or that the spec does not ask for. */
export function checkCompulsory(
  { field: written, namePlace }: NamedField,
  { target, from }: Field,
  isCompleted: boolean,
  of: GeneratedMapping['of'] | undefined,
): Problem[] {
  if (target.is !== 'element' || target.element.compulsory === undefined) return [];
  const field = targetName(target);
  if (from.is === 'literal' && (from.value === null || from.value === '')) {
    const always = target.element.compulsory === 'always';
    const isRefused = of === 'program' && (always || isCompleted);
    const isOff = written.form === 'long' && written.when !== undefined;
    const severity = isRefused && !isOff ? 'error' : 'warning';
    return [problem('mapping/compulsory-blank', { field, always }, namePlace, severity)];
  }
  const isWaived = written.form === 'long' && written.required === false;
  return isWaived ? [warning('mapping/compulsory-not-required', { field }, namePlace)] : [];
}
