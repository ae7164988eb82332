import type { Near } from '../../messages/code-row.ts';
import { nearest } from '../../base/nearest.ts';
import { suggestionFor } from '../../base/suggestion.ts';
import { Miss } from '../../base/miss.ts';
import type { ExpressionContext, LookupTable } from '../context.ts';
import { finding, type Finding } from '../finding.ts';
import { oneOf, type Shape } from '../text-shapes.ts';
import { isBlank } from './bind-helper.ts';
import type { Argument, Helper, HelperCall } from './helper.ts';

/**
 * Look-ups are exact after trimming and NFC; case, accents and spelling give suggestions, never matches. What nobody
 * sees is a table's own matter: see `toTable`.
 */
export function normaliseKey(key: string): string {
  const trimmed = key.trim();
  return /[^\0-\x7f]/.test(trimmed) ? trimmed.normalize('NFC') : trimmed;
}

/** Looks a value up; throws Miss with the nearest known key. */
export function lookUp(table: LookupTable, value: unknown, code: 'lookup/no-match' | 'option/no-match'): string {
  const key = normaliseKey(String(value));
  const found = table.get(key);
  if (found !== undefined) return found;
  throw new Miss(code, value, { table: table.name, ...fileOf(table), ...suggestionIn(table, key) });
}

function fileOf({ file }: LookupTable): { readonly file?: string } {
  return file === undefined ? {} : { file };
}

/** Words for which a table is searched for a likely one. Where more are missing, the table is not the one meant. */
const MOST_SUGGESTIONS = 1000;
/** What was found, by table and missing word: a word that is missing in one row is missing in many. */
const suggestions = new WeakMap<LookupTable, Map<string, Near>>();

function suggestionIn(table: LookupTable, key: string): Near {
  let found = suggestions.get(table);
  if (!found) suggestions.set(table, (found = new Map<string, Near>()));
  const known = found.get(key);
  if (known) return known;
  if (found.size >= MOST_SUGGESTIONS) return {};
  const made = suggestionFor(key, table.keys());
  found.set(key, made);
  return made;
}

function tableOf(context: ExpressionContext, name: string): LookupTable {
  const table = context.table(name);
  if (table) return table;
  throw new Miss('lookup/unknown-table', name, unknownTable(name, context));
}

function unknownTable(table: string, { tableNames }: ExpressionContext): { readonly table: string } & Near {
  const near = nearest(table, tableNames);
  return { table, ...(near !== undefined && { nearest: near }) };
}

/** A look-up may have thousands of lines, and be named in many fields. */
const SHAPES = new WeakMap<LookupTable, Shape>();

/** The values of a table, where it has any. */
function valuesOf(table: LookupTable | undefined): Shape | undefined {
  if (!table) return undefined;
  const known = SHAPES.get(table);
  if (known) return known;
  const values = new Set([...table.keys()].map((key) => table.get(key)).filter((value) => value !== undefined));
  if (values.size === 0) return undefined;
  const shape: Shape = { ...oneOf(values, (text) => table.get(text)), isCustom: true };
  SHAPES.set(table, shape);
  return shape;
}

function unlessKnown({ context }: HelperCall, table: string, at: Finding['at']): readonly Finding[] {
  return context.tableNames.includes(table) ? [] : [finding('lookup/unknown-table', unknownTable(table, context), at)];
}

/** The quotes were forgotten. */
function quotedName(text: string, names: readonly string[]): Near {
  return names.includes(text) ? { nearest: JSON.stringify(text) } : {};
}

function checkTable(call: HelperCall): readonly Finding[] {
  const [name] = call.args;
  if (!name) return [];
  if (typeof name.type.literal === 'string') return unlessKnown(call, name.type.literal, name);
  return [finding('expression/table-name', quotedName(name.text, call.context.tableNames), name)];
}

/** The option set that is named, or that of the field it stands in. */
function checkOptionSet({ context, isFunction, callee, args: [, set] }: HelperCall): readonly Finding[] {
  const known = context.optionSets ?? [];
  if (set && set.type.cell !== undefined) return [unquotedSet(set, known)];
  // A function of the spec serves many fields: the option set of none of them is its own.
  if (set ? typeof set.type.literal !== 'string' : isFunction) return [];
  const optionSet = set ? String(set.type.literal) : undefined;
  if (context.options(optionSet)) return [];
  const near = optionSet === undefined ? undefined : nearest(optionSet, known);
  const args = { optionSet: optionSet ?? '', ...(near !== undefined && { nearest: JSON.stringify(near) }) };
  return [finding('option/no-map', args, set ?? callee)];
}

function unquotedSet(set: Argument, known: readonly string[]): Finding {
  return finding('expression/option-set-name', { text: set.text, ...quotedName(set.text, known) }, set);
}

export const LOOKUP_HELPERS: readonly Helper[] = [
  {
    name: 'orgUnit',
    signature: '$orgUnit(value)',
    meaning:
      'The organisation unit UID of a facility, from the look-up `orgUnits`. An unknown facility rejects the record.',
    types: '<(ns):s>',
    errors: ['lookup/no-match', 'lookup/unknown-table'],
    looksUp: true,
    check: (call) => unlessKnown(call, 'orgUnits', call.callee),
    shapeOf: ({ context }) => valuesOf(context.table('orgUnits')),
    examples: [
      { expression: '$orgUnit(FACILITY)', row: { FACILITY: 'Clinic A' }, result: 'OuClinicA01' },
      { expression: '$orgUnit(FACILITY)', row: { FACILITY: '' }, result: undefined },
    ],
    bind: (context) => (value) => lookUp(tableOf(context, 'orgUnits'), value, 'lookup/no-match'),
  },
  {
    name: 'table',
    signature: '$table("lookup", key)',
    meaning: 'The value of a key in a look-up of the spec. An unknown key rejects the record.',
    types: '<s(nsb):s>',
    errors: ['lookup/no-match', 'lookup/unknown-table'],
    takesBlank: true,
    subject: 1,
    looksUp: true,
    check: checkTable,
    shapeOf: ({ types: [name], context }) =>
      typeof name?.literal === 'string' ? valuesOf(context.table(name.literal)) : undefined,
    otherNames: [['vlookup xlookup pulldata', 'Write $table("look-up", COLUMN)']],
    examples: [{ expression: '$table("regions", REGION)', row: { REGION: 'N' }, result: 'North' }],
    bind: (context) => (name, key) => {
      const table = tableOf(context, String(name));
      return isBlank(key) ? undefined : lookUp(table, key, 'lookup/no-match');
    },
  },
  {
    name: 'option',
    signature: '$option(value, optionSet?)',
    meaning:
      "The DHIS2 option code of a Kobo choice, from the option map of the field's own option set or of the one whose UID is given.",
    types: '<(nsb)s?:s>',
    errors: ['option/no-match', 'option/no-map'],
    looksUp: true,
    dependsOnField: true,
    check: checkOptionSet,
    shapeOf({ types: [, set], context, isFunction }) {
      if (set ? typeof set.literal !== 'string' : isFunction) return undefined;
      return valuesOf(context.options(set ? String(set.literal) : undefined));
    },
    suggestions: { option: (text) => `$option(${text})` },
    examples: [{ expression: '$option(q1, "OsYesNo0001")', row: { q1: '1' }, result: 'YES' }],
    bind: (context) => (value, optionSet) => {
      const uid = optionSet === undefined ? undefined : String(optionSet);
      const map = context.options(uid);
      if (!map) throw new Miss('option/no-map', value, { optionSet: uid ?? '' });
      return lookUp(map, value, 'option/no-match');
    },
  },
];
