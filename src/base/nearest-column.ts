/** The column of a source that somebody meant who wrote one that it has not: the one place where names of columns are compared. */
import { LONGEST, folded, nearest } from './nearest.ts';

/**
 * The column that `word` was probably meant to be: the same but for case, separators and unseen characters; the only one
 * that is called so in another group, or without one; one with a slip; or the only one with words more, or fewer, in front
 * or behind (`facility`, `facility_name`). Undefined where none is, or where several might be.
 */
export function nearestColumn(word: string, columns: Iterable<string>): string | undefined {
  const known = [...columns].filter((column) => column !== '');
  return columnSpeltLike(word, known) ?? inOtherWords(word, known);
}

/** As `nearestColumn`, where `columns` are not all that there are: `age_unit` is no slip for an `age` then. */
export function columnSpeltLike(word: string, columns: Iterable<string>): string | undefined {
  if (word.length > LONGEST || isNumber(word)) return nearest(word, columns);
  const known = [...columns].filter((column) => column !== '');
  return sameWhole(word, known) ?? sameLast(word, known) ?? slip(word, known);
}

/** The part behind the groups. */
export function lastPart(column: string): string {
  return column.slice(column.lastIndexOf('/') + 1);
}

function isNumber(word: string): boolean {
  return /^[-+]?\d+(?:[.,]\d+)?$/.test(word.trim());
}

function sameWhole(word: string, columns: readonly string[]): string | undefined {
  const wanted = folded(word);
  return wanted === '' ? undefined : columns.find((column) => folded(column) === wanted);
}

/** Of several that are called so, the one whose group is near, if the word has one. */
function sameLast(word: string, columns: readonly string[]): string | undefined {
  const wanted = folded(lastPart(word));
  if (wanted === '') return undefined;
  const found = columns.filter((column) => folded(lastPart(column)) === wanted);
  if (found.length <= 1) return found[0];
  return word.includes('/') ? nearest(word, found) : undefined;
}

/** In one group, names are compared without it: a long one would make all in it alike. */
function slip(word: string, columns: readonly string[]): string | undefined {
  const group = groupOf(word);
  if (group === '') return nearest(word, columns);
  const beside = new Map(columns.filter((column) => groupOf(column) === group).map((one) => [lastPart(one), one]));
  const near = nearest(lastPart(word), beside.keys());
  if (near !== undefined) return beside.get(near);
  return nearest(
    word,
    columns.filter((column) => groupOf(column) !== group),
  );
}

function groupOf(column: string): string {
  return column.slice(0, column.lastIndexOf('/') + 1);
}

/** Shorter ones are parts of too much. */
const TELLING = 4;

/** Those in the same group go first; those of form tools (`_uuid`) are called so everywhere. */
function inOtherWords(word: string, columns: readonly string[]): string | undefined {
  if (word.length > LONGEST || word.startsWith('_')) return undefined;
  const wanted = wordsOf(lastPart(word));
  const found = columns.filter(
    (column) => column.length <= LONGEST && !column.startsWith('_') && isPart(wanted, wordsOf(lastPart(column))),
  );
  const beside = found.filter((column) => groupOf(column) === groupOf(word));
  const best = beside.length > 0 ? beside : found;
  return best.length === 1 ? best[0] : undefined;
}

/** Whether one begins or ends with the other, whole words only. */
function isPart(one: readonly string[], other: readonly string[]): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const text = short.join(' ');
  if (short.join('').length < TELLING) return false;
  return long.slice(0, short.length).join(' ') === text || long.slice(-short.length).join(' ') === text;
}

/** `facilityName`, `facility_name` and `Facility name` are of two words each. */
function wordsOf(name: string): string[] {
  const apart = name.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ').replace(/(\p{L})(?=\p{N})/gu, '$1 ');
  return apart
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(folded)
    .filter((part) => part !== '');
}
