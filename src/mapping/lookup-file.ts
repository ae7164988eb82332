import { EtlError } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import { loadText } from '../base/text-file.ts';
import { toComparable } from '../base/unseen-characters.ts';
import type { LookupTable } from '../expression/context.ts';
import { normaliseKey } from '../expression/helpers/lookups.ts';
import { checkEntries, type LookupEntry } from './check-lookup.ts';
import { parseCsvEntries, parseJsonEntries, toSheetEntries, type LookupEntries } from './lookup-entries.ts';

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
 * Loads a look-up: a JSON object of texts, or a table with a heading line, as a CSV or a workbook. Everything in it is
 * literal. Two keys that only differ in outer blanks or Unicode form must have the same value.
 */
export async function loadLookup(
  name: string,
  path: string,
  shownAs: string,
): Promise<{ readonly table: LookupTable; readonly problems: readonly Problem[] }> {
  const { entries, problems } = await loadEntries(name, path, shownAs);
  const values = new Map<string, string>();
  const contradicted: LookupEntry[] = [];
  for (const entry of entries) {
    const normal = normaliseKey(entry.key);
    const before = values.get(normal);
    if (before !== undefined && before !== entry.value) contradicted.push(entry);
    else values.set(normal, entry.value);
  }
  const twofold = contradicted.map(({ key, place }) => problem('lookup/two-values', { name, key }, place));
  const all = [...problems, ...twofold, ...checkEntries(name, entries)];
  return { table: toTable(name, values, () => shownAs), problems: all };
}

/** The lines of a look-up, in the order of its file. Throws EtlError `file/*`, `sheet/*` where it cannot be read. */
export async function loadEntries(name: string, path: string, shownAs: string): Promise<LookupEntries> {
  if (/\.xlsx$/i.test(path)) return loadSheetEntries(name, path, shownAs);
  if (!/\.csv$/i.test(path)) return parseJsonEntries(await loadText(path, shownAs, `look-up ${name}`), name);
  try {
    const source = await loadText(path, shownAs, `look-up ${name}`);
    const isOfSheets = /^\ufeff?"?\[/.test(source.text);
    return isOfSheets ? await loadSheetEntries(name, path, shownAs) : parseCsvEntries(source, name);
  } catch (error) {
    if (!(error instanceof EtlError) || error.code !== 'file/not-utf8') throw error;
    // Excel's “Unicode Text” is UTF-16; of all else the reader of spreadsheets says what it is.
    return loadSheetEntries(name, path, shownAs);
  }
}

async function loadSheetEntries(name: string, path: string, shownAs: string): Promise<LookupEntries> {
  const { readSheets } = await import('../sheets/read-sheets.ts');
  return toSheetEntries(await readSheets(path, shownAs), shownAs, name);
}
