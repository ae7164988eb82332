import { parseExpression } from '../../jsonata/parse.ts';

/** A column as an expression writes it: in backticks, unless its name is a plain word. */
export function toColumnName(name: string): string {
  return isPlainName(name) ? name : `\`${name}\``;
}

/** What names have been found to be: the columns of a source come again with every row that is rejected. */
const KNOWN = new Map<string, boolean>();
const MOST_KNOWN = 5000;

/** Whether an expression can write a name as it is. */
export function isPlainName(name: string): boolean {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  const isPlain = parsesAsName(name);
  KNOWN.set(name, isPlain);
  return isPlain;
}

function parsesAsName(name: string): boolean {
  const parsed = parseExpression(name);
  if (!parsed.ok || /^(?:and|or|in)$/.test(name) || name.startsWith('`')) return false;
  const [step, ...more] = parsed.tree.steps ?? [];
  return parsed.tree.type === 'path' && more.length === 0 && step?.type === 'name' && step.value === name;
}
