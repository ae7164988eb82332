import { readFile } from 'node:fs/promises';
import { parseJsonDocument, type PlaceOf } from '../base/json-document.ts';
import { isObject } from '../base/json.ts';
import { EtlError, EXIT } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Place } from '../base/document.ts';
import { loadText } from '../base/text-file.ts';
import type { LookupTable } from '../expression/functions/etl-function.ts';
import { isUid } from '../dhis2/uid.ts';
import type { Required, TargetElement } from './field.ts';
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
  readonly programStage: string | undefined;
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
  const isThere = await readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  if (!isThere) throw new EtlError('mapping/not-generated', { path: shownAs }, { exitCode: EXIT.usage });
  const document = parseJsonDocument(await loadText(path, shownAs, 'mapping'));
  const problems = [...document.problems];
  const stages = isObject(document.value) ? document.value['programStages'] : undefined;
  const stage = Array.isArray(stages) ? (stages[0] as unknown) : undefined;
  const listed = isObject(stage) ? stage['programStageDataElements'] : undefined;
  const mapping = { programStage: undefined, elements: [], optionMaps: new Map() };
  if (!isObject(stage) || !Array.isArray(listed)) {
    if (problems.length === 0)
      problems.push(problem('mapping/bad-shape', { path: shownAs }, document.placeOf(['programStages'])));
    return { mapping, problems };
  }
  const compulsory = stage['validationStrategy'] === 'ON_UPDATE_AND_INSERT' ? 'always' : 'completed';
  const elements = listed.map((one, at) => {
    const pointer = ['programStages', 0, 'programStageDataElements', at];
    const element = toElement(one, compulsory, pointer, document.placeOf);
    if (!element) problems.push(problem('mapping/bad-shape', { path: shownAs }, document.placeOf(pointer)));
    return element;
  });
  const good = elements.filter((one) => one !== undefined);
  const optionMaps = new Map<string, LookupTable>();
  for (const { element, optionMap } of good)
    if (element.optionSet && optionMap) optionMaps.set(element.optionSet.uid, optionMap);
  const id = typeof stage['id'] === 'string' && isUid(stage['id']) ? stage['id'] : undefined;
  return { mapping: { programStage: id, elements: good, optionMaps }, problems };
}

function toElement(
  listed: unknown,
  compulsory: Required,
  pointer: readonly (string | number)[],
  placeOf: PlaceOf,
): GeneratedElement | undefined {
  const element = isObject(listed) ? listed['dataElement'] : undefined;
  if (!isObject(listed) || !isObject(element) || !isUid(String(element['id']))) return undefined;
  const uid = String(element['id']);
  const optionSet = isObject(element['optionSet']) ? element['optionSet'] : undefined;
  const map = element['optionSet-mapping'];
  const column = element['column'];
  const options = Array.isArray(optionSet?.['options']) ? (optionSet['options'] as { code?: unknown }[]) : [];
  return {
    element: {
      uid,
      name: String(element['name'] ?? uid),
      valueType: String(element['valueType'] ?? 'TEXT'),
      compulsory: listed['compulsory'] === true ? compulsory : undefined,
      optionSet: optionSet && { uid: String(optionSet['id']), codes: new Set(options.map((one) => String(one.code))) },
    },
    column: typeof column === 'string' ? column : undefined,
    optionMap: isObject(map)
      ? toTable(String(optionSet?.['name'] ?? optionSet?.['id'] ?? uid), mapEntries(map))
      : undefined,
    // Worked out only when somebody looks: there may be hundreds of elements, and mostly no problem.
    get place() {
      return placeOf([...pointer, 'dataElement', ...(typeof column === 'string' ? ['column'] : [])]);
    },
  };
}

/** Codes are sent as text; a null code, which today's file may hold, is no mapping. */
function* mapEntries(map: Record<string, unknown>): Generator<[string, string]> {
  for (const [key, code] of Object.entries(map)) if (code !== null) yield [key, String(code)];
}
