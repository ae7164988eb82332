/** `in`: what stands on its right must be a list, of things of the kind that is looked for. */
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { literalText, type Inspection, type Scope } from '../inference/part.ts';
import { asAnswer, asColumn, asNumber, asText, isNumeric, toOperand, valueOfHelper, type Operand } from './rewrites.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, kindName, mayBe, type Type } from '../types.ts';

export function checkMembership(inspection: Inspection, node: Tree, scope: Scope): void {
  const left = toOperand(inspection, node.lhs as Tree, scope);
  const right = toOperand(inspection, node.rhs as Tree, scope);
  const span = inspection.spans.of(node);
  if (left.type.kinds === 0 || right.type.kinds === 0) return;
  if (isOnly(right.type, KIND.text)) {
    const rewrite = inTextRewrite(left, right);
    inspection.report('expression/in-text', { text: right.text, rewrite }, span, 'warning');
    return;
  }
  const items = isOnly(right.type, KIND.list) ? right.type.items : right.type;
  if (!items || items.kinds === 0 || (items.kinds & left.type.kinds) !== 0) return;
  const verdict = 'it is never among them';
  const rewrite = rewriteOf(inspection, left, right, items, scope);
  if (isOnly(left.type, KIND.text) && isOnly(items, KIND.number))
    inspection.report('expression/text-with-number', { text: left.text, number: right.text, verdict, rewrite }, span);
  else {
    const args = { left: left.text, right: right.text, leftType: kindName(left.type), rightType: kindName(right.type) };
    inspection.report('expression/never-equal', { ...args, verdict, rewrite }, span);
  }
}

/** `"icu" in services`, `services in "icu"`, `age in "1,2"`. */
function inTextRewrite(left: Operand, right: Operand): string {
  const { literal } = right.type;
  if (typeof literal !== 'string') return `${left.text} in ${SUGGESTIONS.choices(right.text)}`;
  if (left.type.literal !== undefined) {
    const column = asColumn(right);
    return column ? `${left.text} in ${SUGGESTIONS.choices(column.text)}` : '';
  }
  const words = literal.split(/[,;|]/).map((one) => literalText(one.trim()));
  if (words.length > 1) return `${left.text} in [${words.join(', ')}]`;
  const isOne = isOnly(left.type, KIND.text);
  const inside = left.type.cell === undefined ? '' : `, or ${right.text} in ${SUGGESTIONS.choices(left.text)}`;
  return isOne ? `${left.text} = ${right.text}${inside}` : `${right.text} in ${left.text}`;
}

function rewriteOf(inspection: Inspection, left: Operand, right: Operand, items: Type, scope: Scope): string {
  const put = (one: string, two: string): string => (one === '' || two === '' ? '' : `${one} in ${two}`);
  const listed = itemsOf(right.node).map((one) => toOperand(inspection, one, scope));
  const areLiterals = listed.length > 0 && listed.every((one) => one.type.literal !== undefined);
  const listOf = (texts: readonly string[]): string => (texts.includes('') ? '' : `[${texts.join(', ')}]`);
  // `$choices(services) in ["a"]`: turned round.
  if (isOnly(left.type, KIND.list)) {
    const kinds = left.type.items?.kinds ?? items.kinds;
    const fits = areLiterals && (kinds & items.kinds) !== 0;
    return fits ? listed.map((one) => `${one.text} in ${left.text}`).join(' or ') : '';
  }
  if (isOnly(items, KIND.number) && isOnly(left.type, KIND.text))
    return areLiterals
      ? put(left.text, listOf(listed.map((one) => asText(one.type))))
      : put(asNumber(inspection, left), right.text);
  if (isOnly(items, KIND.text) && isOnly(left.type, KIND.number)) {
    if (left.type.literal !== undefined) return put(asText(left.type), right.text);
    if (!areLiterals) return '';
    const areNumbers = listed.every((one) => isNumeric(one.type.literal));
    if (areNumbers) return put(left.text, listOf(listed.map((one) => asNumber(inspection, one))));
    return put(valueOfHelper(inspection, left.node), right.text);
  }
  const hasAnswers = isOnly(items, KIND.boolean) || isOnly(left.type, KIND.boolean);
  if (!hasAnswers || mayBe(items, KIND.list) || !areLiterals) return '';
  const isAsked = isOnly(left.type, KIND.text | KIND.boolean);
  return isAsked ? put(asAnswer(inspection, left), listOf(listed.map((one) => asAnswer(inspection, one)))) : '';
}

/** What stands in `[a, b]`. */
function itemsOf({ type, value, expressions = [] }: Tree): readonly Tree[] {
  return type === 'unary' && value === '[' ? expressions : [];
}
