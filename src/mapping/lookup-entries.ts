/** The lines of a look-up, whatever its file is: JSON, a CSV as people and Excel write it, a sheet of a workbook. Pure. */
import { parse } from 'csv-parse/sync';
import type { Place, SourceText } from '../base/document.ts';
import { parseJsonDocument } from '../base/json-document.ts';
import { isObject } from '../base/json.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import { isUid } from '../dhis2/uid.ts';
import { delimiterOf } from '../sheets/delimiter.ts';
import { unescapeFormula } from '../sheets/formula-start.ts';
import type { ReadSheet } from '../sheets/sheet.ts';
import { SheetPlaces } from '../sheets/sheet-places.ts';
import type { LookupEntry } from './check-lookup.ts';

export interface LookupEntries {
  readonly entries: readonly LookupEntry[];
  readonly problems: readonly Problem[];
  /** Of a table: how it is laid out, for whoever writes into it. */
  readonly layout?: LookupLayout;
}

export interface LookupLayout {
  /** Where key, value and (in a sheet of all look-ups) the name of the look-up stand; -1 where there is none. */
  readonly key: number;
  readonly value: number;
  readonly lookup: number;
  readonly width: number;
  /** Of a CSV. */
  readonly delimiter?: string;
  /** Of a workbook: its sheet. */
  readonly sheet?: string;
}

/** What the two columns may be called where there are more; the first that is there counts. */
const KEY = ['key'];
const VALUE = ['uid', 'value', 'code'];
/** Of a sheet with the look-ups of a whole pipeline: whose a line is. */
const LOOKUP = 'look-up';

export function parseJsonEntries(source: SourceText, name: string): LookupEntries {
  const document = parseJsonDocument(source);
  const { problems } = document;
  if (problems.some((fault) => fault.severity === 'error')) return { entries: [], problems };
  if (!isObject(document.value))
    return { entries: [], problems: [...problems, problem('lookup/not-an-object', { name }, document.placeOf([]))] };
  const entries: LookupEntry[] = [];
  const others: string[] = [];
  for (const [key, value] of Object.entries(document.value)) {
    if (typeof value !== 'string') {
      others.push(key);
      continue;
    }
    // The place is worked out only if somebody asks: a look-up may have thousands of lines.
    const entry = {
      key,
      value,
      get place() {
        return document.placeOf([key], 'key');
      },
    };
    entries.push(entry);
  }
  const [first, ...more] = others;
  if (first === undefined) return { entries, problems };
  const wrong = problem('lookup/not-text', { name, key: first, more: more.length }, document.placeOf([first]));
  return { entries, problems: [...problems, wrong] };
}

/** A row below the heading, and the heading itself; the place is worked out only if somebody asks. */
interface Row {
  readonly cells: readonly string[];
  readonly place: () => Place;
}

export function parseCsvEntries(source: SourceText, name: string): LookupEntries {
  const said = /^\ufeff?sep=(.?)\r?\n/i.exec(source.text);
  const found = said?.[1] || delimiterOf(source.text.slice(said?.[0].length ?? 0));
  const read = parseBy(found, source, name, said !== null);
  if (found === ',' || read.problems.length === 0) return read;
  // The heading of a hand-made list may be separated by another sign than its rows.
  const byCommas = parseBy(',', source, name, said !== null);
  return byCommas.problems.length === 0 ? byCommas : read;
}

function parseBy(delimiter: string, source: SourceText, name: string, saysSign: boolean): LookupEntries {
  const start = { source, start: 0, end: 0 };
  const lines = lineStarts(source.text);
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, delimiter } as const;
    const read = parse(source.text, options) as unknown as { record: string[]; info: { lines: number } }[];
    const rows = read
      .slice(saysSign ? 1 : 0)
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
      .map(({ record, info }) => ({
        cells: record.map(unescapeFormula),
        place: () => {
          const from = lines[info.lines - 1] ?? 0;
          return { source, start: from, end: (lines[info.lines] ?? source.text.length + 1) - 1 };
        },
      }));
    const found = toEntries(rows, name, start);
    return found.layout ? { ...found, layout: { ...found.layout, delimiter } } : found;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    return { entries: [], problems: [problem('lookup/bad-csv', { name, reason }, start)] };
  }
}

/** The sheet that has the name of the look-up (`Units` for organisation units), or that of all look-ups, or the first. */
export function toSheetEntries(sheets: readonly ReadSheet[], file: string, name: string): LookupEntries {
  const named = (wanted: string): ReadSheet | undefined =>
    sheets.find((sheet) => sheet.name.trim().toLowerCase() === wanted.toLowerCase());
  const sheet = named(name) ?? (name === 'orgUnits' ? named('Units') : undefined) ?? named('Look-ups') ?? sheets[0];
  if (!sheet) return { entries: [], problems: [] };
  const places = new SheetPlaces(sheet, file);
  const rows = sheet.rows.map(({ at, cells }) => ({ cells, place: () => places.placeOf(at, 0) }));
  const found = toEntries(rows, name, places.placeOf(sheet.rows[0]?.at ?? 1, 0));
  return found.layout ? { ...found, layout: { ...found.layout, sheet: sheet.name } } : found;
}

function toEntries(rows: readonly Row[], name: string, start: Place): LookupEntries {
  const [heading, ...lines] = rows;
  if (!heading) return { entries: [], problems: [] };
  const columns = findColumns(heading.cells, lines);
  if (!columns) {
    const headings = heading.cells.map((cell) => cell.trim());
    return { entries: [], problems: [problem('lookup/which-columns', { name, headings }, start)] };
  }
  const { key: keyAt, value: valueAt, lookup: lookupAt, width } = columns;
  const entries: LookupEntry[] = [];
  const ragged: Row[] = [];
  for (const row of lines) {
    const cells = withoutTrailingBlanks(row.cells, width);
    if (lookupAt !== -1 && cells[lookupAt]?.trim() !== name) continue;
    const [key, value] = [cells[keyAt], cells[valueAt]];
    if (cells.length > width || key === undefined || value === undefined) ragged.push(row);
    else
      entries.push({
        key,
        value,
        get place() {
          return row.place();
        },
        get others() {
          return cells.filter((cell, at) => ![keyAt, valueAt, lookupAt].includes(at) && cell.trim() !== '');
        },
      });
  }
  const [first, ...more] = ragged;
  const untitled = looksLikeUid(heading.cells[valueAt] ?? '')
    ? [warning('lookup/no-heading', { name, key: heading.cells[keyAt] ?? '' }, heading.place())]
    : [];
  if (!first) return { entries, problems: untitled, layout: columns };
  const args = { name, cells: withoutTrailingBlanks(first.cells, 1).length, columns: width, more: more.length };
  return { entries, problems: [problem('lookup/not-two-columns', args, first.place())] };
}

/** No word is written so: letters small and large, or digits, within it. */
function looksLikeUid(cell: string): boolean {
  return isUid(cell.trim()) && /[a-z][A-Z]|\d/.test(cell);
}

/** By their names; of two columns the first is the key, whatever they are called. */
function findColumns(heading: readonly string[], lines: readonly Row[]): LookupLayout | undefined {
  const headings = withoutTrailingBlanks(heading, 2).map((cell) => cell.trim().toLowerCase());
  const at = (names: readonly string[]): number => {
    const found = names.find((name) => headings.includes(name));
    return found === undefined ? -1 : headings.indexOf(found);
  };
  const width = headings.length;
  const [key, value] = [at(KEY), at(VALUE)];
  if (key !== -1 && value !== -1) return { key, value, lookup: headings.indexOf(LOOKUP), width };
  const hasTwo =
    width === 2 || (width === 1 && lines.every(({ cells }) => withoutTrailingBlanks(cells, 2).length === 2));
  return hasTwo ? { key: 0, value: 1, lookup: -1, width: 2 } : undefined;
}

function withoutTrailingBlanks(cells: readonly string[], least: number): readonly string[] {
  let length = cells.length;
  while (length > least && cells[length - 1]?.trim() === '') length -= 1;
  return cells.slice(0, length);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
