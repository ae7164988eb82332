/**
 * Texts that a spreadsheet would take for a formula. An apostrophe before them keeps them texts, also where somebody saves
 * the file as a CSV and another opens that; reading takes one apostrophe off again, so that every text comes back as it was.
 */

/** `=SUM(A1)`, `+1`, `-1`, `@name`, and what is such a text once blanks of a kind are left out; also behind apostrophes. */
const STARTS_FORMULA = /^'*[=+\-@\t\r]/;

/** A text as it may stand in a cell. */
export function escapeFormula(text: string): string {
  return STARTS_FORMULA.test(text) ? `'${text}` : text;
}

/** The text that was meant by a cell. */
export function unescapeFormula(cell: string): string {
  return cell.startsWith("'") && STARTS_FORMULA.test(cell) ? cell.slice(1) : cell;
}
