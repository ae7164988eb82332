/** A sheet of unmapped values that comes back with decisions: what they change in option maps and look-ups. */
import { basename, resolve } from 'node:path';
import { EtlError, ProblemsError } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import { toComparable } from '../base/unseen-characters.ts';
import { isUid } from '../dhis2/uid.ts';
import { codeOf, toCandidate } from '../generate/sheet/resolve-names.ts';
import { findSheet, UNIT_LOOKUP } from '../generate/sheet/layout.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { toSheetLines, type SheetCell, type SheetLine } from '../sheets/sheet-lines.ts';
import type { Change } from './changes.ts';
import { likelyByWords } from './likely.ts';
import { loadMappingState, type MappingState } from './mapping-state.ts';
import { UNMAPPED } from './unmapped-layout.ts';
import { linesOf, mostLikely, optionsFor, type Candidate } from './unmapped-places.ts';

export interface Decisions {
  readonly state: MappingState;
  readonly changes: readonly Change[];
  /** Lines without a decision. */
  readonly open: number;
}

/** Reads the decisions of a sheet; writes nothing. Throws ProblemsError for those that name nothing. */
export async function planDecisions(
  spec: MappingSpec,
  specFolder: string,
  file: string,
  show: (path: string) => string,
): Promise<Decisions> {
  const state = await loadMappingState(spec, show, likelyByWords);
  const sheets = await readSheets(file, show(file));
  // A CSV has no name for its sheet but that of the file.
  const sheet = findSheet(sheets, UNMAPPED.sheet) ?? (/\.csv$/i.test(file) ? sheets[0] : undefined);
  if (!sheet)
    throw new EtlError('sheet/no-sheet', {
      file: show(file),
      sheet: UNMAPPED.sheet,
      sheets: sheets.map(({ name }) => name),
    });
  const { kind, value, decision, table } = UNMAPPED;
  const { lines, problems } = toSheetLines(sheet, show(file), [kind, value, decision, table]);
  if (problems.length > 0) throw new ProblemsError(problems);
  const reading = new Reading(state, specFolder);
  for (const line of lines) reading.take(line);
  if (reading.problems.length > 0) throw new ProblemsError(reading.problems);
  return {
    state,
    changes: [...reading.changes.values()].filter(({ before, after }) => before !== after),
    open: reading.open,
  };
}

class Reading {
  readonly changes = new Map<string, Change>();
  readonly problems: Problem[] = [];
  open = 0;
  readonly #state: MappingState;
  readonly #specFolder: string;
  readonly #said = new Map<string, SheetCell>();

  constructor(state: MappingState, specFolder: string) {
    this.#state = state;
    this.#specFolder = specFolder;
  }

  take(line: SheetLine): void {
    const value = line.get(UNMAPPED.value).text;
    if (value === '') return;
    if (line.get(UNMAPPED.decision).text.trim() === '') this.open += 1;
    else if (line.get(UNMAPPED.kind).text.trim() === 'choice') this.#takeChoice(line, value);
    else this.#takeLookup(line, value);
  }

  #takeChoice(line: SheetLine, choice: string): void {
    const [table, decision] = [line.get(UNMAPPED.table), line.get(UNMAPPED.decision)];
    const { found: set, problem: wrong } = this.#state.names.optionSet(table, line.get(UNMAPPED.uid));
    if (wrong) this.problems.push(wrong);
    const path = resolve(this.#specFolder, line.get(UNMAPPED.file).text.trim());
    const { options } = this.#state;
    const file =
      options.find((one) => one.path === path) ??
      options.find((one) => basename(one.path) === basename(path)) ??
      options[0];
    if (!set || !file) return;
    const known = optionsFor(set, file);
    const code = wordsOf(decision.text).flatMap((word) => codeOf(word, set.names) ?? theCodeOf(word, known) ?? [])[0];
    if (code === undefined) return this.#refuse(decision, choice, set.name, known);
    const before = file.options.get(set.uid)?.get(choice);
    this.#add(decision, {
      of: 'choice',
      file: file.path,
      shownAs: file.shownAs,
      version: file.version,
      path: [set.uid, choice],
      before,
      after: code,
      within: set.name,
      beforeName: before === undefined ? undefined : set.names?.get(before),
      afterName: set.names?.get(code),
    });
  }

  #takeLookup(line: SheetLine, key: string): void {
    const [table, decision] = [line.get(UNMAPPED.table), line.get(UNMAPPED.decision)];
    const name = table.text.trim();
    const { lookups, names } = this.#state;
    const lookup = lookups.find((one) => one.name === name);
    if (!lookup) {
      const candidates = names.likely(
        name,
        lookups.map((one) => ({ name: one.name, code: one.name })),
      );
      this.problems.push(problem('sheet/unknown-lookup', { name, candidates }, table.place));
      return;
    }
    const known = linesOf(lookup);
    // By what DHIS2 calls it, too, where the look-up or the sheet itself says so.
    const besides = [...lookup.besides, ...candidatesIn(line.get(UNMAPPED.candidates).text)];
    const isUnit = name === UNIT_LOOKUP;
    const after = wordsOf(decision.text).flatMap(
      (word) => theCodeOf(word, known) ?? theCodeOf(word, besides) ?? (isUnit && isUid(word) ? word : []),
    )[0];
    if (after === undefined) return this.#refuse(decision, key, name, [...known, ...besides]);
    const nameOf = (code: string): string | undefined => [...known, ...besides].find((one) => one.code === code)?.name;
    this.#add(decision, {
      of: isUnit ? 'unit' : 'look-up',
      file: lookup.path,
      shownAs: lookup.shownAs,
      version: '',
      path: [key],
      before: lookup.entries.get(key),
      after,
      within: name,
      beforeName: undefined,
      afterName: nameOf(after),
    });
  }

  #add(decision: SheetCell, change: Change): void {
    const id = JSON.stringify([change.file, change.path]);
    const before = this.changes.get(id);
    if (before && before.after !== change.after) {
      const first = this.#said.get(id)?.place;
      const cell = first?.source.cellAt?.(first.start) ?? '';
      this.problems.push(problem('sheet/twice', { what: change.path.at(-1) ?? '', cell }, decision.place));
    }
    this.changes.set(id, change);
    this.#said.set(id, decision);
  }

  #refuse({ text, place }: SheetCell, value: string, table: string, known: readonly Candidate[]): void {
    const candidates = mostLikely(text.trim(), known).map(toCandidate);
    this.problems.push(problem('sheet/unknown-decision', { decision: text.trim(), value, table, candidates }, place));
  }
}

/** A decision as it is written, or what of a candidate was copied: `North Hospital (OuNorthHosp) 92 %`. */
function wordsOf(text: string): readonly string[] {
  const word = text.trim();
  const [, name, code] = /^(.*\S)\s*\(([^()]+)\)(?:\s*\d+\s*%)?;?$/.exec(word) ?? [];
  return name === undefined || code === undefined ? [word] : [word, code, name];
}

/** What stands under candidates: `North Hospital (OuNorthHosp) 92 %; …`. */
function candidatesIn(text: string): readonly Candidate[] {
  return text.split(/ %(?:;|$)/).flatMap((one) => {
    const [, name, code] = /^\s*(.*\S)\s*\(([^()]+)\)\s*\d+$/.exec(one) ?? [];
    return name === undefined || code === undefined ? [] : [{ name, code }];
  });
}

/** The code that has this name or is it, for a person decided: case need not be right. Undefined where names are shared. */
function theCodeOf(word: string, known: readonly Candidate[]): string | undefined {
  const fold = (text: string): string => toComparable(text).toLowerCase();
  const exact = known.filter(({ name, code }) => code === word || toComparable(name) === toComparable(word));
  const loose = known.filter(({ name, code }) => [name, code].some((one) => fold(one) === fold(word)));
  const codes = new Set((exact.length > 0 ? exact : loose).map(({ code }) => code));
  return codes.size === 1 ? [...codes][0] : undefined;
}
