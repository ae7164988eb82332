import { parseExpression } from '../../jsonata/parse.ts';

/** A column as an expression writes it: in backticks, unless its name is a plain word. */
export function toColumnName(name: string): string {
  return isPlainName(name) ? name : `\`${name}\``;
}

export function isPlainName(name: string): boolean {
  const parsed = parseExpression(name);
  if (!parsed.ok || /^(?:and|or|in)$/.test(name) || name.startsWith('`')) return false;
  const [step, ...more] = parsed.tree.steps ?? [];
  return parsed.tree.type === 'path' && more.length === 0 && step?.type === 'name' && step.value === name;
}
