import { parsePeriod, type Period } from '../../base/periods.ts';
import type { Completion } from './completion-store.ts';
import type { AggregateWorld } from './aggregate-world.ts';
import type { DataValueParameters, DataValueStrategy } from './data-value-parameters.ts';
import { parseInstant } from '../instants.ts';
import { DEFAULT_COMBO } from '../item.ts';
import { objectsOf, scalarText } from '../loose-json.ts';
import { indexBy, type DataSetModel, type IdScheme, type OptionComboModel, type OrgUnitModel } from '../model.ts';
import { inScope, may, type Person } from '../people.ts';
import { anyScheme } from '../tracker-parameters.ts';

export interface CompletionConflict {
  readonly object: string;
  readonly value: string;
}

/** What became of a body of registrations. */
export interface CompletionCounts {
  readonly importCount: { imported: number; updated: number; ignored: number; deleted: number };
  readonly conflicts: readonly CompletionConflict[];
}

/** Where a registration belongs. */
interface Place {
  readonly dataSet: DataSetModel;
  readonly period: Period;
  readonly orgUnit: OrgUnitModel;
  readonly attribute: OptionComboModel;
}

/** Takes in the registrations of a body, each for itself. Of the form it is asked nothing: not even its period type. */
export function importCompletions(
  body: Record<string, unknown>,
  query: URLSearchParams,
  { is, strategy }: DataValueParameters,
  { person, world }: { person: Person; world: AggregateWorld },
): CompletionCounts {
  const importCount = { imported: 0, updated: 0, ignored: 0, deleted: 0 };
  const conflicts: CompletionConflict[] = [];
  const locate = locator(body, query, world);
  const now = world.now();
  for (const entry of objectsOf(body['completeDataSetRegistrations'])) {
    const place = locate(entry);
    const conflict = 'object' in place ? place : conflictOf(place, person, is.strictPeriods);
    if (conflict !== null || 'object' in place) {
      if (conflict !== null) conflicts.push(conflict);
      importCount.ignored += 1;
      continue;
    }
    const completion = completionOf(entry, place, { person, now, world });
    const known = world.completions.get(completion);
    const outcome = outcomeOf(strategy, known !== undefined);
    importCount[outcome] += 1;
    if (is.dryRun || outcome === 'ignored') continue;
    if (outcome === 'deleted') world.completions.remove(completion);
    else world.completions.put({ ...completion, created: known?.created ?? now });
  }
  return { importCount, conflicts };
}

function outcomeOf(strategy: DataValueStrategy, isKnown: boolean): keyof CompletionCounts['importCount'] {
  if (strategy === 'DELETE') return isKnown ? 'deleted' : 'ignored';
  if (isKnown) return strategy === 'CREATE' ? 'ignored' : 'updated';
  return strategy === 'UPDATE' ? 'ignored' : 'imported';
}

/** Finds what entries name, in the schemes of the query or of the body. */
function locator(
  body: Record<string, unknown>,
  query: URLSearchParams,
  { metadata: { model } }: AggregateWorld,
): (entry: Record<string, unknown>) => Place | CompletionConflict {
  const inBody = new URLSearchParams(
    Object.entries(body).map(([name, value]): [string, string] => [name, scalarText(value)]),
  );
  const scheme = (name: string): IdScheme =>
    anyScheme(query, name, anyScheme(inBody, name, anyScheme(query, 'idScheme', 'UID')));
  const dataSets = indexBy(model.dataSets, scheme('dataSetIdScheme'));
  const orgUnits = indexBy(model.orgUnits, scheme('orgUnitIdScheme'));
  const combos = indexBy(model.optionCombos, scheme('attributeOptionComboIdScheme'));
  return (entry) => {
    const text = (name: string): string => scalarText(entry[name]);
    const dataSet = dataSets.get(text('dataSet'));
    if (!dataSet) return { object: text('dataSet'), value: 'Data set not found or not accessible' };
    const period = parsePeriod(text('period'));
    if (!period) return { object: text('period'), value: 'Period not valid' };
    const orgUnit = orgUnits.get(text('organisationUnit'));
    if (!orgUnit) {
      return { object: text('organisationUnit'), value: 'Organisation unit not found or not accessible' };
    }
    const attribute = combos.get(text('attributeOptionCombo')) ?? model.optionCombos.get(DEFAULT_COMBO.optionCombo);
    if (attribute) return { dataSet, period, orgUnit, attribute };
    return { object: 'Attribute option combo', value: 'Attribute option combo is required but is not specified' };
  };
}

function conflictOf(
  { dataSet, period, orgUnit }: Place,
  person: Person,
  strictPeriods: boolean,
): CompletionConflict | null {
  if (!inScope(person, orgUnit.path)) {
    const value = `Organisation unit is not in hierarchy of user: ${person.username}`;
    return { object: orgUnit.uid, value };
  }
  if (strictPeriods && period.type !== dataSet.periodType) {
    const types = `is not equal to the period type of data set: ${dataSet.periodType}`;
    return { object: period.iso, value: `Period type of period: ${period.iso} ${types}` };
  }
  if (may(person, 'writeData', dataSet.item)) return null;
  return { object: 'dataSet', value: `User has no data write access for DataSet: ${dataSet.uid}` };
}

function completionOf(
  entry: Record<string, unknown>,
  { dataSet, period, orgUnit, attribute }: Place,
  { person, now, world }: { person: Person; now: number; world: AggregateWorld },
): Completion {
  return {
    dataSet: dataSet.uid,
    period: period.iso,
    orgUnit: orgUnit.uid,
    attributeOptionCombo: attribute.uid,
    completed: entry['completed'] !== false && entry['completed'] !== 'false',
    date: parseInstant(scalarText(entry['date']), world.zone) ?? now,
    storedBy: scalarText(entry['storedBy']) || person.username,
    created: now,
    updated: now,
  };
}
