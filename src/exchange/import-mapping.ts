/** A spreadsheet of a mapping that comes back from people: what it changes, and the writing of that. */
import { readFile } from 'node:fs/promises';
import { ProblemsError } from '../base/errors.ts';
import { replaceFile } from '../base/replace-file.ts';
import { readMappingLines, type Before, type MappingSays } from '../generate/sheet/mapping-lines.ts';
import { UNIT_LOOKUP } from '../generate/sheet/layout.ts';
import type { Nameable } from '../generate/sheet/resolve-names.ts';
import { isMappingSheet } from '../mapping/mapping-paths.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { compareMapping, type Change, type IgnoreChange, type SpecChange } from './changes.ts';
import { likelyByWords } from './likely.ts';
import { loadMappingState, type MappingState } from './mapping-state.ts';
import { editIgnored } from './spec-ignore.ts';
import { editValues } from './spec-edits.ts';
import { writeChanges } from './write-changes.ts';

export interface Import {
  readonly state: MappingState;
  readonly changes: readonly Change[];
  readonly ignored: readonly IgnoreChange[];
  readonly inSpec: readonly SpecChange[];
}

/** What is asked for where a unit is named that no file knows: those of DHIS2, or none where it cannot be asked. */
export type AskUnits = () => Promise<readonly Nameable[]>;

/** Holds a spreadsheet against the files of a mapping; writes nothing. Throws ProblemsError for what is wrong in it. */
export async function planImport(
  spec: MappingSpec,
  file: string,
  show: (path: string) => string,
  askUnits: AskUnits,
): Promise<Import> {
  const state = await loadMappingState(spec, show, likelyByWords);
  const sheets = await readSheets(file, show(file));
  const known = state.lookups.flatMap(({ name, besides }) => (name === UNIT_LOOKUP ? besides : []));
  const read = (units: readonly Nameable[]): MappingSays =>
    readMappingLines(sheets, show(file), state.names, toBefore(state), units);
  const alone = read(known);
  const says = alone.missesUnit ? read([...known, ...(await askUnits())]) : alone;
  const { changes, ignored, problems } = compareMapping(state, says);
  if (problems.length > 0) throw new ProblemsError(problems);
  return { state, changes, ignored, inSpec: [] };
}

/** Writes what a spreadsheet changes; `left`: what of it only a person should write into the spec. */
export async function applyImport(
  { state, changes, ignored, inSpec: values }: Import,
  specFile: string,
): Promise<{ readonly written: readonly string[]; readonly left: readonly (IgnoreChange | SpecChange)[] }> {
  // What is left out stands in the spreadsheet that the spec names, or else in the spec.
  const sheet = state.columns.find(({ path }) => isMappingSheet(path))?.path;
  const inSheet = ignored.filter((one) => sheet !== undefined && !standsInSpec(state, one));
  const inSpec = ignored.filter((one) => !inSheet.includes(one));
  const text = inSpec.length + values.length > 0 ? await readFile(specFile, 'utf8') : '';
  const left: (IgnoreChange | SpecChange)[] = [];
  let edited = text;
  const edit = (changed: string | undefined, what: readonly (IgnoreChange | SpecChange)[]): void => {
    if (changed === undefined) left.push(...what);
    else edited = changed;
  };
  if (inSpec.length > 0) edit(editIgnored(edited, inSpec), inSpec);
  for (const value of values) edit(editValues(edited, [value]), [value]);
  const written = await writeChanges(state, changes, { file: sheet ?? '', changes: inSheet });
  if (edited === text) return { written, left };
  await replaceFile(specFile, edited);
  return { written: [...written, specFile], left };
}

function standsInSpec({ ignore }: MappingState, { is, name }: IgnoreChange): boolean {
  return ignore.some((one) => one.is === is && one.name === name && !one.place.source.cellAt);
}

function toBefore({ columns, options, lookups }: MappingState): Before {
  return {
    isColumn: (version, column, uid) =>
      columns.some((file) => file.version === version && file.columns.get(column)?.uid === uid),
    isChoice: (version, set, choice, code) =>
      options.some((file) => {
        const map = file.version === version ? file.options.get(set) : undefined;
        return map?.has(choice) === true && (map.get(choice) ?? '') === code;
      }),
    isUnit: (key, uid) => lookups.some(({ entries }) => entries.get(key) === uid),
  };
}
