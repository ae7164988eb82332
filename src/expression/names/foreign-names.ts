/** Functions of XLSForm, Excel, SQL and others, and how JSONata says the same; what helpers do, they say themselves. */
import { HELPERS } from '../helpers/helper-table.ts';

const PATTERN = 'Write $contains(COLUMN, "text"), or with a pattern $contains(COLUMN, /^text/)';
const BLANK = 'Write COLUMN = "", or COLUMN != "" for “not blank”.';
const CHOICE = 'Write CONDITION ? "a" : "b"';
const PART = 'Write $substring(text, start, length); the first letter is at 0.';

/** Names in small letters, without dashes and underlines. None of them is a function of JSONata or of ours. */
const HINTS: readonly (readonly [names: string, hint: string])[] = [
  ['lower lcase tolower tolowercase', 'Write $lowercase(text)'],
  ['upper ucase toupper touppercase', 'Write $uppercase(text)'],
  ['len strlen stringlength charlength', 'Write $length(text)'],
  ['sub substr mid left slice', PART],
  ['strip ltrim rtrim', 'Write $trim(text)'],
  ['concat concatenate', 'Texts are joined by &: a & " " & b'],
  ['replaceall substitute gsub', 'Write $replace(text, "old", "new")'],
  ['tostring str', 'Write $string(value)'],
  ['if iif ifelse ifthen', CHOICE],
  ['coalesce ifnull nvl', 'Write a != "" ? a : b for a cell, which may be blank; a ?? b for what may be nothing.'],
  ['isblank isempty isnull empty blank', BLANK],
  ['includes startswith endswith like regex matches regexmatch', PATTERN],
  ['avg mean', 'Write $average(list)'],
  ['size', 'Write $count(list)'],
  ['mod', 'Write a % b'],
  ['pow', 'Write $power(base, exponent)'],
];

const BY_NAME: ReadonlyMap<string, string> = new Map(
  [...HINTS, ...[...HELPERS.values()].flatMap((one) => one.otherNames ?? [])].flatMap(([names, hint]) =>
    names.split(' ').map((name): [string, string] => [name, hint]),
  ),
);

/** What to write instead of a function of another language; undefined where it is not known. */
export function foreignHint(name: string): string | undefined {
  return BY_NAME.get(name.toLowerCase().replace(/[_-]/g, ''));
}
