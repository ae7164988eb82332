/** Functions of XLSForm, Excel, SQL and others, and how JSONata says the same; what helpers do, they say themselves. */
import { HELPERS } from '../helpers/helper-table.ts';

/** How to find a text inside another. */
export const PATTERN = 'Write $contains(COLUMN, "text"), or with a pattern $contains(COLUMN, /^text/)';

/** Names in small letters, without dashes and underlines. None of them is a function of JSONata or of ours. */
const HINTS: readonly (readonly [names: string, hint: string])[] = [
  ['lower lcase tolower tolowercase', 'Write $lowercase(text)'],
  ['upper ucase toupper touppercase', 'Write $uppercase(text)'],
  ['len strlen stringlength charlength', 'Write $length(text)'],
  ['sub substr mid left slice', 'Write $substring(text, start, length); the first letter is at 0.'],
  ['strip ltrim rtrim', 'Write $trim(text)'],
  ['concat concatenate', 'Texts are joined by &: a & " " & b'],
  ['replaceall substitute gsub', 'Write $replace(text, "old", "new")'],
  ['tostring str', 'Write $string(value)'],
  ['if iif ifelse ifthen', 'Write CONDITION ? "a" : "b"'],
  ['coalesce ifnull nvl', 'Write a != "" ? a : b for a cell, which may be blank; a ?? b for what may be nothing.'],
  ['isblank isempty isnull empty blank', 'Write COLUMN = "", or COLUMN != "" for “not blank”.'],
  ['includes startswith endswith like regex matches regexmatch', PATTERN],
  ['avg mean', 'Write $average(list)'],
  ['size', 'Write $count(list)'],
  ['mod', 'Write a % b'],
  ['pow', 'Write $power(base, exponent)'],
];

/** Hints by each of the names that they stand behind, with blanks between. */
export function byName(hints: readonly (readonly [names: string, hint: string])[]): ReadonlyMap<string, string> {
  return new Map(hints.flatMap(([names, hint]) => names.split(' ').map((name) => [name, hint] as const)));
}

const BY_NAME = byName([...HINTS, ...[...HELPERS.values()].flatMap((one) => one.otherNames ?? [])]);

/** What to write instead of a function of another language; undefined where it is not known. */
export function foreignHint(name: string): string | undefined {
  return BY_NAME.get(name.toLowerCase().replace(/[_-]/g, ''));
}
