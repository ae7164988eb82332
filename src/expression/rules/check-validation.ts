/** Kobo's validation status, compared with a text: the same status has other words in another form of export. */
import { toValidation } from '../helpers/validation.ts';
import { literalText, written, type Inspection, type Scope } from './inspect.ts';
import type { Tree } from '../../jsonata/tree.ts';

/** `_validation_status`, whatever stands before it. */
const COLUMN = /(?:^|[/.:])_?validation_status$/i;

/** Suggests $validation, where the text is one of the words of Kobo. */
export function checkValidation(inspection: Inspection, node: Tree, scope: Scope): void {
  const operator = String(node.value);
  if (operator !== '=' && operator !== '!=' && operator !== 'in') return;
  const [lhs, rhs] = [node.lhs as Tree, node.rhs as Tree];
  const isLeft = isStatus(inspection, lhs, scope);
  if (!isLeft && (operator === 'in' || !isStatus(inspection, rhs, scope))) return;
  const [column, other] = isLeft ? [lhs, rhs] : [rhs, lhs];
  const words = wordsOf(inspection, other, scope)?.map((one) => toValidation(one));
  if (words === undefined || words.length === 0 || words.includes(undefined)) return;
  const text = written(inspection, column);
  const texts = words.map((one) => literalText(one));
  const compared = other.type === 'unary' ? `[${[...new Set(texts)].join(', ')}]` : texts.join('');
  const args = { text, rewrite: `$validation(${text}) ${operator} ${compared}` };
  inspection.report('expression/validation-status', args, inspection.spans.of(node), 'warning');
}

function isStatus(inspection: Inspection, node: Tree, scope: Scope): boolean {
  const { cell } = inspection.typeOf(node, scope);
  return cell !== undefined && COLUMN.test(cell);
}

/** The texts that are written there; undefined where they are not. */
function wordsOf(inspection: Inspection, node: Tree, scope: Scope): readonly string[] | undefined {
  if (node.type === 'unary' && node.value === '[') {
    const words = (node.expressions ?? []).map((one) => inspection.typeOf(one, scope).literal);
    return words.every((one) => typeof one === 'string') ? words : undefined;
  }
  const { literal } = inspection.typeOf(node, scope);
  return typeof literal === 'string' ? [literal] : undefined;
}
