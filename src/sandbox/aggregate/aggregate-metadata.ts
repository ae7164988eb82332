import { badMetadata, DEFAULT_COMBO, referenceOf, referencesOf, type Item, type ItemStore } from '../item.ts';
import { objectsOf } from '../loose-json.ts';
import { makeOptionCombos } from './option-combos.ts';

/** Objects that name others (collection, property), and the list in which those name them back (collection, property). */
const LINKS = [
  ['categoryOptionCombos', 'categoryCombo', 'categoryCombos', 'categoryOptionCombos'],
  ['categoryOptionCombos', 'categoryOptions', 'categoryOptions', 'categoryOptionCombos'],
  ['categories', 'categoryOptions', 'categoryOptions', 'categories'],
  ['categoryCombos', 'categories', 'categories', 'categoryCombos'],
  ['dataElementGroups', 'dataElements', 'dataElements', 'dataElementGroups'],
  ['dataSets', 'organisationUnits', 'organisationUnits', 'dataSets'],
] as const;

/**
 * Completes what aggregate data rest on: option combinations, elements of data sets, and the lists in which objects are
 * named back. Throws EtlError `sandbox/bad-metadata` where a data set cannot work.
 */
export function completeAggregates(metadata: ItemStore): void {
  makeOptionCombos(metadata);
  for (const element of metadata.all('dataElements')) element['dataSetElements'] = [];
  for (const set of metadata.all('dataSets')) linkElements(metadata, set);
  for (const link of LINKS) linkBack(metadata, link);
  for (const combo of metadata.all('categoryCombos')) combo['isDefault'] = combo.id === DEFAULT_COMBO.combo;
}

function linkElements(metadata: ItemStore, set: Item): void {
  const entries = objectsOf(set['dataSetElements']);
  for (const entry of entries) {
    entry['dataSet'] ??= { id: set.id };
    const uid = referenceOf(entry, 'dataElement') ?? '';
    const element = metadata.get('dataElements', uid);
    if (!element)
      throw badMetadata(`the data set ${set.id} names the data element ${uid}, which is not in the package`);
    element['dataSetElements'] = [...objectsOf(element['dataSetElements']), entry];
  }
  set['dataSetElements'] = entries;
}

function linkBack(metadata: ItemStore, [from, property, to, list]: (typeof LINKS)[number]): void {
  const naming = new Map<string, { id: string }[]>();
  for (const item of metadata.all(from)) {
    const one = referenceOf(item, property);
    for (const { id } of one === null ? referencesOf(item, property) : [{ id: one }]) {
      const names = naming.get(id) ?? [];
      naming.set(id, names);
      names.push({ id: item.id });
    }
  }
  for (const item of metadata.all(to)) item[list] = naming.get(item.id) ?? [];
}
