import type { Args } from '../../messages/args.ts';
import { nearest } from '../../base/nearest.ts';
import { suggestionFor } from '../../base/suggestion.ts';
import { Miss } from '../../base/miss.ts';
import type { Helper, ExpressionContext, LookupTable } from './helper.ts';

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
  throw new Miss(code, value, { table: table.name, ...suggestionIn(table, key) });
}

/** Words for which a table is searched for a likely one. Where more are missing, the table is not the one meant. */
const MOST_SUGGESTIONS = 1000;
/** What was found, by table and missing word: a word that is missing in one row is missing in many. */
const suggestions = new WeakMap<LookupTable, Map<string, Args>>();

function suggestionIn(table: LookupTable, key: string): Args {
  let found = suggestions.get(table);
  if (!found) suggestions.set(table, (found = new Map<string, Args>()));
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
  const near = nearest(name, context.tableNames);
  throw new Miss('lookup/unknown-table', name, { table: name, ...(near === undefined ? {} : { nearest: near }) });
}

export const LOOKUP_HELPERS: readonly Helper[] = [
  {
    name: 'orgUnit',
    signature: '$orgUnit(value)',
    meaning:
      'The organisation unit UID of a facility, from the look-up `orgUnits`. An unknown facility rejects the record.',
    minArguments: 1,
    maxArguments: 1,
    types: '<(ns):s>',
    errors: ['lookup/no-match', 'lookup/unknown-table'],
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
    minArguments: 2,
    maxArguments: 2,
    types: '<s(nsb):s>',
    errors: ['lookup/no-match', 'lookup/unknown-table'],
    takesBlank: true,
    examples: [{ expression: '$table("regions", REGION)', row: { REGION: 'N' }, result: 'North' }],
    bind: (context) => (name, key) => {
      const table = tableOf(context, String(name));
      return key === undefined || key === null || String(key).trim() === ''
        ? undefined
        : lookUp(table, key, 'lookup/no-match');
    },
  },
  {
    name: 'option',
    signature: '$option(value, optionSet?)',
    meaning:
      "The DHIS2 option code of a Kobo choice, from the option map of the field's own option set or of the one whose UID is given.",
    minArguments: 1,
    maxArguments: 2,
    types: '<(nsb)s?:s>',
    errors: ['option/no-match', 'option/no-map'],
    examples: [{ expression: '$option(q1, "OsYesNo0001")', row: { q1: '1' }, result: 'YES' }],
    bind: (context) => (value, optionSet) => {
      const uid = optionSet === undefined ? undefined : String(optionSet);
      const map = context.options(uid);
      if (!map) throw new Miss('option/no-map', value, { optionSet: uid ?? '' });
      return lookUp(map, value, 'option/no-match');
    },
  },
];
