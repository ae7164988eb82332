/** Whether a text is an expression, for those who need to know no more of it. */
import { parseTree } from '../jsonata/parse.ts';

/** Whether a text is valid JSONata. */
export function isExpression(text: string): boolean {
  return parseTree(text).ok;
}

/** jsonata's codes for a text that ends too early: a text, name, comment or pattern left open, and what should follow. */
const ENDS_EARLY = new Set(['S0101', 'S0105', 'S0106', 'S0302', 'S0203', 'S0207']);

/** Whether an expression only lacks its end. */
export function isIncomplete(text: string): boolean {
  if (text.trim() === '') return false;
  const parsed = parseTree(text);
  return !parsed.ok && ENDS_EARLY.has(parsed.error.code);
}
