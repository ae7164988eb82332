import { parsePeriod, type Period } from '../../base/periods.ts';
import type { IncomingCell, IncomingForm } from './data-value-body.ts';
import { complete, completeDay, Draft, holdsZero, type FormContext } from './data-value-import.ts';
import { latestOpenPeriod } from './entry-window.ts';
import type { StoredDataValue } from './data-value-store.ts';
import { Conflicts, failure, NO_COUNT, type ImportCount, type ImportSummary } from './import-summary.ts';
import { parseInstant } from '../instants.ts';
import { DEFAULT_COMBO } from '../item.ts';
import type { DataSetModel, DataElementModel, OptionComboModel } from '../model.ts';
import { may } from '../people.ts';
import { checkRow, type FoundRow, type Row, type RowSurroundings } from './row-checks.ts';
import { rowConflict, type RowConflict } from './row-conflicts.ts';
import { normalized } from './value-judge.ts';

const DONE = 'Import process completed successfully';

/** The end of an import that the database refuses, or that a row breaks. */
class Broken extends Error {}

/** Imports a data value set as releases up to 2.42 do: each row for itself, the good ones stored. */
export function importRows(form: IncomingForm, context: FormContext): ImportSummary {
  const dataSet = context.dataSets.get(form.dataSet ?? '');
  const refusal = checkHead(form, dataSet, context);
  if (refusal !== null) {
    return { ...failure('Import process was aborted', context.parameters), conflicts: [refusal] };
  }
  const day = form.completeDate === null ? null : completeDay(form.completeDate);
  if (form.completeDate !== null && day === null) {
    return failed(`Text '${form.completeDate}' could not be parsed at index 0`, context);
  }
  try {
    return importChecked(form, dataSet, day, context);
  } catch (error) {
    if (error instanceof Broken) return failed(error.message, context);
    throw error;
  }
}

function failed(reason: string, { parameters }: FormContext): ImportSummary {
  return failure(`The import process failed: ${reason}`, parameters);
}

/** What stands above the rows; what is wrong there ends the import. */
function checkHead(form: IncomingForm, dataSet: DataSetModel | undefined, context: FormContext): RowConflict | null {
  const { person } = context;
  const { dataSet: name, orgUnit, attributeOptionCombo } = form;
  if (name !== null && !(dataSet && may(person, 'readMetadata', dataSet.item))) {
    return rowConflict('E7600', 'dataSet', { dataSet: name }, name);
  }
  if (dataSet && !may(person, 'writeData', dataSet.item)) {
    return rowConflict('E7601', 'dataSet', { dataSet: dataSet.uid }, dataSet.uid);
  }
  if (orgUnit !== null && !context.orgUnits.has(orgUnit)) {
    return rowConflict('E7603', 'orgUnit', { organisationUnit: orgUnit, dataSet: name }, orgUnit);
  }
  if (attributeOptionCombo !== null && !context.optionCombos.has(attributeOptionCombo)) {
    const objects = { attributeOptionCombo, dataSet: name };
    return rowConflict('E7604', 'attributeOptionCombo', objects, attributeOptionCombo);
  }
  return null;
}

function importChecked(
  form: IncomingForm,
  dataSet: DataSetModel | undefined,
  day: string | null,
  context: FormContext,
): ImportSummary {
  const { parameters } = context;
  const around: RowSurroundings = {
    context,
    dataSet,
    setsOf: setsByElement(context),
    latestOf: latestPeriods(context),
  };
  const [conflicts, rejected, draft] = [new Conflicts(), new Array<number>(), new Draft(context.dataValues)];
  const count = { ...NO_COUNT };
  const rowOf = rowFinder(form, context);
  form.rows.forEach((incoming, index) => {
    const verdict = checkRow(rowOf(incoming), around);
    const outcome = 'errorCode' in verdict ? 'rejected' : write(verdict, draft, context);
    if ('errorCode' in verdict) conflicts.add(verdict, index);
    if (outcome === 'rejected') rejected.push(index);
    if (outcome !== 'dropped') count[outcome === 'rejected' ? 'ignored' : outcome] += 1;
  });
  if (context.databaseRefuses) throw new Broken('Failed to flush BatchHandler');
  if (!parameters.is.dryRun) draft.commit();
  const place = { period: parsePeriod(form.period ?? '')?.iso, orgUnit: context.orgUnits.get(form.orgUnit ?? '')?.uid };
  const completes = dataSet && day !== null && place.period !== undefined && place.orgUnit !== undefined;
  if (completes && !parameters.is.dryRun) {
    const combo = context.optionCombos.get(form.attributeOptionCombo ?? '')?.uid ?? DEFAULT_COMBO.optionCombo;
    complete({ dataSet: dataSet.uid, period: place.period ?? '', orgUnit: place.orgUnit ?? '', combo }, day, context);
  }
  const found = conflicts.all();
  return {
    responseType: 'ImportSummary',
    status: found.length > 0 ? 'WARNING' : 'SUCCESS',
    importOptions: parameters.shown,
    description: DONE,
    importCount: count,
    conflicts: found,
    rejectedIndexes: rejected,
    dataSetComplete: completes ? day : 'false',
  };
}

/** Finds what a row names. What stands above the rows wins over what stands in them, whatever that is. */
function rowFinder(form: IncomingForm, context: FormContext): (incoming: IncomingCell | null) => Row {
  const periods = new Map<string, Period | undefined>();
  const periodOf = (text: string): Period | undefined => {
    if (!periods.has(text)) periods.set(text, parsePeriod(text));
    return periods.get(text);
  };
  const ofForm = form.period === null ? undefined : periodOf(form.period);
  const comboOf = (name: string | null): OptionComboModel | undefined =>
    name === null ? context.model.optionCombos.get(DEFAULT_COMBO.optionCombo) : context.optionCombos.get(name);
  return (incoming) => {
    if (incoming === null) throw new Broken(NULL_ROW);
    const element = context.dataElements.get(incoming.dataElement ?? '');
    const names = {
      orgUnit: form.orgUnit ?? incoming.orgUnit,
      categoryOptionCombo: incoming.categoryOptionCombo || null,
      attributeOptionCombo: form.attributeOptionCombo ?? (incoming.attributeOptionCombo || null),
    };
    const { value } = incoming;
    return {
      incoming,
      names,
      element,
      period: ofForm ?? periodOf(incoming.period ?? ''),
      orgUnit: context.orgUnits.get(names.orgUnit ?? ''),
      categoryOptionCombo: comboOf(names.categoryOptionCombo),
      attributeOptionCombo: comboOf(names.attributeOptionCombo),
      value: value === null || !element ? value : normalized(value, element, false),
      deletes: incoming.deleted === true || context.parameters.strategy === 'DELETE',
    };
  };
}

const NULL_ROW =
  'Cannot invoke "org.hisp.dhis.dxf2.datavalueset.DataValueEntry.getDataElement()" because "dataValue" is null';

function setsByElement({ model }: FormContext): (element: DataElementModel) => readonly DataSetModel[] {
  const sets = new Map<string, DataSetModel[]>();
  for (const set of model.dataSets.values()) {
    for (const element of set.elements.keys()) sets.set(element, [...(sets.get(element) ?? []), set]);
  }
  return ({ uid }) => sets.get(uid) ?? [];
}

/** Reckons the last open period of each kind once for all rows. */
function latestPeriods({ now }: FormContext): RowSurroundings['latestOf'] {
  const known = new Map<string, Period | undefined>();
  return (type, openFuturePeriods) => {
    const key = `${type} ${openFuturePeriods}`;
    if (!known.has(key)) known.set(key, latestOpenPeriod(type, openFuturePeriods, now));
    return known.get(key);
  };
}

/** Drafts what becomes of a good row. `dropped`: nothing, and it counts nowhere. */
function write(row: FoundRow, draft: Draft, context: FormContext): keyof ImportCount | 'rejected' | 'dropped' {
  const { strategy, is } = context.parameters;
  const stored = draft.get(keyOf(row));
  const alive = stored !== undefined && !stored.deleted;
  if (is.skipExistingCheck && stored) throw new Broken('Failed to flush BatchHandler');
  if (strategy === 'DELETE' ? !alive : strategy === (alive ? 'CREATE' : 'UPDATE')) return 'rejected';
  const value = toWrite(row, stored, context);
  if (holdsZero(value)) throw new Broken(stored ? 'Failed to update object' : 'Failed to flush BatchHandler');
  const isNothing = row.deletes || (value.value === null && value.comment === null) || isIdleZero(row);
  if (isNothing) {
    if (!alive) return 'dropped';
    draft.put({ ...stored, deleted: true, updated: context.now });
    return 'deleted';
  }
  if (alive && stored.value === value.value && stored.comment === value.comment && stored.followUp === value.followUp) {
    return 'ignored';
  }
  draft.put(value);
  return alive ? 'updated' : 'imported';
}

function keyOf({ element, period, orgUnit, categoryOptionCombo, attributeOptionCombo }: FoundRow) {
  return {
    dataElement: element.uid,
    period: period.iso,
    orgUnit: orgUnit.uid,
    categoryOptionCombo: categoryOptionCombo.uid,
    attributeOptionCombo: attributeOptionCombo.uid,
  };
}

/** The row as it would be stored: blanks at both ends are nothing. */
function toWrite(row: FoundRow, stored: StoredDataValue | undefined, context: FormContext): StoredDataValue {
  const { incoming, value } = row;
  const { now, person, traits, zone } = context;
  const created = traits.dataValues.createdByRow ? parseInstant(incoming.created ?? '', zone) : null;
  return {
    ...keyOf(row),
    value: trimmed(value),
    comment: trimmed(incoming.comment),
    followUp: incoming.followUp === true,
    deleted: false,
    storedBy: incoming.storedBy ?? person.username,
    created: created ?? stored?.created ?? now,
    updated: now,
  };
}

/** Without blanks and control characters at both ends; null where nothing is left. */
function trimmed(text: string | null): string | null {
  // oxlint-disable-next-line no-control-regex -- they are what is cut off
  return text?.replace(/^[\0-\u0020]+|[\0-\u0020]+$/g, '') || null;
}

/** A zero where zeros mean nothing: it is not kept. */
function isIdleZero({ value, element: { item, valueType, zeroIsSignificant } }: FoundRow): boolean {
  if (value === null || zeroIsSignificant) return false;
  const isNumeric = /^(?:NUMBER|INTEGER.*|PERCENTAGE|UNIT_INTERVAL)$/.test(valueType);
  const isMean = item['aggregationType'] === 'AVERAGE' || item['aggregationType'] === 'AVERAGE_SUM_ORG_UNIT';
  return isNumeric && !isMean && value.trim() !== '' && Number(value) === 0;
}
