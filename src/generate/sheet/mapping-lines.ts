/** The lines of a mapping's spreadsheet, as what they say: which file of JSON they are for, and what is to stand there. */
import type { Place } from '../../base/document.ts';
import { EtlError } from '../../base/errors.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { isUid } from '../../dhis2/uid.ts';
import { SheetPlaces } from '../../sheets/sheet-places.ts';
import { hasHeadings, toSheetLines, type SheetCell, type SheetLine } from '../../sheets/sheet-lines.ts';
import type { ReadSheet } from '../../sheets/sheet.ts';
import {
  CHOICES,
  findMappingSheet,
  findSheet,
  isYes,
  LOOKUPS,
  QUESTIONS,
  toVersionLabel,
  UNIT_LOOKUP,
  UNITS,
} from './layout.ts';
import { ambiguous, namedBy, type Nameable, type PlaceNames } from './resolve-names.ts';

/** What is to stand under a key, and the line that says so. */
export interface Said {
  readonly value: string;
  readonly place: Place;
  /** Where the key stands. */
  readonly keyPlace: Place;
  /** Where the line names its form versions; of a look-up it names none. */
  readonly versionPlace?: Place;
}

/** What a spreadsheet says; a sheet that it does not have says nothing, and is undefined. */
export interface MappingSays {
  /** By form versions (`v1 v2`; '' for all): the UID for each column. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, Said>> | undefined;
  /** By form versions, then option set: the code for each choice. */
  readonly options: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Said>>> | undefined;
  /** What is left out on purpose, `column` or `element` by name or UID, with the reason. */
  readonly ignored: readonly {
    readonly is: 'column' | 'element';
    readonly name: string;
    readonly reason: string;
    readonly place: Place;
  }[];
  /** By look-up: the value of each key. */
  readonly lookups: ReadonlyMap<string, ReadonlyMap<string, Said>>;
  /** Words that are no mapping, such as labels, by sheet and line: kept where the spreadsheet is written anew. */
  readonly labels: { readonly columns: ReadonlyMap<string, string>; readonly choices: ReadonlyMap<string, string> };
  readonly problems: readonly Problem[];
  /** Whether DHIS2 may know a unit that is written by its name or code. */
  readonly missesUnit: boolean;
}

/** What was there before, and need not be right to stay as it is. */
export interface Before {
  readonly isColumn: (version: string, column: string, uid: string) => boolean;
  readonly isChoice: (version: string, optionSet: string, choice: string, code: string) => boolean;
  readonly isUnit: (key: string, uid: string) => boolean;
}

const NOTHING_BEFORE: Before = { isColumn: () => false, isChoice: () => false, isUnit: () => false };

/**
 * Reads the sheets of a mapping. `units`: what organisation units are called, for those that are written by name or code.
 * Throws EtlError `sheet/no-sheet` where none of the sheets is there.
 */
export function readMappingLines(
  sheets: readonly ReadSheet[],
  file: string,
  names: PlaceNames,
  before = NOTHING_BEFORE,
  units: readonly Nameable[] = [],
): MappingSays {
  const [questions, choices] = [findMappingSheet(sheets, QUESTIONS.sheet, file), findSheet(sheets, CHOICES.sheet)];
  const [ofUnits, lookups] = [findSheet(sheets, UNITS.sheet), findSheet(sheets, LOOKUPS.sheet)];
  if (!questions && !choices && !ofUnits && !lookups)
    throw new EtlError('sheet/no-sheet', { file, sheet: QUESTIONS.sheet, sheets: sheets.map(({ name }) => name) });
  const reading = new Reading(file, names, before, units);
  const renamed = questions ? undefined : sheets.find((one) => hasHeadings(one, [QUESTIONS.column, QUESTIONS.uid]));
  if (renamed) {
    const args = { sheet: renamed.name, wanted: QUESTIONS.sheet };
    reading.problems.push(problem('sheet/renamed', args, new SheetPlaces(renamed, file).placeOf(1, 0)));
  }
  if (questions) reading.readQuestions({ ...questions, name: QUESTIONS.sheet });
  if (choices) reading.readChoices(choices);
  if (ofUnits) reading.readUnits(ofUnits);
  if (lookups) reading.readLookups(lookups);
  return reading;
}

type Twofold<T> = Map<string, Map<string, T>>;

class Reading implements MappingSays {
  columns: Twofold<Said> | undefined;
  options: Map<string, Twofold<Said>> | undefined;
  readonly ignored: { is: 'column' | 'element'; name: string; reason: string; place: Place }[] = [];
  readonly lookups: Twofold<Said> = new Map();
  readonly labels = { columns: new Map<string, string>(), choices: new Map<string, string>() };
  readonly problems: Problem[] = [];
  missesUnit = false;
  readonly #file: string;
  readonly #names: PlaceNames;
  readonly #before: Before;
  readonly #units: readonly Nameable[];

  constructor(file: string, names: PlaceNames, before: Before, units: readonly Nameable[]) {
    this.#file = file;
    this.#names = names;
    this.#before = before;
    this.#units = units;
  }

  readQuestions(sheet: ReadSheet): void {
    const lines = this.#linesOf(sheet, [QUESTIONS.column, QUESTIONS.uid]);
    if (!lines) return;
    this.columns = new Map();
    for (const line of lines) this.#readQuestion(line, this.columns);
    const mapped = new Set([...this.columns.values()].flatMap((columns) => [...columns.keys()]));
    for (const { is, name, place } of this.ignored)
      if (is === 'column' && mapped.has(name))
        this.problems.push(problem('sheet/ignored-and-mapped', { what: name }, place));
  }

  #readQuestion(line: SheetLine, columns: Twofold<Said>): void {
    const [column, element, uid] = [line.get(QUESTIONS.column), line.get(QUESTIONS.element), line.get(QUESTIONS.uid)];
    const ofVersion = line.get(QUESTIONS.version);
    const version = toVersionLabel(ofVersion.text);
    const label = line.get(QUESTIONS.label).text;
    if (label !== '') this.labels.columns.set(column.text, label);
    if (isYes(line.get(QUESTIONS.ignore).text)) return this.#ignore(line, column, element, uid);
    if (column.text.trim() === '') return;
    const id = uid.text.trim();
    const isAsBefore = id !== '' && this.#before.isColumn(version, column.text, id) && !this.#names.elementOf(id);
    const named = isAsBefore ? undefined : this.#names.element(element, uid);
    if (named?.problem) this.problems.push(named.problem);
    const value = isAsBefore ? id : named?.found?.uid;
    if (value !== undefined) this.#say(within(columns, version), column, value, uid, ofVersion);
  }

  #ignore(line: SheetLine, column: SheetCell, element: SheetCell, uid: SheetCell): void {
    const hasElement = element.text.trim() !== '' || uid.text.trim() !== '';
    const reason = line.get(QUESTIONS.reason);
    if (column.text.trim() !== '') {
      if (hasElement) this.problems.push(problem('sheet/ignored-and-mapped', { what: column.text }, column.place));
      this.#addIgnored('column', column.text, column, reason);
    } else if (hasElement) {
      const { found, problem: wrong } = this.#names.element(element, uid);
      if (wrong) this.problems.push(wrong);
      if (found) this.#addIgnored('element', found.uid, uid, reason);
    }
  }

  #addIgnored(is: 'column' | 'element', name: string, { place }: SheetCell, reason: SheetCell): void {
    const text = reason.text.trim();
    if (text === '') this.problems.push(problem('sheet/no-reason', { what: name }, reason.place));
    else this.ignored.push({ is, name, reason: text, place });
  }

  readChoices(sheet: ReadSheet): void {
    const lines = this.#linesOf(sheet, [CHOICES.setUid, CHOICES.choice, CHOICES.code]);
    if (!lines) return;
    this.options = new Map();
    for (const line of lines) this.#readChoice(line, this.options);
  }

  #readChoice(line: SheetLine, options: Map<string, Twofold<Said>>): void {
    const [set, setUid] = [line.get(CHOICES.optionSet), line.get(CHOICES.setUid)];
    const [choice, code, option] = [line.get(CHOICES.choice), line.get(CHOICES.code), line.get(CHOICES.option)];
    const ofVersion = line.get(CHOICES.version);
    const version = toVersionLabel(ofVersion.text);
    const label = line.get(CHOICES.label).text;
    const id = setUid.text.trim();
    if (label !== '') this.labels.choices.set(`${id}\u0000${choice.text}`, label);
    // An option without a choice is there to be seen; it may be filled in.
    if (choice.text === '') return;
    if (this.#before.isChoice(version, id, choice.text, code.text) && !this.#isTold(id, code.text)) {
      if (code.text !== '') this.#say(within(within3(options, version), id), choice, code.text, code, ofVersion);
      return;
    }
    const named = this.#names.optionSet(set, setUid);
    if (named.problem) this.problems.push(named.problem);
    if (!named.found) return;
    const { found, problem: wrong } = this.#names.option(named.found, code, option);
    if (wrong) this.problems.push(wrong);
    if (found !== undefined)
      this.#say(within(within3(options, version), named.found.uid), choice, found, code, ofVersion);
  }

  /** Whether DHIS2 knows an option, so that its line can be held against it. */
  #isTold(optionSet: string, code: string): boolean {
    return this.#names.optionSetOf(optionSet)?.names?.has(code) === true;
  }

  readUnits(sheet: ReadSheet): void {
    const lines = this.#linesOf(sheet, [UNITS.key, UNITS.uid]);
    if (!lines) return;
    const table = within(this.lookups, UNIT_LOOKUP);
    for (const line of lines) {
      const [key, uid] = [line.get(UNITS.key), line.get(UNITS.uid)];
      if (key.text.trim() === '' || uid.text.trim() === '') continue;
      const value = this.#before.isUnit(key.text, uid.text) ? uid.text : this.#unitOf(key, uid);
      if (value !== undefined) this.#say(table, key, value, uid);
    }
  }

  /** A unit by its UID, or by a code or name that one alone has. */
  #unitOf(key: SheetCell, cell: SheetCell): string | undefined {
    const word = cell.text.trim();
    if (isUid(word)) return word;
    const found = namedBy(word, this.#units);
    if (found.length > 1) this.problems.push(ambiguous(word, found, cell));
    if (found.length === 0) {
      this.missesUnit = true;
      const candidates = this.#names.likely(word, this.#units);
      this.problems.push(problem('sheet/bad-unit', { uid: word, key: key.text, candidates }, cell.place));
    }
    return found.length === 1 ? found[0]?.code : undefined;
  }

  readLookups(sheet: ReadSheet): void {
    const lines = this.#linesOf(sheet, [LOOKUPS.lookup, LOOKUPS.key, LOOKUPS.value]);
    for (const line of lines ?? []) {
      const [lookup, key, value] = [line.get(LOOKUPS.lookup), line.get(LOOKUPS.key), line.get(LOOKUPS.value)];
      if (lookup.text.trim() === '' || key.text.trim() === '' || value.text === '') continue;
      this.#say(within(this.lookups, lookup.text.trim()), key, value.text, value);
    }
  }

  #linesOf(sheet: ReadSheet, needed: readonly string[]): readonly SheetLine[] | undefined {
    const { lines, problems } = toSheetLines(sheet, this.#file, needed);
    this.problems.push(...problems);
    return problems.length === 0 ? lines : undefined;
  }

  #say(table: Map<string, Said>, key: SheetCell, value: string, { place }: SheetCell, version?: SheetCell): void {
    const before = table.get(key.text);
    if (before && before.value !== value) {
      const cell = before.place.source.cellAt?.(before.place.start) ?? '';
      this.problems.push(problem('sheet/twice', { what: key.text, cell }, key.place));
    } else if (!before)
      table.set(key.text, { value, place, keyPlace: key.place, ...(version && { versionPlace: version.place }) });
  }
}

function within<T>(tables: Twofold<T>, name: string): Map<string, T> {
  const table = tables.get(name) ?? new Map<string, T>();
  tables.set(name, table);
  return table;
}

function within3<T>(tables: Map<string, Twofold<T>>, name: string): Twofold<T> {
  const table = tables.get(name) ?? new Map<string, Map<string, T>>();
  tables.set(name, table);
  return table;
}
