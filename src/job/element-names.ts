import type { Mapping } from '../mapping/mapping.ts';
import type { NameOf } from '../report/report.ts';

/** Names of the data elements that a mapping sends. */
export function toNameOf(mapping: Mapping): NameOf {
  const names = new Map<string, string>();
  for (const { target } of [...mapping.fields, ...mapping.versions.flatMap((version) => version.fields)]) {
    if (target.is === 'element') names.set(target.element.id, target.element.name);
  }
  return (uid) => names.get(uid);
}
