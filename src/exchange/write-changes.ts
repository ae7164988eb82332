/** Writes changes into the files of a mapping: each in one step, all that is not changed as it was written. */
import { existsSync } from 'node:fs';
import { editJson, type JsonEdit } from '../base/edit-json.ts';
import { readRegularFile } from '../base/regular-file.ts';
import { replaceFile } from '../base/replace-file.ts';
import { isMappingSheet } from '../mapping/mapping-paths.ts';
import type { LookupLayout } from '../mapping/lookup-entries.ts';
import { editCsv } from '../sheets/edit-csv.ts';
import { escapeFormula, unescapeFormula } from '../sheets/formula-start.ts';
import { keepFormer } from '../sheets/keep-former.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { writeSheets } from '../sheets/write-sheets.ts';
import type { Change, IgnoreChange } from './changes.ts';
import type { MappingState } from './mapping-state.ts';
import { writeMappingSheet } from './write-sheet.ts';

/** Writes them, and says which files were written. Throws EtlError `file/not-writable`. */
export async function writeChanges(
  state: MappingState,
  changes: readonly Change[],
  ignored: { readonly file: string; readonly changes: readonly IgnoreChange[] } = { file: '', changes: [] },
): Promise<readonly string[]> {
  const files = [
    ...new Set([...changes.map(({ file }) => file), ...(ignored.changes.length > 0 ? [ignored.file] : [])]),
  ];
  for (const file of files) {
    const own = changes.filter((change) => change.file === file);
    // One workbook may be the mapping, and have look-ups, too.
    const ofMapping = own.filter(isOfMapping);
    const left = file === ignored.file ? ignored.changes : [];
    const ofLookups = own.filter((change) => !isOfMapping(change));
    const lookups = state.lookups.filter(({ path }) => path === file);
    const isSheet = isMappingSheet(file);
    if (isSheet && (ofMapping.length + left.length > 0 || lookups.some(({ layout }) => layout?.sheet !== undefined)))
      await keepFormer(file);
    if (isSheet && ofMapping.length + left.length > 0) await writeMappingSheet(file, [...ofMapping, ...left]);
    else if (ofMapping.length > 0) await writeJson(file, ofMapping);
    // One workbook may have several of them, each on a sheet or on lines of its own.
    for (const { name, layout } of lookups) {
      const ofThis = ofLookups.filter(({ within }) => within === name);
      if (ofThis.length === 0) continue;
      if (!layout) await writeJson(file, ofThis);
      else if (layout.sheet === undefined) await writeCsv(file, layout, ofThis);
      else await writeWorkbook(file, layout, ofThis);
    }
  }
  return files;
}

function isOfMapping({ of }: Change): boolean {
  return of !== 'unit' && of !== 'look-up';
}

async function writeJson(file: string, changes: readonly Change[]): Promise<void> {
  // Nobody need have written down yet what the form asks.
  const isNew = changes.every(({ of }) => of === 'label') && !existsSync(file);
  const before = isNew ? '{}\n' : (await readRegularFile(file)).toString('utf8');
  const known = new Set(Object.keys(JSON.parse(before.replace(/^\ufeff/, '')) as object));
  // What goes comes last: what is new is laid out as what is there.
  const inOrder = [...changes].sort((a, b) => Number(a.after === undefined) - Number(b.after === undefined));
  const edits = inOrder.flatMap(({ path, after }): JsonEdit[] => {
    const [outer, inner] = path;
    const isFirst = inner !== undefined && outer !== undefined && after !== undefined && !known.has(outer);
    if (isFirst) known.add(outer);
    return [...(isFirst ? [{ path: [outer], value: {} }] : []), { path, value: after }];
  });
  await replaceFile(file, editJson(before, edits));
}

/** The values by key, what of them is new at the end. */
function toValues(changes: readonly Change[]): {
  readonly values: ReadonlyMap<string, string | undefined>;
  readonly added: readonly (readonly [key: string, value: string])[];
} {
  const added = changes.flatMap(({ path: [key = ''], before, after }) =>
    before === undefined && after !== undefined ? [[key, after] as const] : [],
  );
  const values = changes.flatMap(({ path: [key = ''], before, after }) =>
    before === undefined ? [] : [[key, after] as const],
  );
  return { values: new Map(values), added };
}

async function writeCsv(file: string, layout: LookupLayout, changes: readonly Change[]): Promise<void> {
  const { key, value, width, delimiter = ',' } = layout;
  const { values, added } = toValues(changes);
  const bytes = await readRegularFile(file);
  const edited = editCsv(
    bytes,
    delimiter,
    (cells, at) => {
      const name = unescapeFormula(cells[key] ?? '');
      if (at === 0 || !values.has(name)) return 'as-it-is';
      const now = values.get(name);
      return now === undefined ? 'gone' : cells.map((cell, column) => (column === value ? escapeFormula(now) : cell));
    },
    added.map((row) => toRow(row, layout, width).map(escapeFormula)),
  );
  await replaceFile(file, edited);
}

/** A workbook is written anew. */
async function writeWorkbook(file: string, layout: LookupLayout, changes: readonly Change[]): Promise<void> {
  const { values, added } = toValues(changes);
  const sheets = (await readSheets(file)).map(({ name, rows }) => {
    const [heading, ...lines] = rows;
    const titles = heading?.cells ?? [];
    const isOurs = name === layout.sheet;
    const isOf = (cells: readonly string[]): boolean =>
      layout.lookup === -1 || cells[layout.lookup]?.trim() === changes[0]?.within;
    const kept = lines.flatMap(({ cells }) => {
      const key = cells[layout.key] ?? '';
      if (!isOurs || !isOf(cells) || !values.has(key)) return [cells];
      const now = values.get(key);
      return now === undefined ? [] : [cells.map((cell, column) => (column === layout.value ? now : cell))];
    });
    const more = isOurs ? added.map((row) => toRow(row, layout, titles.length, changes[0]?.within)) : [];
    return { name, columns: titles.map((title) => ({ title })), rows: [...kept, ...more] };
  });
  await writeSheets(file, sheets);
}

function toRow(
  [key, value]: readonly [string, string],
  layout: LookupLayout,
  width: number,
  lookup = '',
): readonly string[] {
  const cells = [
    [layout.key, key],
    [layout.value, value],
    [layout.lookup, lookup],
  ] as const;
  return Array.from({ length: width }, (_, at) => cells.find(([column]) => column === at)?.[1] ?? '');
}
