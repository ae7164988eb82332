/** `etl mapping suggest`: what a pipeline reads, held against what its form and its export have today. */
import { existsSync } from 'node:fs';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Secrets } from '../../base/secrets.ts';
import type { Change } from '../../exchange/changes.ts';
import { loadMappingState, type MappingState } from '../../exchange/mapping-state.ts';
import { toDecideSheet } from '../../exchange/to-decide-sheet.ts';
import { writeChanges } from '../../exchange/write-changes.ts';
import { UNIT_LOOKUP } from '../../generate/sheet/layout.ts';
import type { Question } from '../../setup/form.ts';
import { matchHeader } from '../../setup/match-header.ts';
import { suggestMapping, suggestUnits, type Found } from '../../setup/suggest.ts';
import { toSetupPlace, type Target } from '../../setup/target.ts';
import { keepOther } from '../../sheets/keep-former.ts';
import { writeSheets } from '../../sheets/write-sheets.ts';
import { loadForRows } from '../load-for-rows.ts';
import { shownPath, type LoadedPipeline, type LoadFlags } from '../load-pipeline.ts';
import { askUnits } from './ask-units.ts';
import { toFoundLine } from './open-lines.ts';
import { loadForm, readColumns } from './read-form.ts';

interface Tools {
  readonly log: Log;
  readonly secrets: Secrets;
}

export interface Suggested {
  readonly found: readonly Found[];
  readonly state: MappingState;
  readonly targets: readonly Target[];
  /** Whether DHIS2 was to be asked for organisation units, and could not be. */
  readonly lacksUnits: boolean;
}

/** Compares; writes nothing. Throws ProblemsError, EtlError `mapping/none`, `source/*` and what DHIS2 has to say. */
export async function suggestFor(
  spec: string,
  form: string | undefined,
  flags: LoadFlags,
  tools: Tools,
): Promise<Suggested> {
  const { log, secrets } = tools;
  const { loaded } = await loadForRows(spec, flags, secrets, log);
  const { mapping } = loaded.spec;
  if (!mapping) throw new EtlError('mapping/none', { spec });
  const state = await loadMappingState(loaded.spec, shownPath);
  const seen = await readColumns(loaded.pipeline.source);
  const { asked } = matchHeader(form === undefined ? undefined : await loadForm(form, log), seen);
  const { id } = loaded.place;
  const place = toSetupPlace(await readJson(mapping.metadata.path), undefined, { id, name: id });
  const columns = new Map<string, Target>();
  for (const [column, { uid }] of commonOf(state.columns)?.columns ?? []) {
    const target = place.targets.find((one) => one.id === uid || one.names.includes(uid));
    if (target) columns.set(column, target);
  }
  const names = seen.map(({ name }) => name);
  const header = { columns: names, positions: new Map(names.map((name, at) => [name, at])) };
  const coverage = loaded.columns.coverage(header);
  const left = new Set(coverage.questions?.left);
  const isLeft = ({ id: target }: Target): boolean =>
    coverage.elements?.left.some((name) => name.endsWith(`(${target})`)) === true;
  const unfilled = new Set(place.targets.filter(isLeft).map((target) => target.id));
  const known = { asked, left, targets: place.targets, unfilled, columns };
  const found = suggestMapping({
    ...known,
    options: new Map([...(commonOf(state.options)?.options ?? [])].map(([set, map]) => [set, new Set(map.keys())])),
  });
  const { units, lacksUnits } = await findUnits(spec, asked, loaded, tools);
  return { state, targets: place.targets, found: [...found, ...units], lacksUnits };
}

async function readJson<T = unknown>(file: string): Promise<T> {
  const { parseJsonDocument } = await import('../../base/json-document.ts');
  const { throwOnErrors } = await import('../../base/errors.ts');
  const { loadText } = await import('../../base/text-file.ts');
  const document = parseJsonDocument(await loadText(file, file, 'the mapping'));
  throwOnErrors(document.problems);
  return document.value as T;
}

/** New facilities; their units are asked of DHIS2 only where there are any. */
async function findUnits(
  spec: string,
  asked: readonly Question[],
  loaded: LoadedPipeline,
  tools: Tools,
): Promise<{ readonly units: readonly Found[]; readonly lacksUnits: boolean }> {
  const [column] = loaded.pipeline.columnsOf('orgUnit', undefined);
  const question = asked.find((one) => one.column === column);
  const table = loaded.parts.tables.get('orgUnits');
  if (!question || !table) return { units: [], lacksUnits: false };
  const isKnown = (value: string): boolean => table.get(value) !== undefined;
  if (suggestUnits(question, isKnown, []).length === 0) return { units: [], lacksUnits: false };
  const known = await askUnits(loaded.spec, spec, tools);
  return { units: suggestUnits(question, isKnown, known ?? []), lacksUnits: known === undefined };
}

/** Writes what is sure into the files, whose order and layout stay; gives the files, absolute. */
export async function writeSure({ found, state }: Suggested): Promise<readonly string[]> {
  const changes = found.flatMap(({ is, column, value = '', optionSet = '', sure }): Change[] => {
    const lookup = state.lookups.find(({ name }) => name === UNIT_LOOKUP);
    const places = {
      question: { file: commonOf(state.columns), path: [column], within: '' },
      choice: { file: commonOf(state.options), path: [optionSet, value], within: optionSet },
      unit: { file: lookup && { ...lookup, version: '' }, path: [value], within: UNIT_LOOKUP },
    };
    const { file, path, within } = places[is];
    if (!sure || !file) return [];
    const names = { beforeName: undefined, afterName: sure.name };
    const { path: at, shownAs, version } = file;
    return [{ of: is, file: at, shownAs, version, path, before: undefined, after: sure.id, within, ...names }];
  });
  const questions = changes.filter(({ of }) => of === 'question');
  const others = changes.filter(({ of }) => of !== 'question');
  return writeChanges(state, [...questions, ...labelsOf(found, state), ...others]);
}

/** Where what the form asks is written down, what it asks now is, too. */
function labelsOf(found: readonly Found[], { labels, labelsFile }: MappingState): Change[] {
  if (!labelsFile || !existsSync(labelsFile.path)) return [];
  const { path: file, shownAs } = labelsFile;
  return found.flatMap(({ is, column, label, sure }): Change[] => {
    const before = labels.columns.get(column);
    if (is !== 'question' || !sure || column.endsWith(label) || before === label) return [];
    const names = { beforeName: undefined, afterName: undefined };
    return [{ of: 'label', file, shownAs, version: '', path: [column], before, after: label, within: '', ...names }];
  });
}

/** Writes what is found as a sheet for people; what is sure, and is not written yet, is decided in it. */
export async function writeToDecide(
  { found, targets }: Suggested,
  file: string,
  { takesSure }: { readonly takesSure: boolean },
): Promise<{ readonly lines: number; readonly former: string | undefined }> {
  const lines = found.filter(({ sure }) => !sure || !takesSure).map((one) => toFoundLine(one, targets));
  const sheets = [toDecideSheet(lines)];
  const former = await keepOther(file, sheets);
  await writeSheets(file, sheets);
  return { lines: lines.length, former };
}

/** The file for all form versions, or the first. */
function commonOf<T extends { readonly version: string }>(files: readonly T[]): T | undefined {
  return files.find(({ version }) => version === '') ?? files[0];
}
