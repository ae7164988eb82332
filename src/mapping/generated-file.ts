import { stat } from 'node:fs/promises';
import { parseJsonDocument, type JsonDocument } from '../base/json-document.ts';
import { EtlError } from '../base/errors.ts';
import { toPath, type PlaceOf } from '../base/pointer.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Place } from '../base/document.ts';
import { isObject } from '../base/json.ts';
import { checkSchema } from '../base/schema.ts';
import { loadText } from '../base/text-file.ts';
import type { LookupTable } from '../expression/context.ts';
import { isUid } from '../dhis2/uid.ts';
import type { Required, TargetElement } from './field.ts';
import { toCellId, toCellName, toCellNames } from './cells.ts';
import {
  GENERATED_CELLS,
  GENERATED_PROGRAM,
  type CellJson,
  type CellsJson,
  type ElementJson,
  type OptionCode,
  type ProgramJson,
} from './generated-schema.ts';
import { toTable } from './lookup-file.ts';

/** A data element of a generated mapping, or a cell of one, with the column and the option map that it was given. */
export interface GeneratedElement {
  readonly element: TargetElement;
  /** What `transform` may call it, beside its id. */
  readonly names: readonly string[];
  readonly column: string | undefined;
  readonly optionMap: LookupTable | undefined;
  readonly place: Place;
}

/** A generated mapping file, read. */
export interface GeneratedMapping {
  /** What it maps to. */
  readonly of: 'program' | 'data set';
  /** The program stage, or the data set, that it was made for. */
  readonly mappedFor: string | undefined;
  readonly elements: readonly GeneratedElement[];
  /** Option maps by option set UID. */
  readonly optionMaps: ReadonlyMap<string, LookupTable>;
}

/**
 * Loads `mapping_generated.json`, in the shape in use today: a program's stages as retrieved, each data element with
 * `column` and `optionSet-mapping`; or the cells of a data set. Of stages the first counts: an event program has one.
 * Throws EtlError (exit 2) where the file is not there or cannot be read; what is wrong inside it comes back as problems.
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
  return readGenerated(parseJsonDocument(await loadText(path, shownAs, 'mapping')));
}

/** Reads a generated mapping; what is wrong inside it comes back as problems. */
export function readGenerated({ value, problems, placeOf }: JsonDocument): {
  readonly mapping: GeneratedMapping;
  readonly problems: readonly Problem[];
} {
  if (problems.length > 0) return { mapping: NOTHING, problems };
  const shape = isObject(value) && Object.hasOwn(value, 'cells') ? OF_DATA_SET : OF_PROGRAM;
  const faults = checkSchema(shape.schema, value, placeOf, toPath);
  if (faults.length > 0) {
    const places = faults.map((fault) => fault.place ?? placeOf([]));
    return {
      mapping: NOTHING,
      problems: places.map((place) => problem('mapping/bad-shape', { path: place.source.file }, place)),
    };
  }
  const { mappedFor, elements } = shape.read(value, placeOf);
  const optionMaps = new Map<string, LookupTable>();
  for (const { element, optionMap } of elements)
    if (element.optionSet && optionMap) optionMaps.set(element.optionSet.id, optionMap);
  return { mapping: { of: shape.of, mappedFor, elements, optionMaps }, problems };
}

const NOTHING: GeneratedMapping = { of: 'program', mappedFor: undefined, elements: [], optionMaps: new Map() };

/** One of the shapes that a generated mapping may have, and how it is read once its schema has let it through. */
interface GeneratedShape extends Pick<GeneratedMapping, 'of'> {
  readonly schema: object;
  read(value: unknown, placeOf: PlaceOf): Pick<GeneratedMapping, 'mappedFor' | 'elements'>;
}

const OF_PROGRAM: GeneratedShape = {
  of: 'program',
  schema: GENERATED_PROGRAM,
  read(value, placeOf) {
    const [stage] = (value as ProgramJson).programStages;
    const compulsory = stage?.validationStrategy === 'ON_UPDATE_AND_INSERT' ? 'always' : 'completed';
    const elements = (stage?.programStageDataElements ?? []).map((json, at) => {
      const { id, name } = json.dataElement;
      const names = { id, name: name ?? id, names: [name ?? id] };
      return toElement(json, names, compulsory, ['programStages', 0, 'programStageDataElements', at], placeOf);
    });
    return { mappedFor: isUid(stage?.id) ? stage.id : undefined, elements };
  },
};

const OF_DATA_SET: GeneratedShape = {
  of: 'data set',
  schema: GENERATED_CELLS,
  read(value, placeOf) {
    const { dataSet, cells } = value as CellsJson;
    const elements = cells.map((cell, at) => toElement(cell, namesOfCell(cell), 'completed', ['cells', at], placeOf));
    return { mappedFor: dataSet.id, elements };
  },
};

/** What an element is called by the server, by people, and in a spec. */
interface ElementNames {
  readonly id: string;
  readonly name: string;
  readonly names: readonly string[];
}

function namesOfCell({ dataElement, categoryOptionCombo }: CellJson): ElementNames {
  const parts = [dataElement, categoryOptionCombo ?? undefined] as const;
  return { id: toCellId(...parts), name: toCellName(...parts), names: toCellNames(...parts) };
}

function toElement(
  { compulsory: isCompulsory, dataElement }: ElementJson,
  { id, name, names }: ElementNames,
  compulsory: Required,
  pointer: readonly (string | number)[],
  placeOf: PlaceOf,
): GeneratedElement {
  const { valueType, column, optionSet, 'optionSet-mapping': map } = dataElement;
  const codes = (optionSet?.options ?? []).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  return {
    element: {
      id,
      name,
      valueType: valueType ?? 'TEXT',
      compulsory: isCompulsory === true ? compulsory : undefined,
      optionSet: optionSet ? { id: optionSet.id, codes: new Set(codes) } : undefined,
    },
    names,
    column: column ?? undefined,
    optionMap: map
      ? toTable(
          optionSet?.name ?? optionSet?.id ?? id,
          mapEntries(map),
          () => placeOf([...pointer, 'dataElement', 'optionSet-mapping']).source.file,
        )
      : undefined,
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
