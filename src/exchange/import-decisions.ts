/** A sheet that comes back with decisions: what they change in mapping, look-ups and spec. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EtlError, ProblemsError } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import { findSheet } from '../generate/sheet/layout.ts';
import type { Nameable } from '../generate/sheet/resolve-names.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { hasHeadings, toSheetLines, type SheetCell, type SheetLine } from '../sheets/sheet-lines.ts';
import type { ReadSheet } from '../sheets/sheet.ts';
import { decideChoice, decideLookup, type Told } from './decide-value.ts';
import { decideElement, decidePlace, decideQuestion, knownColumns } from './decide-question.ts';
import type { Claim, Decided, Deciding } from './deciding.ts';
import { TO_DECIDE, UNMAPPED } from './decision-layout.ts';
import type { AskUnits, Import } from './import-mapping.ts';
import { likelyByWords } from './likely.ts';
import { loadMappingState } from './mapping-state.ts';
import { countOpen } from './still-open.ts';

export interface Decisions extends Import {
  /** Lines that still wait for a decision. */
  readonly open: number;
}

const NEEDED = [TO_DECIDE.kind, TO_DECIDE.value, TO_DECIDE.decision, TO_DECIDE.table];

/** Whether a spreadsheet is one of decisions, and none of a mapping; what is wrong with a file, its reader says. */
export async function hasDecisions(file: string, shownAs: string): Promise<boolean> {
  const sheets = await readSheets(file, shownAs).catch(() => []);
  return sheetOf(sheets) !== undefined;
}

/** Reads the decisions of a sheet; writes nothing. Throws ProblemsError for those that name nothing. */
export async function planDecisions(
  spec: MappingSpec,
  specFile: string,
  file: string,
  show: (path: string) => string,
  askUnits: AskUnits,
): Promise<Decisions> {
  const state = await loadMappingState(spec, show, likelyByWords);
  const sheets = await readSheets(file, show(file));
  // A CSV has no name for its sheet but that of the file.
  const sheet = sheetOf(sheets) ?? (/\.csv$/i.test(file) ? sheets[0] : undefined);
  if (!sheet)
    throw new EtlError('sheet/no-sheet', {
      file: show(file),
      sheet: UNMAPPED.sheet,
      sheets: sheets.map(({ name }) => name),
    });
  const { lines, problems } = toSheetLines(sheet, show(file), NEEDED);
  if (problems.length > 0) throw new ProblemsError(problems);
  const specText = await readFile(specFile, 'utf8');
  const knowing = (units: readonly Nameable[] | undefined): Deciding => ({
    state,
    specFolder: dirname(specFile),
    specText,
    columns: knownColumns(state, lines),
    units,
  });
  let reading = new Reading(lines, knowing(undefined));
  if (reading.missesUnit) reading = new Reading(lines, knowing(await askUnits()));
  if (reading.problems.length > 0) throw new ProblemsError(reading.problems);
  const changes = reading.decided.filter(({ before, after }) => before !== after);
  return {
    state,
    changes: changes.flatMap((one) => (one.of === 'ignored' || one.of === 'spec' ? [] : [one])),
    ignored: changes.flatMap((one) => (one.of === 'ignored' ? [one] : [])),
    inSpec: changes.flatMap((one) => (one.of === 'spec' ? [one] : [])),
    open: countOpen(reading.blank, reading.claims, knowing(undefined)),
  };
}

/** By its name, or where somebody has renamed it, by its headings. */
function sheetOf(sheets: readonly ReadSheet[]): ReadSheet | undefined {
  const named = [UNMAPPED.sheet, TO_DECIDE.sheet].map((name) => findSheet(sheets, name)).find((one) => one);
  return named ?? sheets.find((sheet) => hasHeadings(sheet, NEEDED));
}

const DECIDE: ReadonlyMap<string, (line: SheetLine, deciding: Deciding) => Told> = new Map([
  ['choice', decideChoice],
  ['question', decideQuestion],
  ['element', decideElement],
  ['place', decidePlace],
]);

/** Whether a line of another kind, as whoever translates it writes one, is of an option set all the same. */
function isOfOptions(line: SheetLine, { state }: Deciding): boolean {
  const table = line.get(UNMAPPED.table).text.trim();
  return !state.lookups.some(({ name }) => name === table) && state.names.optionSetOf(table) !== undefined;
}

class Reading {
  readonly decided: Decided[] = [];
  readonly problems: Problem[] = [];
  readonly claims: Claim[] = [];
  /** Lines without a decision. */
  readonly blank: SheetLine[] = [];
  /** Whether DHIS2 may know a unit that no file does. */
  missesUnit = false;
  /** What is decided of each thing, and the cell that says so first. */
  readonly #said = new Map<string, { readonly decision: string; readonly cell: SheetCell }>();

  constructor(lines: readonly SheetLine[], deciding: Deciding) {
    for (const line of lines) this.#take(line, deciding);
  }

  #take(line: SheetLine, deciding: Deciding): void {
    const kind = line.get(UNMAPPED.kind).text.trim().toLowerCase();
    const cells = [UNMAPPED.value, UNMAPPED.column, UNMAPPED.uid].map((heading) => line.get(heading).text.trim());
    // A total, a remark: whatever people write below the lines.
    if (cells.every((text) => text === '')) return;
    const decision = line.get(UNMAPPED.decision);
    if (decision.text.trim() === '') {
      this.blank.push(line);
      return;
    }
    const told = (DECIDE.get(kind) ?? (isOfOptions(line, deciding) ? decideChoice : decideLookup))(line, deciding);
    this.claims.push(...(told.claims ?? []));
    this.missesUnit ||= told.missesUnit === true;
    if (told.problem) this.problems.push(told.problem);
    const isNew = this.#agrees(told, decision);
    if (told.decided && isNew) this.decided.push(told.decided);
  }

  /** One thing is decided once; the same again says nothing new. */
  #agrees({ claims = [] }: Told, decision: SheetCell): boolean {
    let isNew = false;
    for (const { what, name, is } of claims) {
      const before = this.#said.get(what);
      if (!before) {
        this.#said.set(what, { decision: is, cell: decision });
        isNew = true;
      } else if (before.decision !== is) {
        const { place } = before.cell;
        const args = { what: name, cell: place.source.cellAt?.(place.start) ?? '' };
        this.problems.push(problem('sheet/twice', args, decision.place));
        return false;
      }
    }
    return isNew;
  }
}
