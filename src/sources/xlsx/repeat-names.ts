/** How the sheets of Kobo's repeats and their columns are called, and how they are called in expressions. Pure. */

/** Columns by which Kobo joins the sheet of a repeat to its parent's; they are no answers, and some change every night. */
export const INDEX = '_index';
export const PARENT_INDEX = '_parent_index';
export const PARENT_TABLE = '_parent_table_name';
export const UUID = '_uuid';
export const SUBMISSION_UUID = '_submission__uuid';

const NO_ANSWER = /^(?:_index$|_parent_index$|_parent_table_name$|_submission_)/;

export const isAnswer = (column: string): boolean => column !== '' && !NO_ANSWER.test(column);

/** Whether a sheet is that of a repeat, by its columns. */
export function isOfRepeat(columns: readonly string[]): boolean {
  return (
    columns.includes(PARENT_INDEX) && columns.some((column) => column === PARENT_TABLE || column === SUBMISSION_UUID)
  );
}

const MOST_LETTERS = 31;

/** The tab that Kobo gives to a table, as far as the others do not matter: of at most 31 letters, none of them forbidden. */
export function tabNameOf(table: string): string {
  const allowed = table.replaceAll(/[[\]:*?/\\]/g, '_').replaceAll(/^'|'$/g, '_');
  return allowed.length > MOST_LETTERS ? `${allowed.slice(0, MOST_LETTERS - 3)}...` : allowed;
}

/**
 * The name of a repeat: that of its sheet, or, where this was cut to fit a tab (`a_long_name...`), the part of the paths of
 * its columns that begins so.
 */
export function repeatNameOf(sheet: string, columns: readonly string[]): string {
  const [, start] = /^(.*)\.\.\.(?: \(\d+\))?$/.exec(sheet) ?? [];
  if (start === undefined) return sheet;
  const part = columns.filter(isAnswer).flatMap(
    (column) =>
      column
        .split('/')
        .slice(0, -1)
        .findLast((one) => one.startsWith(start)) ?? [],
  );
  return part[0] ?? sheet;
}

/** A column by its path inside the repeat: `household/members/age` is `age`. */
export function columnIn(repeat: string, column: string): string {
  const parts = column.split('/');
  const at = parts.slice(0, -1).lastIndexOf(repeat);
  return at === -1 ? column : parts.slice(at + 1).join('/');
}
