import type { Json } from '../base/json.ts';
import type { PulledMetadata } from '../contracts/component.ts';
import { fetchDataSet } from '../dhis2/fetch-data-set.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import { toDataSetFacts } from '../dhis2/data-set-facts.ts';
import { comboOf, type DataSet, type DataSetElement, type OptionCombo } from '../dhis2/data-set-metadata.ts';
import { fetchServerInfo, toServerFacts } from '../dhis2/server.ts';

/**
 * A data set's metadata: `{ dataSet, attributeOptionCombos, cells }`. A cell is a data element with one of its category
 * option combos, or alone where it is not broken down. Throws EtlError `dhis2/*`.
 */
export async function pullDataSet(client: Dhis2Client, id: string): Promise<PulledMetadata> {
  await client.me();
  const dataSet = await fetchDataSet(client, id);
  const { isDefault, optionCombos } = comboOf(dataSet, dataSet);
  return {
    facts: toDataSetFacts(dataSet, toServerFacts(await fetchServerInfo(client), client)),
    retrieved: {
      dataSet: withoutNothing({
        id: dataSet.id,
        code: dataSet.code,
        name: dataSet.name,
        periodType: dataSet.periodType,
      }),
      ...(!isDefault && { attributeOptionCombos: optionCombos.map(toCombo) }),
      cells: dataSet.elements.flatMap((element) => cellsOf(dataSet, element)),
    },
  };
}

function cellsOf(dataSet: DataSet, element: DataSetElement): Json[] {
  const { isDefault, optionCombos } = comboOf(dataSet, element);
  const combos = isDefault ? [undefined] : optionCombos;
  return combos.map((combo) =>
    withoutNothing({
      compulsory: isCompulsory(dataSet, element, combo),
      dataElement: toElement(element),
      categoryOptionCombo: combo && toCombo(combo),
    }),
  );
}

function isCompulsory({ compulsory }: DataSet, { id }: DataSetElement, combo: OptionCombo | undefined): boolean {
  return compulsory.some(
    ({ dataElement, categoryOptionCombo }) =>
      dataElement === id &&
      (combo === undefined || categoryOptionCombo === undefined || categoryOptionCombo === combo.id),
  );
}

function toElement({ id, code, name, valueType, optionSet }: DataSetElement): Json {
  const options = optionSet && withoutNothing({ ...optionSet, options: optionSet.options });
  return withoutNothing({ id, code, name, valueType, optionSet: options });
}

function toCombo({ id, code, name }: OptionCombo): Json {
  return withoutNothing({ id, code, name });
}

function withoutNothing(members: Readonly<Record<string, Json | undefined>>): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Json;
}
