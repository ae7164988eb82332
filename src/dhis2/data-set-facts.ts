import type { ComboFacts, ElementFacts, OptionSetFacts, PlaceFacts, ServerFacts } from '../contracts/place-facts.ts';
import type { DataSet } from './data-set-metadata.ts';
import { toOptionSet, withoutNothing } from './program-facts.ts';

/** What of a data set a mapping depends on. */
export function toDataSetFacts(dataSet: DataSet, server?: ServerFacts): PlaceFacts {
  const broken = new Map(dataSet.categoryCombos.flatMap((combo) => (combo.isDefault ? [] : [[combo.id, combo]])));
  const attributes = dataSet.categoryCombo;
  const compulsory = new Set(dataSet.compulsory.map(({ dataElement }) => dataElement));
  const elements = dataSet.elements.map(({ id, name, valueType, optionSet, categoryCombo, ...more }): ElementFacts => {
    const label = 'formName' in more ? (more.formName as string | undefined) : undefined;
    return {
      id,
      name,
      ...(label && label !== name && { label }),
      type: valueType,
      isCompulsory: compulsory.has(id),
      ...(optionSet && { optionSet: optionSet.id }),
      ...(broken.has(categoryCombo) && { combo: categoryCombo }),
    };
  });
  return {
    of: 'data set',
    id: dataSet.id,
    name: dataSet.name,
    ...(server && { server }),
    settings: withoutNothing({
      periodType: dataSet.periodType,
      attributes: broken.has(attributes) ? attributes : 'default',
      openFuturePeriods: String(dataSet.openFuturePeriods),
      expiryDays: String(dataSet.expiryDays),
    }),
    stages: [],
    elements,
    optionSets: optionSetsOf(dataSet),
    combos: [...broken.values()].map(({ id, name, optionCombos }): ComboFacts => ({
      id,
      name,
      options: new Map(optionCombos.map((combo) => [combo.id, combo.name])),
    })),
    ...(dataSet.access?.write === false && { mayWrite: false }),
  };
}

function optionSetsOf({ elements }: DataSet): OptionSetFacts[] {
  const sets = new Map<string, OptionSetFacts>();
  for (const { optionSet } of elements) if (optionSet) sets.set(optionSet.id, toOptionSet(optionSet));
  return [...sets.values()];
}
