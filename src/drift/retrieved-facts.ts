import { findFault, FLAG, TEXT } from '../base/data-schema.ts';
import { isObject } from '../base/json.ts';
import type { ComboFacts, ElementFacts, OptionSetFacts, PlaceFacts } from '../contracts/place-facts.ts';
import { toOptionSet, toProgramFacts, withoutNothing, type KnownProgram } from '../dhis2/program-facts.ts';

const object = (properties: object, required: readonly string[]): object => ({ type: 'object', properties, required });
const list = (items: object): object => ({ type: 'array', items });

const NULLABLE = { type: ['string', 'null'] };
const OPTIONS = list(object({ code: NULLABLE, name: NULLABLE }, []));
const ELEMENT = object(
  {
    id: TEXT,
    name: NULLABLE,
    valueType: NULLABLE,
    optionSet: { ...object({ id: TEXT, name: NULLABLE, options: OPTIONS }, ['id']), type: ['object', 'null'] },
  },
  ['id'],
);
const PART = object({ id: TEXT, name: NULLABLE }, ['id']);
export const RETRIEVED_PROGRAM = object(
  {
    programStages: list(
      object(
        {
          id: TEXT,
          programStageDataElements: list(object({ compulsory: FLAG, dataElement: ELEMENT }, ['dataElement'])),
        },
        ['id', 'programStageDataElements'],
      ),
    ),
  },
  ['programStages'],
);
export const RETRIEVED_DATA_SET = object(
  {
    dataSet: PART,
    attributeOptionCombos: list(PART),
    cells: list(object({ compulsory: FLAG, dataElement: ELEMENT, categoryOptionCombo: PART }, ['dataElement'])),
  },
  ['dataSet', 'cells'],
);

interface Part {
  readonly id: string;
  readonly name?: string | null;
}

interface DataSetJson {
  readonly dataSet: Part & { readonly periodType?: string };
  readonly attributeOptionCombos?: readonly Part[];
  readonly cells: readonly {
    readonly compulsory?: boolean;
    readonly dataElement: Part & {
      readonly valueType?: string;
      readonly optionSet?:
        | (Part & { readonly options?: readonly { readonly code?: string; readonly name?: string }[] })
        | null;
    };
    readonly categoryOptionCombo?: Part;
  }[];
}

/**
 * What a retrieved metadata file knows of a place, in the words of `like`: where the file does not say it (which program it
 * is of, how a combo is called) what it is compared with counts. Undefined where it is no such file.
 */
export function toRetrievedFacts(retrieved: unknown, like: PlaceFacts): PlaceFacts | undefined {
  if (isObject(retrieved) && Object.hasOwn(retrieved, 'cells'))
    return findFault(RETRIEVED_DATA_SET, retrieved)
      ? undefined
      : fromDataSet(retrieved as unknown as DataSetJson, like);
  if (findFault(RETRIEVED_PROGRAM, retrieved)) return undefined;
  const program = retrieved as KnownProgram & { readonly id?: unknown };
  return toProgramFacts(program, typeof program.id === 'string' ? program.id : like.id);
}

function fromDataSet({ dataSet, attributeOptionCombos, cells }: DataSetJson, like: PlaceFacts): PlaceFacts {
  const elements = new Map<string, ElementFacts>();
  const optionSets = new Map<string, OptionSetFacts>();
  const combos = new Map<string, ComboFacts & { readonly options: Map<string, string> }>();
  const addTo = (combo: string, { id, name }: Part): void => {
    const known = combos.get(combo) ?? { ...ofLike(like, combo), options: new Map<string, string>() };
    combos.set(combo, known);
    known.options.set(id, name ?? id);
  };
  for (const { compulsory = false, dataElement, categoryOptionCombo } of cells) {
    const { id, name, valueType, optionSet } = dataElement;
    const combo = categoryOptionCombo && comboWith(like, categoryOptionCombo.id);
    if (categoryOptionCombo && combo !== undefined) addTo(combo, categoryOptionCombo);
    if (optionSet) optionSets.set(optionSet.id, toOptionSet({ ...optionSet, name: optionSet.name ?? optionSet.id }));
    elements.set(id, {
      id,
      ...(name && { name }),
      ...(valueType && { type: valueType }),
      isCompulsory: compulsory || elements.get(id)?.isCompulsory === true,
      ...(optionSet && { optionSet: optionSet.id }),
      ...(combo !== undefined && { combo }),
    });
  }
  const attributes = attributeOptionCombos?.[0] && comboWith(like, attributeOptionCombos[0].id);
  if (attributes !== undefined) for (const option of attributeOptionCombos ?? []) addTo(attributes, option);
  return {
    of: 'data set',
    id: dataSet.id,
    ...(dataSet.name && { name: dataSet.name }),
    settings: withoutNothing({ periodType: dataSet.periodType, attributes: attributes ?? 'default' }),
    stages: [],
    elements: [...elements.values()],
    optionSets: [...optionSets.values()],
    combos: [...combos.values()],
  };
}

/** The file does not name combos: an option combo is known to be of one that has it, or of none that is there. */
function comboWith({ combos }: PlaceFacts, option: string): string {
  return combos.find(({ options }) => options.has(option))?.id ?? 'another combination';
}

function ofLike({ combos }: PlaceFacts, id: string): Pick<ComboFacts, 'id' | 'name'> {
  const name = combos.find((combo) => combo.id === id)?.name;
  return { id, ...(name !== undefined && { name }) };
}
