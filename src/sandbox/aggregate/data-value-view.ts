import type { AggregateWorld } from './aggregate-world.ts';
import type { Selection } from './data-value-selection.ts';
import type { StoredDataValue } from './data-value-store.ts';
import { toServerText } from '../instants.ts';
import { DEFAULT_COMBO } from '../item.ts';
import { identifierOf, type Identified, type IdScheme } from '../model.ts';
import type { ServerZone } from '../server-zone.ts';
import { anyScheme } from '../tracker-parameters.ts';

/** The parameters that say how an answer names things. 2.43 repeats them in it. */
const SCHEMES = ['dataSetIdScheme', 'dataElementIdScheme', 'orgUnitIdScheme', 'categoryOptionComboIdScheme'] as const;
type Scheme = (typeof SCHEMES)[number];

/** How the answer calls an object that the sandbox knows by its uid. */
type Namer = (scheme: Scheme, uid: string | undefined) => string | null | undefined;

interface View extends AggregateWorld {
  readonly selection: Selection;
  readonly query: URLSearchParams;
}

/** Data values as `GET /api/dataValueSets` of the release shows them. */
export function showValues(values: readonly StoredDataValue[], view: View): Record<string, unknown> {
  const name = namer(view);
  if (view.traits.dataValues.importer === 'body') {
    return { ...headOfGroup(view, name), dataValues: values.map((value) => inGroup(value, view, name)) };
  }
  return { ...headOfForm(view, name), dataValues: values.map((value) => row(value, view, name)) };
}

/** Up to 2.42: what a single form is, with its completion; nothing where several are asked for. */
function headOfForm({ selection, completions, zone }: View, name: Namer): Record<string, unknown> {
  const { dataSets, periods, orgUnits } = selection;
  const [dataSet, period, orgUnit] = [only(dataSets.found), only(periods), only(orgUnits.found)];
  if (!dataSet || !period || !orgUnit) return {};
  const form = { dataSet: dataSet.uid, period: period.iso, orgUnit: orgUnit.uid };
  const completion = completions.get({ ...form, attributeOptionCombo: DEFAULT_COMBO.optionCombo });
  return {
    dataSet: name('dataSetIdScheme', dataSet.uid),
    completeDate: completion?.completed === true ? time(completion.date, zone) : null,
    period: period.iso,
    orgUnit: name('orgUnitIdScheme', orgUnit.uid),
  };
}

/** Up to 2.42: every row says all of itself. */
function row(value: StoredDataValue, { zone }: View, name: Namer): Record<string, unknown> {
  return {
    dataElement: name('dataElementIdScheme', value.dataElement),
    period: value.period,
    orgUnit: name('orgUnitIdScheme', value.orgUnit),
    categoryOptionCombo: name('categoryOptionComboIdScheme', value.categoryOptionCombo),
    attributeOptionCombo: name('categoryOptionComboIdScheme', value.attributeOptionCombo),
    value: value.value,
    storedBy: value.storedBy,
    created: time(wholeSeconds(value.created), zone),
    lastUpdated: time(wholeSeconds(value.updated), zone),
    comment: value.comment,
    followup: value.followUp,
    ...(value.deleted ? { deleted: true } : {}),
  };
}

/** From 2.43 on: what all rows share is said once, whether there are any or not. */
function headOfGroup({ selection, query }: View, name: Namer): Record<string, unknown> {
  const { dataSets, periods, orgUnits, attributeOptionCombos, children } = selection;
  const schemes = SCHEMES.filter((scheme) => query.has(scheme)).map((scheme) => [scheme, query.get(scheme)] as const);
  return {
    dataSet: only(dataSets.texts),
    period: only(periods)?.iso,
    orgUnit: children ? undefined : name('orgUnitIdScheme', only(orgUnits.found)?.uid ?? only(orgUnits.texts)),
    attributeOptionCombo: only(attributeOptionCombos.texts),
    ...Object.fromEntries(schemes),
  };
}

/** From 2.43 on: a row says what the head does not, and nothing where there is nothing to say. */
function inGroup(value: StoredDataValue, { selection, zone }: View, name: Namer): Record<string, unknown> {
  const { periods, orgUnits, attributeOptionCombos, children } = selection;
  const oneUnit = !children && orgUnits.found.length === 1;
  const oneAttribute = attributeOptionCombos.texts.length === 1;
  return {
    dataElement: name('dataElementIdScheme', value.dataElement),
    ...(periods.length === 1 ? {} : { period: value.period }),
    ...(oneUnit ? {} : { orgUnit: name('orgUnitIdScheme', value.orgUnit) }),
    categoryOptionCombo: name('categoryOptionComboIdScheme', value.categoryOptionCombo),
    ...(oneAttribute ? {} : { attributeOptionCombo: name('categoryOptionComboIdScheme', value.attributeOptionCombo) }),
    ...(value.value === null ? {} : { value: value.value }),
    storedBy: value.storedBy,
    created: time(value.created, zone),
    lastUpdated: time(value.updated, zone),
    ...(value.comment === null ? {} : { comment: value.comment }),
    ...(value.followUp ? { followup: true } : {}),
    ...(value.deleted ? { deleted: true } : {}),
  };
}

/** In Greenwich, whatever the server's clock shows. */
function time(clock: number, zone: ServerZone): string {
  return `${toServerText(zone.instantOf(clock))}+0000`;
}

function wholeSeconds(clock: number): number {
  return Math.floor(clock / 1000) * 1000;
}

function namer({ metadata, query }: View): Namer {
  const { model } = metadata;
  const general = anyScheme(query, 'idScheme', 'UID');
  const schemes = new Map<Scheme, IdScheme>(SCHEMES.map((scheme) => [scheme, anyScheme(query, scheme, general)]));
  const objects: Readonly<Record<Scheme, ReadonlyMap<string, Identified>>> = {
    dataSetIdScheme: model.dataSets,
    dataElementIdScheme: model.dataElements,
    orgUnitIdScheme: model.orgUnits,
    categoryOptionComboIdScheme: model.optionCombos,
  };
  return (scheme, uid) => {
    const object = objects[scheme].get(uid ?? '');
    return object ? identifierOf(object, schemes.get(scheme) ?? 'UID') : uid;
  };
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
