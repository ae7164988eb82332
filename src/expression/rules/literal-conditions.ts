/** Conditions that decide the same for every row, since a literal or a cell stands in them: `sex = "f" or "m"`. */
import { finding, type Finding } from '../finding.ts';
import { alternativesOf, type Alternatives } from '../inference/infer-operations.ts';
import { besideLiteral, chainOf, literalOf, literalText, type Part } from '../inference/part.ts';
import { takesTheOther } from '../inference/structure.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { KIND } from '../types.ts';
import { decided, type Rule } from './rule.ts';

function textAsCondition(at: Part): readonly Finding[] {
  return at.isCell ? [finding('expression/text-as-condition', { text: at.text }, at, 'warning')] : [];
}

function literalAsCondition(at: Part, value: unknown, rewrite: string): Finding {
  const verdict = value === '' || value === 0 || value === null ? 'false' : 'true';
  return finding('expression/literal-as-condition', { text: literalText(value), verdict, rewrite }, at);
}

/** A cell that is to be true or false: any text but the blank is true. */
const TEXT_AS_CONDITION: Rule = {
  on: ['logical'],
  find: ({ lhs, rhs }) => [...textAsCondition(lhs), ...textAsCondition(rhs)],
};

/** The condition of `… ? … : …`; and `a ?? b` for a cell, which is always there. */
const CONDITION: Rule = {
  on: ['condition'],
  *find(part) {
    const { node, known } = part;
    const [then, condition] = [part.of(node.then as Tree), part.of(node.condition as Tree)];
    const taking = takesTheOther(node, known.spans);
    if (taking === '??' && then.isCell && node.else) {
      const { text } = then;
      const rewrite = `${text} != "" ? ${text} : ${part.of(node.else).text}`;
      const args = { text, effect: '?? never takes the other value', rewrite };
      yield finding('expression/blank-is-text', args, part, 'warning');
    }
    if (taking !== undefined) return;
    yield* textAsCondition(condition);
    const { value } = literalOf(condition) ?? {};
    if (typeof value === 'boolean')
      yield decided(value, `it is the word ${String(value)}`, condition, undefined, 'warning');
    else if (value !== undefined) yield literalAsCondition(condition, value, '');
  },
};

/** Literals among the operands of `and` and `or`. */
const LITERAL_OPERAND: Rule = {
  on: ['chain'],
  *find(part) {
    const { operator } = part;
    const operands = chainOf(part, operator);
    for (const one of operands) {
      const { value } = literalOf(one) ?? {};
      if (typeof value === 'boolean') {
        if (value === (operator === 'or')) yield decided(value, `${String(value)} decides it, whatever the rest`, part);
      } else if (value !== undefined) {
        const rewrite = value === null ? '' : membership(operands, operator);
        yield literalAsCondition(one, value, rewrite);
        // One rewrite mends them all.
        if (rewrite !== '') return;
      }
    }
  },
};

/** `sex = ("f" or "m")`. */
const ALTERNATIVES: Rule = {
  on: ['alternatives'],
  *find(part) {
    const { choice, other, values } = alternativesOf(part) as Alternatives;
    const isText = other.is(KIND.text);
    const isAmong = part.operator === 'in' && choice.node === part.lhs.node;
    const rewrite = isAmong
      ? values.map((one) => `${literalText(one)} in ${other.text}`).join(' or ')
      : membershipText(other.text, part.operator === '!=', values, isText);
    yield literalAsCondition(choice, values[0], rewrite);
  },
};

/** Comparisons of one subject with one text after another, or (`in`) of one text after another with a list. */
interface Group {
  readonly subject: string;
  readonly operator: string;
  readonly isText: boolean;
  readonly values: unknown[];
  readonly text: string;
}

/** The chain with each literal joined to the comparison that it was meant for; empty where that cannot be told. */
function membership(operands: readonly Part[], joining: string): string {
  const groups: Group[] = [];
  const waiting: unknown[] = [];
  for (const one of operands) {
    const last = groups.at(-1);
    const literal = literalOf(one);
    if (literal) {
      if (last && last.values.length > 0) last.values.push(literal.value);
      else waiting.push(literal.value);
      continue;
    }
    const compared = comparisonOf(one);
    const { text } = one;
    if (!compared) groups.push({ subject: '', operator: '', isText: false, values: [], text });
    else if (last?.subject === compared.subject && last.operator === compared.operator)
      last.values.push(compared.value);
    else groups.push({ ...compared, values: [...waiting.splice(0), compared.value], text });
  }
  // `=` and `and`: nothing is two things at once, so which was meant cannot be told.
  const isFitting = groups.every((group) => group.values.length < 2 || group.operator === '!=' || joining === 'or');
  if (!isFitting || waiting.length > 0 || groups.length === 0) return '';
  return groups.map(groupText).join(` ${joining} `);
}

function groupText({ subject, operator, isText, values, text }: Group): string {
  if (values.length < 2) return text;
  if (operator === 'in') return values.map((one) => `${literalText(one)} in ${subject}`).join(' or ');
  return membershipText(subject, operator === '!=', values, isText);
}

function membershipText(subject: string, isNot: boolean, values: readonly unknown[], isText: boolean): string {
  const text = `${subject} in [${values.map((one) => literalText(isText ? String(one) : one)).join(', ')}]`;
  return isNot ? `$not(${text})` : text;
}

/** `x = "a"`, `"a" = x`, `x != "a"`, `"a" in list`. */
function comparisonOf({
  inner,
}: Part): (Pick<Group, 'subject' | 'operator' | 'isText'> & { value: unknown }) | undefined {
  const { operator, node } = inner;
  if (node.type !== 'binary' || !['=', '!=', 'in'].includes(operator)) return undefined;
  const compared = besideLiteral(inner);
  if (!compared || (operator === 'in' && compared.subject.node === node.lhs)) return undefined;
  const { subject, value } = compared;
  return { subject: subject.text, operator, isText: subject.is(KIND.text), value };
}

export const LITERAL_CONDITIONS: readonly Rule[] = [TEXT_AS_CONDITION, CONDITION, ALTERNATIVES, LITERAL_OPERAND];
