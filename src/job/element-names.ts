import type { MappingPlan } from '../mapping/mapping.ts';
import type { NameOf } from '../report/report.ts';

/** Names of the data elements that a mapping sends. */
export function toNameOf(plan: MappingPlan): NameOf {
  const names = new Map<string, string>();
  for (const { target } of [...plan.fields, ...plan.versions.flatMap((one) => one.fields)]) {
    if (target.is === 'element') names.set(target.element.uid, target.element.name);
  }
  return (uid) => names.get(uid);
}
