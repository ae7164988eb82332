import type { JsonDocument } from '../base/json-document.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { PlaceOf } from '../base/pointer.ts';
import type { Problem } from '../base/problem.ts';
import { checkColumns, checkCoverage, checkOptions, checkStages } from './generate-findings.ts';
import {
  checkShape,
  readColumns,
  readOptions,
  type ColumnEntry,
  type OptionMap,
  type Resolved,
} from './generate-inputs.ts';
import { toCellId } from '../mapping/cells.ts';
import { isOfDataSet, placeKind, readStages, type ProgramStage } from './place-metadata.ts';

/** What a mapping is generated from. */
export interface GenerateInput {
  /** `mapping_de.json`: column → data element UID. */
  readonly columns: JsonDocument;
  /** `mapping_optionSet.json`: option set UID → value in Kobo → option code. */
  readonly options: JsonDocument;
  /** `retrieved_program_metadata.json`, or `retrieved_data_set_metadata.json`. */
  readonly metadata: JsonDocument;
  /** What stands at the head of the mapping of a program. */
  readonly program: { readonly id: string; readonly name: string };
  /** Data elements or cells, by UID or name, that the spec fills by hand: they need no column. */
  readonly byHand?: ReadonlySet<string>;
  /** Those that are left out on purpose. */
  readonly ignored?: ReadonlySet<string>;
  /** The form version to generate for; absent for the common mapping. */
  readonly version?: VersionInput;
}

/** What a form version has of its own. */
export interface VersionInput {
  readonly name: string;
  /** In the shapes of the common files; what is absent is the common one. */
  readonly columns?: JsonDocument | undefined;
  readonly options?: JsonDocument | undefined;
  /** `common`: data elements and option sets that the version's own files lack are taken from the common ones. */
  readonly fallback?: 'common' | undefined;
}

/** A generated mapping, and what is wrong with what it was made from. */
export interface Generated {
  /**
   * `{ program_id, program_name, programStages }` or `{ dataSet, cells }`, stages and cells as retrieved, each
   * `dataElement` with `column` and `optionSet-mapping` where it has them. Undefined where an input cannot be read.
   */
  readonly generated: JsonObject | undefined;
  /** Where each part of it stands in what it was made from. */
  readonly placeOf: PlaceOf;
  readonly findings: readonly Problem[];
}

/**
 * Joins columns, option maps and the program's metadata into a mapping, and tells what is wrong with them. Errors are
 * what would make a run wrong, warnings what is merely not there. Pure.
 */
export function generateMapping(input: GenerateInput): Generated {
  const { version, metadata } = input;
  const shapes = [
    ...checkShape(metadata, 'metadata'),
    ...checkShape(input.columns, 'columns'),
    ...checkShape(input.options, 'options'),
    ...(version?.columns ? checkShape(version.columns, 'columns') : []),
    ...(version?.options ? checkShape(version.options, 'options') : []),
  ];
  if (shapes.some((finding) => finding.severity === 'error'))
    return { generated: undefined, placeOf: metadata.placeOf, findings: shapes };

  const stages = readStages(metadata);
  const place = placeKind(metadata);
  const common = { columns: resolveNames(readColumns(input.columns), stages), options: readOptions(input.options) };
  const own = {
    columns: version?.columns && resolveNames(readColumns(version.columns), stages),
    options: version?.options && readOptions(version.options),
  };
  const resolvedCommon: Resolved = { columns: byElement(common.columns), options: common.options };
  const resolved: Resolved = version
    ? {
        columns: resolveColumns(common.columns, own.columns, version.fallback),
        options: resolveOptions(common.options, own.options, version.fallback),
      }
    : resolvedCommon;

  // The common files are checked with the common mapping; a version answers for its own files, and for what it loses.
  const columnsToCheck = version ? (own.columns ?? []) : common.columns;
  const optionsToCheck = version ? (own.options ?? new Map<string, OptionMap>()) : common.options;
  const files = {
    columns: (version?.columns ?? input.columns).placeOf([]),
    options: (version?.options ?? input.options).placeOf([]),
  };
  const { byHand = new Set<string>(), ignored = new Set<string>() } = input;
  const coverage = { place, stages, resolved, files, byHand, ignored };
  const findings = [
    ...shapes,
    ...(version ? [] : checkStages(stages, metadata.placeOf([]))),
    ...checkColumns(columnsToCheck, stages, place),
    ...checkOptions(optionsToCheck, stages, place),
    ...checkCoverage(version ? { ...coverage, version: version.name, common: resolvedCommon } : coverage),
  ];
  return { generated: build(input, resolved), placeOf: placesIn(metadata, stages, resolved), findings };
}

/** What the metadata says stands there; the column of an element stands in the file of columns, its options in theirs. */
function placesIn(metadata: JsonDocument, stages: readonly ProgramStage[], resolved: Resolved): PlaceOf {
  return (pointer, part) => {
    const at = pointer.indexOf('dataElement');
    const [stage = 0, element] = pointer.slice(0, Math.max(at, 0)).filter((step) => typeof step === 'number');
    const found = isOfDataSet(metadata) ? stages[0]?.elements[stage] : stages[stage]?.elements[element ?? -1];
    const added = pointer[at + 1];
    const column = found && added === 'column' ? resolved.columns.get(found.uid)?.columnPlace : undefined;
    const options = found?.optionSet && added === 'optionSet-mapping' && resolved.options.get(found.optionSet.uid);
    return column ?? (options ? options.place : metadata.placeOf(pointer, part));
  };
}

/** Columns by the UIDs of what they fill, also those that name it otherwise; a name that several have stays as it is. */
function resolveNames(columns: readonly ColumnEntry[], stages: readonly ProgramStage[]): readonly ColumnEntry[] {
  const elements = stages.flatMap((stage) => stage.elements);
  const uids = new Set(elements.map(({ uid }) => uid));
  return columns.map((entry) => {
    if (uids.has(entry.uid)) return entry;
    const [element, other] = elements.filter(({ names }) => names.includes(entry.uid));
    return element && !other ? { ...entry, uid: element.uid } : entry;
  });
}

function byElement(columns: readonly ColumnEntry[]): ReadonlyMap<string, ColumnEntry> {
  return new Map(columns.map((entry) => [entry.uid, entry]));
}

function resolveColumns(
  common: readonly ColumnEntry[],
  own: readonly ColumnEntry[] | undefined,
  fallback: 'common' | undefined,
): ReadonlyMap<string, ColumnEntry> {
  if (!own) return byElement(common);
  if (fallback !== 'common') return byElement(own);
  // A column that the version gives another meaning must not go on feeding its common data element.
  const taken = new Set(own.map((entry) => entry.column));
  return new Map([...byElement(common.filter((entry) => !taken.has(entry.column))), ...byElement(own)]);
}

/** By option set, never by value: in a set of the version's own, a value that it lacks is not an answer of that form. */
function resolveOptions(
  common: ReadonlyMap<string, OptionMap>,
  own: ReadonlyMap<string, OptionMap> | undefined,
  fallback: 'common' | undefined,
): ReadonlyMap<string, OptionMap> {
  if (!own) return common;
  return fallback === 'common' ? new Map([...common, ...own]) : own;
}

type StageJson = { readonly programStageDataElements: readonly ElementJson[] } & JsonObject;
type ElementJson = {
  readonly dataElement: { readonly id: string; readonly optionSet?: { readonly id: string } } & JsonObject;
};
type CellJson = ElementJson & { readonly categoryOptionCombo?: { readonly id: string } };

function build({ metadata, program }: GenerateInput, resolved: Resolved): JsonObject {
  if (isOfDataSet(metadata)) {
    const { dataSet, cells } = metadata.value as unknown as { readonly dataSet: Json; readonly cells: CellJson[] };
    return {
      dataSet,
      cells: cells.map((cell) => addToElement(cell, toCellId(cell.dataElement, cell.categoryOptionCombo), resolved)),
    };
  }
  const { programStages } = metadata.value as unknown as { readonly programStages: readonly StageJson[] };
  return {
    program_id: program.id,
    program_name: program.name,
    programStages: programStages.map((stage) => addToStage(stage, resolved)),
  };
}

function addToStage(stage: StageJson, resolved: Resolved): JsonObject {
  const elements = stage.programStageDataElements.map((element) =>
    addToElement(element, element.dataElement.id, resolved),
  );
  return { ...stage, programStageDataElements: elements };
}

/** An element of a stage, or a cell, with the column that fills it and the map of its options. */
function addToElement(element: ElementJson, uid: string, { columns, options }: Resolved): JsonObject {
  const { dataElement } = element;
  const added: Record<string, Json> = { ...dataElement };
  const column = columns.get(uid);
  const optionMap = dataElement.optionSet && options.get(dataElement.optionSet.id);
  if (column) added['column'] = column.column;
  if (optionMap) added['optionSet-mapping'] = optionMap.json;
  return { ...element, dataElement: added };
}
