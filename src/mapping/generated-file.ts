import { stat } from 'node:fs/promises';
import { parseJsonDocument } from '../base/json-document.ts';
import { EtlError } from '../base/errors.ts';
import { toPath, type PlaceOf } from '../base/pointer.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Place } from '../base/document.ts';
import { checkSchema } from '../base/schema.ts';
import { loadText } from '../base/text-file.ts';
import type { LookupTable } from '../expression/context.ts';
import { isUid } from '../dhis2/uid.ts';
import type { Required, TargetElement } from './field.ts';
import { GENERATED, type ElementJson, type GeneratedJson, type OptionCode } from './generated-schema.ts';
import { toTable } from './lookup-file.ts';

/** A data element of a generated mapping, with the column and the option map that it was given. */
export interface GeneratedElement {
  readonly element: TargetElement;
  readonly column: string | undefined;
  readonly optionMap: LookupTable | undefined;
  readonly place: Place;
}

/** A generated mapping file, read. */
export interface GeneratedMapping {
  /** The program stage that it was made for. */
  readonly mappedFor: string | undefined;
  readonly elements: readonly GeneratedElement[];
  /** Option maps by option set UID. */
  readonly optionMaps: ReadonlyMap<string, LookupTable>;
}

/**
 * Loads `mapping_generated.json`, in the shape in use today: the program's stages as retrieved, each data element with
 * `column` and `optionSet-mapping`. The first stage counts: an event program has one. Throws EtlError (exit 2) where the
 * file is not there or cannot be read; what is wrong inside it comes back as problems.
 */
export async function loadGenerated(
  path: string,
  shownAs: string,
): Promise<{ readonly mapping: GeneratedMapping; readonly problems: readonly Problem[] }> {
  const isThere = await stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  if (!isThere) throw new EtlError('mapping/not-generated', { path: shownAs });
  const document = parseJsonDocument(await loadText(path, shownAs, 'mapping'));
  const problems = [...document.problems];
  const nothing = { mappedFor: undefined, elements: [], optionMaps: new Map() };
  if (problems.length > 0) return { mapping: nothing, problems };
  const faults = checkSchema(GENERATED, document.value, document.placeOf, toPath);
  const stage = faults.length > 0 ? undefined : (document.value as unknown as GeneratedJson).programStages[0];
  if (!stage) {
    const where = faults.map((fault) => fault.place ?? document.placeOf(['programStages']));
    const places = where.length > 0 ? where : [document.placeOf(['programStages'])];
    return {
      mapping: nothing,
      problems: places.map((place) => problem('mapping/bad-shape', { path: shownAs }, place)),
    };
  }
  const compulsory = stage.validationStrategy === 'ON_UPDATE_AND_INSERT' ? 'always' : 'completed';
  const elements = stage.programStageDataElements.map((elementJson, at) => {
    const pointer = ['programStages', 0, 'programStageDataElements', at];
    return toElement(elementJson, compulsory, pointer, document.placeOf);
  });
  const optionMaps = new Map<string, LookupTable>();
  for (const { element, optionMap } of elements)
    if (element.optionSet && optionMap) optionMaps.set(element.optionSet.id, optionMap);
  const id = isUid(stage.id) ? stage.id : undefined;
  return { mapping: { mappedFor: id, elements, optionMaps }, problems };
}

function toElement(
  { compulsory: isCompulsory, dataElement }: ElementJson,
  compulsory: Required,
  pointer: readonly (string | number)[],
  placeOf: PlaceOf,
): GeneratedElement {
  const { id, name, valueType, column, optionSet, 'optionSet-mapping': map } = dataElement;
  const codes = (optionSet?.options ?? []).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  return {
    element: {
      id,
      name: name ?? id,
      valueType: valueType ?? 'TEXT',
      compulsory: isCompulsory === true ? compulsory : undefined,
      optionSet: optionSet ? { id: optionSet.id, codes: new Set(codes) } : undefined,
    },
    column: column ?? undefined,
    optionMap: map ? toTable(optionSet?.name ?? optionSet?.id ?? id, mapEntries(map)) : undefined,
    // Worked out only when somebody looks: there may be hundreds of elements, and mostly no problem.
    get place() {
      return placeOf([...pointer, 'dataElement', ...(typeof column === 'string' ? ['column'] : [])]);
    },
  };
}

/** Codes are sent as text; a null code, which today's file may hold, is no mapping. */
function* mapEntries(map: Readonly<Record<string, OptionCode>>): Generator<[string, string]> {
  for (const [key, code] of Object.entries(map)) if (code !== null) yield [key, String(code)];
}
