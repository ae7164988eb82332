/** What a record can fill in DHIS2, as far as pairing it with questions needs it. */
import { isObject } from '../base/json.ts';

export interface Option {
  readonly code: string;
  readonly name: string;
}

/** A data element, or a cell of a data set. */
export interface Target {
  /** As `mapping_de.json` names it. */
  readonly id: string;
  readonly name: string;
  /** All that people call it; the name is the first. */
  readonly names: readonly string[];
  readonly valueType: string;
  readonly isCompulsory: boolean;
  readonly optionSet?: { readonly id: string; readonly name: string; readonly options: readonly Option[] };
}

/** The place that a spec is for. */
export interface SetupPlace {
  readonly of: 'program' | 'data set';
  readonly id: string;
  readonly name: string;
  /** Of a data set: how often it is reported. */
  readonly periodType?: string;
  /** Of a program: whether its events have a place on the map. */
  readonly takesPoint?: boolean;
  readonly targets: readonly Target[];
}

interface ElementJson {
  readonly compulsory?: boolean;
  readonly dataElement: {
    readonly id: string;
    readonly name?: string;
    readonly formName?: string;
    readonly code?: string;
    readonly valueType?: string;
    readonly optionSet?: { readonly id: string; readonly name?: string; readonly options?: readonly Partial<Option>[] };
  };
  readonly categoryOptionCombo?: { readonly id: string; readonly name?: string };
}

/**
 * The place of metadata as `etl metadata pull` writes it; `whole` is the program with more of it, where that is known.
 * Of a program with several stages, the one that its mapping is made of: the first as retrieved.
 */
export function toSetupPlace(retrieved: unknown, whole: unknown, known: { id: string; name: string }): SetupPlace {
  if (isObject(retrieved) && Array.isArray(retrieved['cells'])) {
    const { dataSet, cells } = retrieved as unknown as {
      readonly dataSet: { readonly id: string; readonly name?: string; readonly periodType?: string };
      readonly cells: readonly ElementJson[];
    };
    return {
      of: 'data set',
      id: dataSet.id,
      name: dataSet.name ?? dataSet.id,
      ...(dataSet.periodType !== undefined && { periodType: dataSet.periodType }),
      targets: cells.map(toTarget),
    };
  }
  const program = (whole ?? retrieved) as {
    readonly id?: string;
    readonly name?: string;
    readonly programStages: readonly {
      readonly id?: string;
      readonly featureType?: string;
      readonly programStageDataElements: readonly ElementJson[];
    }[];
  };
  const [first] = (retrieved as typeof program).programStages;
  const stage = program.programStages.find(({ id }) => id === first?.id) ?? first;
  return {
    of: 'program',
    id: program.id ?? known.id,
    name: program.name ?? known.name,
    takesPoint: stage?.featureType === 'POINT',
    targets: (stage?.programStageDataElements ?? []).map(toTarget),
  };
}

function toTarget({ compulsory, dataElement, categoryOptionCombo: combo }: ElementJson): Target {
  const { id, name = id, formName, code, valueType = 'TEXT', optionSet } = dataElement;
  const words = [name, formName, code].filter((word) => word !== undefined && word !== '') as string[];
  const names = combo ? words.map((word) => `${word}, ${combo.name ?? combo.id}`) : words;
  return {
    id: combo ? `${id}.${combo.id}` : id,
    name: names[0] ?? id,
    names: [...new Set(names)],
    valueType,
    isCompulsory: compulsory === true,
    ...(optionSet && {
      optionSet: {
        id: optionSet.id,
        name: optionSet.name ?? optionSet.id,
        options: (optionSet.options ?? []).flatMap((one) =>
          one.code === undefined ? [] : [{ code: one.code, name: one.name ?? one.code }],
        ),
      },
    }),
  };
}
