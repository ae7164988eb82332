import { parse } from 'csv-parse/sync';
import type { SourceText } from '../base/document.ts';
import { parseJsonDocument } from '../base/json-document.ts';
import { isObject } from '../base/json.ts';
import { problem, type Problem } from '../base/problem.ts';
import { loadText } from '../base/text-file.ts';
import { toComparable } from '../base/unseen-characters.ts';
import type { LookupTable } from '../expression/context.ts';
import { normaliseKey } from '../expression/helpers/lookups.ts';
import { checkEntries, type LookupEntry } from './check-lookup.ts';

/**
 * A table held in memory; keys are trimmed and in NFC, as look-ups are. A key that is not there as it is written is there
 * if it only differs in what nobody sees: a no-break space where a blank stands, or a zero-width space around it.
 */
export function toTable(
  name: string,
  entries: Iterable<readonly [key: string, value: string]>,
  fileOf: () => string | undefined = () => undefined,
): LookupTable {
  const map = new Map<string, string>();
  for (const [key, value] of entries) map.set(normaliseKey(key), value);
  let comparable: ReadonlyMap<string, string | undefined> | undefined;
  const find = (key: string): string | undefined => {
    comparable ??= toComparableKeys(map);
    return comparable.get(toComparable(key));
  };
  return {
    name,
    // Asked only where something is not there: an option map of a generated mapping has to look for it.
    get file() {
      return fileOf();
    },
    get: (key) => map.get(key) ?? find(key),
    keys: () => map.keys(),
  };
}

/** Values by what their keys look like; undefined where keys that look alike have different values: it would be a guess. */
function toComparableKeys(map: ReadonlyMap<string, string>): ReadonlyMap<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const [key, value] of map) {
    const comparable = toComparable(key);
    values.set(comparable, values.has(comparable) && values.get(comparable) !== value ? undefined : value);
  }
  return values;
}

/**
 * Loads a look-up: a JSON object of texts, or a CSV with a heading line and two columns, separated by commas (or by
 * semicolons or tabs, as Excel writes them in many countries). Everything in it is literal. Two keys that only differ in outer blanks or Unicode form must have the same value.
 */
export async function loadLookup(
  name: string,
  path: string,
  shownAs: string,
): Promise<{ readonly table: LookupTable; readonly problems: readonly Problem[] }> {
  const source = await loadText(path, shownAs, `look-up ${name}`);
  const { entries, problems } = /\.csv$/i.test(path) ? parseCsv(source, name) : parseJson(source, name);
  const values = new Map<string, string>();
  for (const { key, value, place } of entries) {
    const normal = normaliseKey(key);
    const before = values.get(normal);
    if (before !== undefined && before !== value) problems.push(problem('lookup/two-values', { name, key }, place));
    else values.set(normal, value);
  }
  problems.push(...checkEntries(name, entries));
  return { table: toTable(name, values, () => source.file), problems };
}

interface Entries {
  readonly entries: LookupEntry[];
  readonly problems: Problem[];
}

function parseJson(source: SourceText, name: string): Entries {
  const document = parseJsonDocument(source);
  const problems = [...document.problems];
  const entries: LookupEntry[] = [];
  if (problems.some((fault) => fault.severity === 'error')) return { entries, problems };
  if (!isObject(document.value)) {
    problems.push(problem('lookup/not-an-object', { name }, document.placeOf([])));
    return { entries, problems };
  }
  for (const [key, value] of Object.entries(document.value)) {
    if (typeof value !== 'string') {
      problems.push(problem('lookup/not-text', { name, key }, document.placeOf([key])));
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
  return { entries, problems };
}

interface CsvRow {
  /** Without the blank ones that Excel leaves behind the second. */
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Rows with something in them, the heading first. Where the heading has no comma, and all rows are two cells by the sign
 * that Excel writes instead in many countries, that is what separates them.
 */
function readRows(text: string): readonly CsvRow[] {
  const read = (delimiter: string): CsvRow[] => {
    const rows = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, delimiter });
    return (rows as unknown as CsvRow[])
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
      .filter(({ record }, at) => at > 0 || !/^sep=.?$/i.test(record.join(delimiter)))
      .map((row) => ({ ...row, record: withoutTrailingBlanks(row.record) }));
  };
  const heading = text.replace(/^\ufeff?sep=.?\r?\n/i, '').split('\n', 1)[0] ?? '';
  if (!heading.includes(',')) {
    for (const delimiter of [';', '\t']) {
      if (!heading.includes(delimiter)) continue;
      const rows = readOrNone(() => read(delimiter));
      if (rows.length > 1 && rows.every(({ record }) => record.length === 2)) return rows;
    }
  }
  return read(',');
}

/** No rows where the text cannot be parsed with the delimiter that is tried. */
function readOrNone(read: () => readonly CsvRow[]): readonly CsvRow[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function withoutTrailingBlanks(record: readonly string[]): readonly string[] {
  let length = record.length;
  while (length > 2 && record[length - 1]?.trim() === '') length -= 1;
  return record.slice(0, length);
}

function parseCsv(source: SourceText, name: string): Entries {
  const problems: Problem[] = [];
  const entries: LookupEntry[] = [];
  const wholeFile = { source, start: 0, end: source.text.length };
  let rows: readonly CsvRow[];
  try {
    rows = readRows(source.text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { entries, problems: [problem('lookup/bad-csv', { name, reason }, { ...wholeFile, end: 0 })] };
  }
  const lines = lineStarts(source.text);
  for (const { record, info } of rows.slice(1)) {
    const start = lines[info.lines - 1] ?? 0;
    const place = { source, start, end: (lines[info.lines] ?? source.text.length + 1) - 1 };
    const [key, value] = record.map(unescapeFormula);
    if (record.length !== 2 || key === undefined || value === undefined) {
      problems.push(problem('lookup/not-two-columns', { name, cells: record.length }, place));
    } else entries.push({ key, value, place });
  }
  return { entries, problems };
}

/** What we write for people has an apostrophe before `= + - @`; reading it back undoes that. */
function unescapeFormula(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
