/** Lines of a sheet of decisions that nobody has decided. Pure. */
import { columnText } from '../base/column-text.ts';
import type { SheetLine } from '../sheets/sheet-lines.ts';
import type { Claim, Deciding } from './deciding.ts';
import { TO_DECIDE } from './decision-layout.ts';

/**
 * How many lines without a decision are still to be decided. A question and the data element that it fills have a line each:
 * with one of them the other is decided, too, as is a question that an expression reads.
 */
export function countOpen(blank: readonly SheetLine[], claims: readonly Claim[], { state }: Deciding): number {
  const { columns, ignore, byHand, names } = state;
  const decided = new Set(claims.map(({ what }) => what));
  const ignored = (is: 'column' | 'element', called: readonly string[]): boolean =>
    ignore.some((one) => one.is === is && called.includes(one.name));
  const isQuestion = (column: string): boolean =>
    decided.has(`column ${column}`) ||
    claims.some(({ is }) => reads(is, column)) ||
    columns.some((file) => file.columns.has(column)) ||
    ignored('column', [column]);
  const isElement = (uid: string): boolean => {
    const called = [uid, names.elementOf(uid)?.name ?? uid];
    return (
      decided.has(`element ${uid}`) ||
      called.some((one) => byHand.has(one)) ||
      columns.some((file) => [...file.columns.values()].some((one) => one.uid === uid)) ||
      ignored('element', called)
    );
  };
  return blank.filter((line) => {
    const kind = line.get(TO_DECIDE.kind).text.trim().toLowerCase();
    if (kind === 'question') return !isQuestion(line.get(TO_DECIDE.column).text);
    return kind !== 'element' || !isElement(line.get(TO_DECIDE.uid).text.trim());
  }).length;
}

/** Whether a decision is a column, or an expression that reads it. */
function reads(decision: string, column: string): boolean {
  if (!decision.startsWith('=')) return decision === column;
  const text = columnText(column);
  return text === column ? new RegExp(`(?<![\\w\`"$])${column}(?![\\w\`"])`).test(decision) : decision.includes(text);
}
