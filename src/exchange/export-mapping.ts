/** The mapping of a pipeline as a spreadsheet: a line for each question, choice and unit, by label and by name. Pure. */
import { CHOICES, LOOKUPS, QUESTIONS, UNIT_LOOKUP, UNITS } from '../generate/sheet/layout.ts';
import type { ProgramElement } from '../generate/place-metadata.ts';
import type { SheetToWrite } from '../sheets/sheet.ts';
import type { ColumnsFile, MappingState, OptionsFile } from './mapping-state.ts';

/** Words of people that no file of JSON has room for, by column and by option set and choice. */
export interface Labels {
  readonly columns: ReadonlyMap<string, string>;
  readonly choices: ReadonlyMap<string, string>;
}

type Row = (string | null)[];

export function exportMapping(state: MappingState, labels: Labels = state.labels): SheetToWrite[] {
  const hasVersions = [...state.columns, ...state.options].some(({ version }) => version !== '');
  return [
    ...(state.columns.length > 0 ? [questions(state, labels, hasVersions)] : []),
    ...(state.options.length > 0 ? [choices(state, labels, hasVersions)] : []),
    ...units(state),
    ...otherLookups(state),
  ];
}

function questions(state: MappingState, labels: Labels, hasVersions: boolean): SheetToWrite {
  const { names, ignore } = state;
  const wide = { [QUESTIONS.column]: 40, [QUESTIONS.label]: 40, [QUESTIONS.element]: 50, [QUESTIONS.reason]: 40 };
  const { version, column, label, element, uid, ignore: ignored, reason } = QUESTIONS;
  const titles = [...(hasVersions ? [version] : []), column, label, element, uid, ignored, reason];
  const toRow = (of: string, cells: Row): Row => (hasVersions ? [of, ...cells] : cells);
  const mapped = state.columns.flatMap((file) =>
    [...file.columns].map(([name, { uid: id }]) =>
      toRow(file.version, [name, labels.columns.get(name) ?? null, names.elementOf(id)?.name ?? null, id, null, null]),
    ),
  );
  const left = elementsWithoutColumn(state).map((one) => {
    const because = ignore.find(({ is, name }) => is === 'element' && isCalled(one, name))?.reason;
    return toRow('', [null, null, one.name, one.uid, because === undefined ? null : 'yes', because ?? null]);
  });
  const ignoredColumns = ignore
    .filter(({ is }) => is === 'column')
    .map(({ name, reason: because }) =>
      toRow('', [name, labels.columns.get(name) ?? null, null, null, 'yes', because]),
    );
  return { name: QUESTIONS.sheet, columns: titled(titles, wide), rows: [...mapped, ...left, ...ignoredColumns] };
}

/** Those that wait for a column, and those that are ignored; what the spec fills by hand waits for none. */
function elementsWithoutColumn({ columns, names, byHand }: MappingState): ProgramElement[] {
  const withColumn = new Set(columns.flatMap((file) => [...file.columns.values()].map(({ uid }) => uid)));
  return names.elements.filter(
    (element) => !withColumn.has(element.uid) && ![...byHand].some((word) => isCalled(element, word)),
  );
}

function isCalled({ uid, name, names }: ProgramElement, word: string): boolean {
  return word === uid || word === name || names.includes(word);
}

function choices(state: MappingState, labels: Labels, hasVersions: boolean): SheetToWrite {
  const wide = {
    [CHOICES.questions]: 40,
    [CHOICES.optionSet]: 40,
    [CHOICES.label]: 40,
    [CHOICES.code]: 30,
    [CHOICES.option]: 40,
  };
  const { version, questions: of, optionSet, setUid, choice, label, code, option } = CHOICES;
  const titles = [...(hasVersions ? [version] : []), of, optionSet, setUid, choice, label, code, option];
  const rows = state.options.flatMap((file) => [...mappedChoices(state, file, labels), ...freeOptions(state, file)]);
  return {
    name: CHOICES.sheet,
    columns: titled(titles, wide),
    rows: hasVersions ? rows : rows.map((row) => row.slice(1)),
  };
}

function mappedChoices(state: MappingState, { version, options }: OptionsFile, labels: Labels): Row[] {
  return [...options].flatMap(([uid, map]) => {
    const set = state.names.optionSetOf(uid);
    const of = columnsOf(state, uid);
    return [...map].map(([choice, code]) => {
      const label = labels.choices.get(`${uid}\u0000${choice}`) ?? null;
      const name = code === undefined ? null : (set?.names?.get(code) ?? null);
      return [version, of, set?.name ?? null, uid, choice, label, code ?? null, name];
    });
  });
}

/** Options to which no choice is mapped, of questions that are: lines in which only the choice is to be written. */
function freeOptions(state: MappingState, { version, options }: OptionsFile): Row[] {
  if (version !== '') return [];
  return state.names.optionSets.flatMap(({ uid, name, names }) => {
    const of = columnsOf(state, uid);
    const used = new Set(options.get(uid)?.values());
    if (of === '') return [];
    return [...(names ?? [])]
      .filter(([code]) => !used.has(code))
      .map(([code, option]) => [version, of, name, uid, null, null, code, option]);
  });
}

/** The columns whose answers go through an option set, as they stand in the common mapping or in that of a version. */
function columnsOf({ columns, names }: MappingState, setUid: string): string {
  const all = columns.flatMap((file: ColumnsFile) =>
    [...file.columns].flatMap(([column, { uid }]) => (names.elementOf(uid)?.optionSet?.uid === setUid ? [column] : [])),
  );
  return [...new Set(all)].join(', ');
}

function units({ lookups }: MappingState): SheetToWrite[] {
  const found = lookups.find(({ name }) => name === UNIT_LOOKUP);
  if (!found) return [];
  const wide = { [UNITS.key]: 50 };
  const rows = [...found.entries].map(([key, uid]) => [key, uid]);
  return [{ name: UNITS.sheet, columns: titled([UNITS.key, UNITS.uid], wide), rows }];
}

function otherLookups({ lookups }: MappingState): SheetToWrite[] {
  const others = lookups.filter(({ name }) => name !== UNIT_LOOKUP);
  if (others.length === 0) return [];
  const rows = others.flatMap(({ name, entries }) => [...entries].map(([key, value]) => [name, key, value]));
  const titles = [LOOKUPS.lookup, LOOKUPS.key, LOOKUPS.value];
  return [{ name: LOOKUPS.sheet, columns: titled(titles, { [LOOKUPS.key]: 50 }), rows }];
}

function titled(titles: readonly string[], wide: Readonly<Record<string, number>>): { title: string; width: number }[] {
  return titles.map((title) => ({ title, width: wide[title] ?? 16 }));
}
