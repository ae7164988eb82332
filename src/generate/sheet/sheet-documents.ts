/**
 * A spreadsheet as the input of a mapping: its lines as the documents that files of columns and options would be, with the
 * cells as their places.
 */
import type { Place, SourceText } from '../../base/document.ts';
import type { JsonDocument } from '../../base/json-document.ts';
import type { Json } from '../../base/json.ts';
import type { PlaceOf } from '../../base/pointer.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { SheetPlaces } from '../../sheets/sheet-places.ts';
import type { ReadSheet } from '../../sheets/sheet.ts';
import type { ProgramStage } from '../place-metadata.ts';
import { CHOICES, findMappingSheet, QUESTIONS } from './layout.ts';
import { readMappingLines, type Said } from './mapping-lines.ts';
import { PlaceNames } from './resolve-names.ts';

/** What a spreadsheet is taken for, and which form versions have lines of their own in it; '' is the common mapping. */
export interface SheetUse {
  readonly role: 'columns' | 'options';
  readonly versions: readonly string[];
}

/** The text that stands for a spreadsheet among the inputs of a mapping. */
export function toSheetText(file: string, sheets: readonly ReadSheet[]): SourceText {
  return { file, text: JSON.stringify(sheets) };
}

export function fromSheetText({ text }: SourceText): readonly ReadSheet[] {
  return JSON.parse(text) as readonly ReadSheet[];
}

/** The documents of a spreadsheet, by form version. Throws EtlError `sheet/no-sheet` where it has no sheet of questions. */
export function toSheetDocuments(
  source: SourceText,
  { role, versions }: SheetUse,
  stages: readonly ProgramStage[],
): ReadonlyMap<string, JsonDocument> {
  const sheets = fromSheetText(source);
  const name = role === 'columns' ? QUESTIONS.sheet : CHOICES.sheet;
  const sheet = findMappingSheet(sheets, name, source.file);
  // A form without choices has no sheet of them.
  if (!sheet && role === 'options') return new Map(versions.map((version) => [version, NO_CHOICES(source.file)]));
  const says = readMappingLines(sheet ? [{ ...sheet, name }] : sheets, source.file, new PlaceNames(stages));
  const start = new SheetPlaces(sheet ?? { name, rows: [] }, source.file).placeOf(sheet?.rows[0]?.at ?? 1, 0);
  const problems = [...says.problems];
  const documents = versions.map((version): readonly [string, JsonDocument] => {
    if (role === 'columns') {
      const lines = merge(linesFor(says.columns, version), problems);
      return [version, toDocument(toObject(lines), ([column]) => lines.get(column ?? '')?.place ?? start)];
    }
    const sets = new Map<string, ReadonlyMap<string, Said>[]>();
    for (const maps of linesFor(says.options, version))
      for (const [set, lines] of maps) sets.set(set, [...(sets.get(set) ?? []), lines]);
    const merged = new Map([...sets].map(([set, lines]) => [set, merge(lines, problems)]));
    const value = Object.fromEntries([...merged].map(([set, lines]) => [set, toObject(lines)]));
    return [
      version,
      toDocument(value, ([set, choice]) => {
        const lines = merged.get(set ?? '');
        return (choice === undefined ? [...(lines?.values() ?? [])][0] : lines?.get(choice))?.place ?? start;
      }),
    ];
  });
  problems.push(...unknownVersions(says[role], versions));
  return new Map(documents.map(([version, document]) => [version, { ...document, problems }]));
}

const NO_CHOICES = (file: string): JsonDocument => {
  const place = new SheetPlaces({ name: CHOICES.sheet, rows: [] }, file).placeOf(1, 0);
  return { value: {}, problems: [], placeOf: () => place };
};

function toDocument(value: Json, find: (path: readonly string[]) => Place): JsonDocument {
  const placeOf: PlaceOf = (pointer) => find(pointer.map(String));
  return { value, problems: [], placeOf };
}

function toObject(lines: ReadonlyMap<string, Said>): Json {
  return Object.fromEntries([...lines].map(([key, { value }]) => [key, value]));
}

/** The lines that name a form version, alone or among others; for '' those that name none. */
function linesFor<T>(all: ReadonlyMap<string, T> | undefined, version: string): readonly T[] {
  return [...(all ?? [])].flatMap(([label, lines]) => (namesIn(label).includes(version) ? [lines] : []));
}

const namesIn = (label: string): readonly string[] => label.split(' ');

/** Lines for `v1` beside those for `v1 v2`: no key may have two values. */
function merge(all: readonly ReadonlyMap<string, Said>[], problems: Problem[]): ReadonlyMap<string, Said> {
  const merged = new Map<string, Said>();
  for (const [key, said] of all.flatMap((lines) => [...lines])) {
    const before = merged.get(key);
    if (!before) merged.set(key, said);
    else if (before.value !== said.value) {
      const cell = before.place.source.cellAt?.(before.place.start) ?? '';
      problems.push(problem('sheet/twice', { what: key, cell }, said.place));
    }
  }
  return merged;
}

function unknownVersions(all: ReadonlyMap<string, unknown> | undefined, known: readonly string[]): Problem[] {
  return [...(all ?? [])].flatMap(([label, lines]) => {
    const unknown = namesIn(label).find((name) => !known.includes(name));
    if (unknown === undefined) return [];
    return [problem('sheet/version-not-in-spec', { version: unknown }, versionPlace(lines))];
  });
}

/** Where the first of the lines names its form version. */
function versionPlace(lines: unknown): Place | undefined {
  const [first] = lines instanceof Map ? [...(lines as ReadonlyMap<string, unknown>).values()] : [];
  return first instanceof Map ? versionPlace(first) : (first as Said | undefined)?.versionPlace;
}
