import { parsePeriod } from '../../base/periods.ts';
import type { AggregateWorld } from './aggregate-world.ts';
import type { Completion } from './completion-store.ts';
import { parseInstant, toServerText } from '../instants.ts';
import { identifierOf, type Identified, type OrgUnitModel } from '../model.ts';
import { inScope, type Person } from '../people.ts';
import { anyScheme } from '../tracker-parameters.ts';
import { flag, Refusal, wholeNumber } from '../web.ts';

/** Registrations that a query asks for. Throws 409 where it asks for too little, or for what the user may not see. */
export function completionsAskedFor(
  query: URLSearchParams,
  person: Person,
  { metadata: { model }, completions, zone }: AggregateWorld,
): readonly Completion[] {
  const all = (name: string): string[] =>
    query
      .getAll(name)
      .flatMap((text) => text.split(','))
      .filter((text) => text !== '');
  const dataSets = new Set(all('dataSet').filter((uid) => model.dataSets.has(uid)));
  const periods = new Set(all('period').map((text) => parsePeriod(text)?.iso));
  const units = all('orgUnit').flatMap((uid) => model.orgUnits.get(uid) ?? []);
  const [start, end, created] = ['startDate', 'endDate', 'created'].map((name) =>
    parseInstant(query.get(name) ?? '', zone),
  );
  const outside = units.find(({ path }) => !person.superuser && !inScope(person, path));
  if (outside) throw new Refusal(409, `User is not allowed to view org unit: ${outside.uid}`);
  if (dataSets.size === 0) throw new Refusal(409, 'At least one data set must be specified');
  const inDays = typeof start === 'number' && typeof end === 'number';
  if (periods.size === 0 && !inDays && typeof created !== 'number') {
    const what = 'valid period, start/end dates, created or created duration';
    throw new Refusal(409, `At least one ${what} must be specified`);
  }
  if (units.length === 0) {
    throw new Refusal(409, 'At least one valid organisation unit or organisation unit group must be specified');
  }
  const isOfUnits = unitTest(units, flag(query, 'children', false));
  const isInPeriods = (iso: string): boolean => {
    if (periods.size > 0) return periods.has(iso);
    const period = parsePeriod(iso);
    return !inDays || (period !== undefined && Date.parse(period.start) >= start && Date.parse(period.end) <= end);
  };
  const found = completions
    .all()
    .filter(
      (one) =>
        dataSets.has(one.dataSet) &&
        isInPeriods(one.period) &&
        isOfUnits(model.orgUnits.get(one.orgUnit)) &&
        (typeof created !== 'number' || one.created >= created),
    );
  return query.get('limit') ? found.slice(0, wholeNumber(query, 'limit', 0)) : found;
}

function unitTest(units: readonly OrgUnitModel[], children: boolean): (unit: OrgUnitModel | undefined) => boolean {
  const uids = new Set(units.map(({ uid }) => uid));
  if (!children) return (unit) => unit !== undefined && uids.has(unit.uid);
  return (unit) => unit?.path.split('/').some((uid) => uids.has(uid)) ?? false;
}

/** A registration as the server shows it, in the schemes of the query. */
export function showCompletion(
  { dataSet, period, orgUnit, attributeOptionCombo, date, storedBy, completed }: Completion,
  query: URLSearchParams,
  { metadata: { model } }: AggregateWorld,
): Record<string, unknown> {
  const name = (scheme: string, objects: ReadonlyMap<string, Identified>, uid: string): string | null => {
    const object = objects.get(uid);
    return object ? identifierOf(object, anyScheme(query, scheme, anyScheme(query, 'idScheme', 'UID'))) : uid;
  };
  return {
    period,
    dataSet: name('dataSetIdScheme', model.dataSets, dataSet),
    organisationUnit: name('orgUnitIdScheme', model.orgUnits, orgUnit),
    attributeOptionCombo: name('attributeOptionComboIdScheme', model.optionCombos, attributeOptionCombo),
    date: toServerText(date).slice(0, 10),
    storedBy,
    completed,
  };
}
