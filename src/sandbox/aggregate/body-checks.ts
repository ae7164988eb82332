import { bodyConflict, listed, type BodyCode } from './body-conflicts.ts';
import type { DecodedForm, DecodedRow } from './body-decode.ts';
import { attributeCombo, checkTimely, type MakeConflict } from './body-times.ts';
import type { FormContext } from './data-value-import.ts';
import type { Conflict } from './import-summary.ts';
import type { DataSetModel } from '../model.ts';
import { inScope, may } from '../people.ts';
import { faultOf, noOptionIn, normalized } from './value-judge.ts';

/** The first thing for which a body is refused as a whole, whatever its values; else its data set. */
export function checkBody(form: DecodedForm, context: FormContext): Conflict | DataSetModel {
  const all = form.rows.map(({ index }) => index);
  const conflict = (code: BodyCode, ...holes: readonly string[]): Conflict => bodyConflict(code, holes, all);
  const uid = form.dataSet ?? detectSet(form, context, conflict);
  if (typeof uid !== 'string') return uid;
  const set = context.model.dataSets.get(uid);
  const elements = badOnes(
    form.rows,
    (row) => row.dataElement,
    ({ dataElement }) => !set?.elements.has(dataElement),
  );
  if (!set || elements.length > 0) return conflict('E8020', uid, listed(elements));
  const untidy =
    checkAccess(form, set, context, conflict) ??
    checkUsable(form, set, context, conflict) ??
    checkTwins(form) ??
    checkTimely({ rows: form.rows, set, context, conflict });
  return untidy ?? set;
}

/** The one data set that has all elements. */
function detectSet({ rows }: DecodedForm, { model }: FormContext, conflict: MakeConflict): string | Conflict {
  const elements = [...new Set(rows.map(({ dataElement }) => dataElement))];
  const setsOf = (element: string): readonly string[] =>
    [...model.dataSets.values()].filter((set) => set.elements.has(element)).map(({ uid }) => uid);
  const inNone = elements.filter((element) => setsOf(element).length === 0);
  if (inNone.length > 0) return conflict('E8003', listed(inNone));
  const sets = [...new Set(elements.flatMap(setsOf))].toSorted();
  return sets.length === 1 && sets[0] !== undefined ? sets[0] : conflict('E8002', listed(sets));
}

function checkAccess(
  { rows }: DecodedForm,
  set: DataSetModel,
  { person, model }: FormContext,
  conflict: MakeConflict,
): Conflict | null {
  if (person.superuser) return null;
  if (!may(person, 'writeData', set.item)) return conflict('E8010', set.uid);
  const outside = badOnes(
    rows,
    (row) => row.orgUnit,
    ({ orgUnit }) => {
      const unit = model.orgUnits.get(orgUnit);
      return unit !== undefined && !inScope(person, unit.path);
    },
  );
  return outside.length > 0 ? conflict('E8011', listed(outside)) : null;
}

/** Whether periods, org units and combinations are those of the data set. */
function checkUsable(
  { rows }: DecodedForm,
  set: DataSetModel,
  { model }: FormContext,
  conflict: MakeConflict,
): Conflict | null {
  const comboOf = (uid: string): string | undefined => model.optionCombos.get(uid)?.comboUid;
  const periods = badOnes(
    rows,
    (row) => row.period.iso,
    ({ period }) => period.type !== set.periodType,
  );
  if (periods.length > 0) return conflict('E8021', set.uid, listed(periods));
  const units = badOnes(
    rows,
    (row) => row.orgUnit,
    ({ orgUnit }) => !set.orgUnits.has(orgUnit),
  );
  if (units.length > 0) return conflict('E8022', set.uid, listed(units));
  const attributes = badOnes(rows, attributeCombo, (row) => comboOf(attributeCombo(row)) !== set.comboUid);
  if (attributes.length > 0) return conflict('E8023', set.uid, listed(attributes));
  const foreign = rows.filter(
    ({ categoryOptionCombo, dataElement }) =>
      categoryOptionCombo !== null && comboOf(categoryOptionCombo) !== set.elements.get(dataElement),
  );
  const first = foreign[0]?.dataElement;
  if (first === undefined) return null;
  const combos = foreign.filter((row) => row.dataElement === first).map((row) => row.categoryOptionCombo ?? '');
  return conflict('E8024', set.uid, first, listed(new Set(combos)));
}

/** Rows of one cell. */
function checkTwins({ rows }: DecodedForm): Conflict | null {
  const cells = new Map<string, number[]>();
  for (const row of rows) {
    const { dataElement, orgUnit, categoryOptionCombo, attributeOptionCombo, period } = row;
    const parts = Object.entries({
      dataElement,
      orgUnit,
      categoryOptionCombo,
      attributeOptionCombo,
      period: period.iso,
    });
    const key = `DataValueKey[${parts.map(([name, value]) => `${name}=${value}`).join(', ')}]`;
    const indexes = cells.get(key) ?? [];
    cells.set(key, indexes);
    indexes.push(row.index);
  }
  const twins = [...cells].find(([, indexes]) => indexes.length > 1);
  return twins ? bodyConflict('E8128', [listed(twins[1]), twins[0]], twins[1]) : null;
}

/** What is wrong with the value of a row; null where it is good. */
export function checkValue(row: DecodedRow, { model, parameters, traits }: FormContext): Conflict | null {
  const { index, incoming } = row;
  const element = model.dataElements.get(row.dataElement);
  if (!element || incoming.deleted === true || parameters.strategy === 'DELETE') return null;
  const { value } = incoming;
  const at = String(index);
  if (value === null || value === '') return bodyConflict('E8120', [at], [index]);
  const fault = faultOf(normalized(value, element, true), element);
  if (fault !== null) return bodyConflict('E8122', [at, value, element.valueType, fault], [index]);
  const none = noOptionIn(value, element, traits.dataValues);
  return none === null ? null : bodyConflict('E8123', [at, none, element.uid], [index]);
}

/** The names, each once, of what is bad in rows. */
function badOnes(
  rows: readonly DecodedRow[],
  nameOf: (row: DecodedRow) => string,
  isBad: (row: DecodedRow) => boolean,
): readonly string[] {
  return [...new Set(rows.filter(isBad).map(nameOf))];
}
