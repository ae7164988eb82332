import type { JsonDocument } from '../base/json-document.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { Problem } from '../base/problem.ts';
import { checkColumns, checkCoverage, checkOptions, checkStages } from './generate-findings.ts';
import {
  checkShape,
  readColumns,
  readOptions,
  readStages,
  type ColumnEntry,
  type OptionMap,
  type Resolved,
} from './generate-inputs.ts';

/** What a mapping is generated from. */
export interface GenerateInput {
  /** `mapping_de.json`: column → data element UID. */
  readonly columns: JsonDocument;
  /** `mapping_optionSet.json`: option set UID → value in Kobo → option code. */
  readonly options: JsonDocument;
  /** `retrieved_program_metadata.json`. */
  readonly metadata: JsonDocument;
  readonly program: { readonly id: string; readonly name: string };
  /** Data elements, by UID or name, that the spec fills by hand: they need no column. */
  readonly byHand?: ReadonlySet<string>;
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
   * `{ program_id, program_name, programStages }`, the stages as retrieved, each `dataElement` with `column` and
   * `optionSet-mapping` where it has them. Undefined where an input cannot be read.
   */
  readonly generated: JsonObject | undefined;
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
  if (shapes.some((finding) => finding.severity === 'error')) return { generated: undefined, findings: shapes };

  const stages = readStages(metadata);
  const common = { columns: readColumns(input.columns), options: readOptions(input.options) };
  const own = {
    columns: version?.columns && readColumns(version.columns),
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
    columns: (version?.columns ?? input.columns).placeOf([]).source.file,
    options: (version?.options ?? input.options).placeOf([]).source.file,
  };
  const coverage = { stages, resolved, files, byHand: input.byHand ?? new Set<string>() };
  const findings = [
    ...shapes,
    ...(version ? [] : checkStages(stages, metadata.placeOf([]))),
    ...checkColumns(columnsToCheck, stages),
    ...checkOptions(optionsToCheck, stages),
    ...checkCoverage(version ? { ...coverage, version: version.name, common: resolvedCommon } : coverage),
  ];
  return { generated: build(input, resolved), findings };
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

function build({ metadata, program }: GenerateInput, resolved: Resolved): JsonObject {
  const { programStages } = metadata.value as unknown as { readonly programStages: readonly StageJson[] };
  return {
    program_id: program.id,
    program_name: program.name,
    programStages: programStages.map((stage) => addToStage(stage, resolved)),
  };
}

function addToStage(stage: StageJson, resolved: Resolved): JsonObject {
  const elements = stage.programStageDataElements.map((stageElement) =>
    Object.assign({}, stageElement, { dataElement: addToElement(stageElement.dataElement, resolved) }),
  );
  return { ...stage, programStageDataElements: elements };
}

function addToElement(element: ElementJson['dataElement'], { columns, options }: Resolved): JsonObject {
  const added: Record<string, Json> = { ...element };
  const column = columns.get(element.id);
  const optionMap = element.optionSet && options.get(element.optionSet.id);
  if (column) added['column'] = column.column;
  if (optionMap) added['optionSet-mapping'] = optionMap.json;
  return added;
}
