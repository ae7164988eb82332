import type { Field } from './field.ts';
import type { VersionFields } from './mapping.ts';

/**
 * DHIS2 merges data values, so an event must say of every question that any version maps whether it has a value: a
 * record that an edit moves to a version without a question would keep its old answer there for good.
 */
export function fillGaps<Version extends Pick<VersionFields, 'fields'>>(versions: readonly Version[]): Version[] {
  const elements = new Map<string, Field>();
  for (const { fields } of versions) {
    for (const field of fields) if (field.target.is === 'element') elements.set(field.target.element.id, field);
  }
  return versions.map((version) => {
    const own = new Set(version.fields.map(({ target }) => (target.is === 'element' ? target.element.id : '')));
    const gaps = [...elements].filter(([id]) => !own.has(id)).map(([, field]) => toBlank(field));
    return { ...version, fields: [...version.fields, ...gaps] };
  });
}

function toBlank(field: Field): Field {
  return {
    target: field.target,
    from: { is: 'literal', value: null },
    when: undefined,
    required: undefined,
    optionMap: undefined,
    get place() {
      return field.place;
    },
  };
}
