/** Lists and texts that a blank cell spoils: it is counted, it leaves a separator behind, it is cut to nothing. */
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { literalText, written, type Inspection, type Scope } from '../inference/part.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, type Type } from '../types.ts';

/** `$count([a, b])`, `$count($split(a, " "))`, `$join([a, b], ", ")`. */
export function checkBlanks(
  inspection: Inspection,
  node: Tree,
  name: string,
  args: readonly Tree[],
  types: readonly Type[],
  scope: Scope,
): void {
  const [first, second] = args;
  if (!first || (name !== 'count' && name !== 'join')) return;
  const text = written(inspection, first);
  const report = (what: string, rewrite: string): void =>
    inspection.report('expression/blank-in-list', { what, rewrite }, inspection.spans.of(node), 'warning');
  const cells = cellsOf(inspection, first, scope);
  if (name === 'join') {
    const separator = types[1]?.literal;
    const isSeen = typeof separator === 'string' && separator.trim() !== '' && second !== undefined;
    if (isSeen && cells.length > 1)
      report('A blank cell leaves its separator behind', `$join(${text}[$ != ""], ${literalText(separator)})`);
    return;
  }
  if (cells.length > 0 && cells.length === (first.expressions ?? []).length)
    report(`This is ${cells.length} for every row: blank cells are counted, too`, `$count(${text}[$ != ""])`);
  const isSplit = first.type === 'function' && first.procedure?.value === 'split' && first.predicate === undefined;
  const split = isSplit ? first.arguments : undefined;
  const [cell, separator] = split ?? [];
  if (!cell || inspection.typeOf(cell, scope).cell === undefined) return;
  const column = written(inspection, cell);
  // Somebody has seen to the blanks.
  const whole = inspection.spans.textOf({ start: 0, end: Infinity });
  if (whole.includes(`${column} != ""`) || whole.includes(`${column} = ""`)) return;
  const isWords = separator?.type === 'string' && separator.value === ' ';
  const rewrite = isWords ? `$count(${SUGGESTIONS.choices(column)})` : `$count(${text}[$ != ""])`;
  report('A blank cell is split into one text, so it counts as 1', rewrite);
}

/** The items of `[a, b]` that are cells as they are. */
function cellsOf(inspection: Inspection, node: Tree, scope: Scope): readonly Tree[] {
  if (node.type !== 'unary' || node.value !== '[' || node.predicate !== undefined) return [];
  return (node.expressions ?? []).filter((one) => inspection.typeOf(one, scope).cell !== undefined);
}

/** `name[1]`: a text is a list of one to JSONata. */
export function checkIndex(inspection: Inspection, node: Tree, filter: Tree, type: Type): void {
  const at = filter.type === 'number' ? Number(filter.value) : undefined;
  if (at === undefined || !isOnly(type, KIND.text) || type.literal !== undefined) return;
  const isAll = at === 0 || at === -1;
  const text = inspection.spans.textOf(inspection.spans.of(node)).replace(/\s*\[[^[\]]*\]$/, '');
  const letter = at < 0 ? `$substring(${text}, ${at}, 1)` : `$substring(${text}, ${at}, 1)`;
  const args = {
    text,
    index: String(at),
    verdict: isAll ? 'all of it' : 'never there',
    rewrite: type.words ? `${SUGGESTIONS.choices(text)}[${at}]` : letter,
  };
  const span = inspection.spans.of(node);
  inspection.report('expression/index-of-text', args, span, isAll ? 'warning' : 'error');
}
