import type { Assembled, Filled, Ignored, ObjectShape } from '../contracts/shape.ts';
import { toKept } from '../dhis2/canonical-form.ts';
import type { DataSetView } from '../dhis2/data-set-view.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import type { AggregateRules } from '../dhis2/versions.ts';
import { reason } from '../messages/reason.ts';

/** What can be filled of a form of a data set. */
export const FORM_SHAPE: ObjectShape = {
  name: 'form',
  properties: [
    { name: 'orgUnit', description: 'UID of the organisation unit that reports.', required: true, type: 'uid' },
    {
      name: 'period',
      description:
        "Period that is reported, of the data set's type: 202603, 2026W5, 2026Q1; of a date $period makes one.",
      required: true,
      type: 'period',
    },
    {
      name: 'attributeOptionCombo',
      description:
        'Attribute option combo, where the data set has attributes: by UID, code or name, or by all of its options, with commas between.',
      required: false,
      type: 'text',
    },
    {
      name: 'completedAt',
      description:
        'Day on which the form was completed: then it is registered as complete, and stays so. Of a form that is complete already the day is not changed.',
      required: false,
      type: 'date',
    },
  ],
  values: {
    name: 'dataValues',
    description:
      'Cells of the data set: a data element, or element.combo where it is broken down by categories; each by UID, code or name.',
    valueDescription:
      'The value that DHIS2 gets. A cell without a value is cleared. Under `from`, a key of it, stands what replaces the cell instead.',
  },
};

const NO_ZERO = reason('dhis2/ignored-zero', {});

/** Makes a form of what a record has for one, as this server will keep it. */
export function assembleForm(
  { properties, names, values, blanks }: Filled,
  view: DataSetView,
  rules: AggregateRules,
): Assembled<FormObject> {
  const missing = blanks.filter(({ required }) => required === 'always');
  if (missing.length > 0) return { reasons: missing.map((blank) => blank.why()) };
  const given = names.map((cell, at) => ({ cell, value: values[at] ?? null }));
  const dataValues = given.map((value) => toKept(value, view, rules));
  const zeros = dataValues.flatMap(({ cell, value }, at): Ignored[] => {
    const sent = given[at]?.value ?? null;
    if (value !== null || sent === null) return [];
    return [{ target: cell, name: view.labelOf(cell) ?? null, sent, kept: null, why: NO_ZERO }];
  });
  const ignored = zeros.length > 0 ? { ignored: zeros } : {};
  const { attributeOptionCombo: named, ...others } = properties;
  if (typeof named !== 'string' || (!view.hasAttributes && view.isDefaultCombo(named)))
    return { object: { ...others, dataValues }, ...ignored };
  const combo = view.hasAttributes ? view.attributeNamed(named) : undefined;
  if (combo) return { object: { ...others, attributeOptionCombo: combo.id, dataValues }, ...ignored };
  const known = view.attributeNames;
  const why = reason('dhis2/attribute-combo-unknown', { value: named, dataSet: view.dataSet.name, known });
  return { reasons: [{ ...why, field: 'attributeOptionCombo', value: named }] };
}
