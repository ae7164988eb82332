/** `in`: what stands on its right must be a list, of things of the kind that is looked for. */
import { finding } from '../finding.ts';
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { isNumeric } from '../inference/infer-operations.ts';
import { literalText, type Part } from '../inference/part.ts';
import { isOnly, KIND, mayBe, type Type } from '../types.ts';
import { shownSides } from './comparisons.ts';
import { asAnswer, asColumn, asNumber, asText, operation, valueOfHelper } from './rewrites.ts';
import type { Rule } from './rule.ts';

export const MEMBERSHIP: Rule = {
  on: ['membership'],
  *find(part) {
    const { lhs, rhs } = part;
    if (lhs.isNothing || rhs.isNothing) return;
    if (rhs.is(KIND.text)) {
      const args = { text: rhs.text, rewrite: inTextRewrite(lhs, rhs) };
      yield finding('expression/in-text', args, part, 'warning');
      return;
    }
    const items = rhs.is(KIND.list) ? rhs.type.items : rhs.type;
    if (!items || items.kinds === 0 || (items.kinds & lhs.type.kinds) !== 0) return;
    const args = { verdict: 'it is never among them', rewrite: rewriteOf(lhs, rhs, items) };
    if (lhs.is(KIND.text) && isOnly(items, KIND.number)) {
      const sides = { text: lhs.text, number: rhs.text };
      yield finding('expression/text-with-number', { ...sides, ...args }, part);
    } else yield finding('expression/never-equal', { ...shownSides(lhs, rhs), ...args }, part);
  },
};

/** `"icu" in services`, `services in "icu"`, `age in "1,2"`. */
function inTextRewrite(left: Part, right: Part): string {
  const { literal } = right;
  if (typeof literal !== 'string') return `${left.text} in ${SUGGESTIONS.choices(right.text)}`;
  if (left.literal !== undefined) {
    const column = asColumn(right);
    return column ? `${left.text} in ${SUGGESTIONS.choices(column.text)}` : '';
  }
  const words = literal.split(/[,;|]/).map((one) => literalText(one.trim()));
  if (words.length > 1) return `${left.text} in [${words.join(', ')}]`;
  const inside = left.isCell ? `, or ${right.text} in ${SUGGESTIONS.choices(left.text)}` : '';
  return left.is(KIND.text) ? `${left.text} = ${right.text}${inside}` : `${right.text} in ${left.text}`;
}

function among(item: string, list: string): string {
  return operation(item, 'in', list);
}

function rewriteOf(left: Part, right: Part, items: Type): string {
  const listOf = (texts: readonly string[]): string => (texts.includes('') ? '' : `[${texts.join(', ')}]`);
  const listed = right.items;
  const areLiterals = listed.length > 0 && listed.every((item) => item.literal !== undefined);
  // `$choices(services) in ["a"]`: turned round.
  if (left.is(KIND.list)) {
    const kinds = left.type.items?.kinds ?? items.kinds;
    const fits = areLiterals && (kinds & items.kinds) !== 0;
    return fits ? listed.map((item) => `${item.text} in ${left.text}`).join(' or ') : '';
  }
  if (isOnly(items, KIND.number) && left.is(KIND.text))
    return areLiterals ? among(left.text, listOf(listed.map(asText))) : among(asNumber(left), right.text);
  if (isOnly(items, KIND.text) && left.is(KIND.number)) {
    if (left.literal !== undefined) return among(asText(left), right.text);
    if (!areLiterals) return '';
    const areNumbers = listed.every((item) => isNumeric(item.literal));
    return areNumbers ? among(left.text, listOf(listed.map(asNumber))) : among(valueOfHelper(left), right.text);
  }
  const hasAnswers = isOnly(items, KIND.boolean) || left.is(KIND.boolean);
  if (!hasAnswers || mayBe(items, KIND.list) || !areLiterals) return '';
  return left.is(KIND.text | KIND.boolean) ? among(asAnswer(left), listOf(listed.map(asAnswer))) : '';
}
