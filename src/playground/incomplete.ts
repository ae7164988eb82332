import { parseExpression } from '../jsonata/parse.ts';

/** jsonata's codes for a text that ends too early: a text, name, comment or pattern left open, and what should follow. */
const ENDS_EARLY = new Set(['S0101', 'S0105', 'S0106', 'S0302', 'S0203', 'S0207']);

/** Whether an expression only lacks its end. */
export function isIncomplete(text: string): boolean {
  if (text.trim() === '') return false;
  const parsed = parseExpression(text);
  return !parsed.ok && ENDS_EARLY.has(parsed.error.code);
}
