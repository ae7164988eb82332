/** Conditions that decide the same for every row, since a literal stands in them: `sex = "f" or "m"`, `true or …`. */
import { literalText, unwrapped, written, type Inspection, type Scope } from '../inference/part.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND } from '../types.ts';

type Joining = 'and' | 'or';

/** Looks for literals among the operands of `and` and `or`. Of a longer chain the whole must come last. */
export function checkOperands(inspection: Inspection, node: Tree, scope: Scope): void {
  const operator = node.value as Joining;
  const parts = chainOf(node, operator);
  for (const part of parts) {
    const literal = literalOf(part);
    if (!literal) continue;
    const { value } = literal;
    if (typeof value === 'boolean') {
      if (value === (operator === 'or'))
        reportDecided(inspection, node, value, `${String(value)} decides it, whatever the rest`);
      continue;
    }
    const rewrite = value === null ? '' : membership(inspection, parts, operator, scope);
    reportLiteral(inspection, part, value, rewrite);
    // One rewrite mends them all.
    if (rewrite !== '') return;
  }
}

/** The condition of `… ? … : …`. */
export function checkLiteralCondition(inspection: Inspection, node: Tree): void {
  const literal = literalOf(node);
  if (!literal) return;
  if (typeof literal.value !== 'boolean') reportLiteral(inspection, node, literal.value, '');
  else {
    const { value } = literal;
    const reason = `it is the word ${String(value)}`;
    inspection.report(
      value ? 'expression/always-true' : 'expression/never-true',
      { reason },
      inspection.spans.of(node),
      'warning',
    );
  }
}

/**
 * `sex = ("f" or "m")`: a choice of literals on one side of a comparison. Tells whether there is one, which has been
 * reported then: as a value it is but true or false.
 */
export function checkAlternatives(inspection: Inspection, node: Tree, scope: Scope): boolean {
  const sides = [node.lhs as Tree, node.rhs as Tree];
  const at = sides.findIndex((one) => alternativesOf(one).length > 0);
  if (at < 0) return false;
  const values = alternativesOf(sides[at] as Tree);
  const other = sides[1 - at] as Tree;
  const subject = written(inspection, other);
  const isText = isOnly(inspection.typeOf(other, scope), KIND.text);
  const isTold = node.value === 'in' ? at === 0 : true;
  const rewrite = !isTold
    ? `${subject} in ${listText(values, isText)}`
    : node.value === 'in'
      ? values.map((one) => `${literalText(one)} in ${subject}`).join(' or ')
      : membershipText(subject, node.value === '!=', values, isText);
  reportLiteral(inspection, sides[at] as Tree, values[0], rewrite);
  return true;
}

function alternativesOf(node: Tree): unknown[] {
  if (node.type !== 'block' || node.predicate !== undefined) return [];
  const inner = node.expressions?.length === 1 ? (node.expressions[0] as Tree) : undefined;
  if (inner?.type !== 'binary' || (inner.value !== 'or' && inner.value !== 'and')) return [];
  const literals = chainOf(inner, inner.value).map((one) => literalOf(one));
  const values = literals.map((one) => one?.value);
  return values.every((one) => typeof one === 'string' || typeof one === 'number') ? values : [];
}

function reportLiteral(inspection: Inspection, node: Tree, value: unknown, rewrite: string): void {
  const verdict = value === '' || value === 0 || value === null ? 'false' : 'true';
  const args = { text: literalText(value), verdict, rewrite };
  inspection.report('expression/literal-as-condition', args, inspection.spans.of(node));
}

function reportDecided(inspection: Inspection, node: Tree, isTrue: boolean, reason: string): void {
  const span = inspection.spans.of(node);
  if (isTrue) inspection.report('expression/always-true', { reason }, span, 'warning');
  else inspection.report('expression/never-true', { reason }, span);
}

/** The operands of `a or b or (c or d)`. */
export function chainOf(node: Tree, operator: string): Tree[] {
  const inner = unwrapped(node);
  if (inner.type !== 'binary' || inner.value !== operator) return [node];
  return [...chainOf(inner.lhs as Tree, operator), ...chainOf(inner.rhs as Tree, operator)];
}

function literalOf(node: Tree): { readonly value: unknown } | undefined {
  const inner = unwrapped(node);
  const isLiteral = inner.type === 'string' || inner.type === 'number' || inner.type === 'value';
  return isLiteral && inner.predicate === undefined ? { value: inner.value } : undefined;
}

/** Comparisons of one subject with one text after another, or (`isList`) of one text after another with a list. */
interface Group {
  readonly subject: string;
  readonly operator: string;
  readonly isText: boolean;
  readonly values: unknown[];
  readonly text: string;
}

/** The chain with each literal joined to the comparison that it was meant for; empty where that cannot be told. */
function membership(inspection: Inspection, parts: readonly Tree[], operator: Joining, scope: Scope): string {
  const groups: Group[] = [];
  const waiting: unknown[] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    const literal = literalOf(part);
    if (literal) {
      if (last && last.values.length > 0) last.values.push(literal.value);
      else waiting.push(literal.value);
      continue;
    }
    const found = comparisonOf(inspection, part, scope);
    const text = written(inspection, part);
    if (!found) groups.push({ subject: '', operator: '', isText: false, values: [], text });
    else if (last?.subject === found.subject && last.operator === found.operator) last.values.push(found.value);
    else {
      const values = [...waiting.splice(0), found.value];
      groups.push({ ...found, values, text });
    }
  }
  const isFitting = groups.every((one) => one.values.length < 2 || isMeant(one.operator, operator));
  if (!isFitting || waiting.length > 0 || groups.length === 0) return '';
  return groups.map((one) => groupText(one)).join(` ${operator} `);
}

/** `=` and `and`: nothing is two things at once, so which was meant cannot be told. */
function isMeant(operator: string, joining: Joining): boolean {
  return operator === '!=' || joining === 'or';
}

function groupText({ subject, operator, isText, values, text }: Group): string {
  if (values.length < 2) return text;
  if (operator === 'in') return values.map((one) => `${literalText(one)} in ${subject}`).join(' or ');
  return membershipText(subject, operator === '!=', values, isText);
}

function membershipText(subject: string, isNot: boolean, values: readonly unknown[], isText: boolean): string {
  const text = `${subject} in ${listText(values, isText)}`;
  return isNot ? `$not(${text})` : text;
}

function listText(values: readonly unknown[], isText: boolean): string {
  return `[${values.map((one) => literalText(isText ? String(one) : one)).join(', ')}]`;
}

/** `x = "a"`, `"a" = x`, `x != "a"`, `"a" in list`. */
function comparisonOf(
  inspection: Inspection,
  node: Tree,
  scope: Scope,
): (Pick<Group, 'subject' | 'operator' | 'isText'> & { readonly value: unknown }) | undefined {
  const inner = unwrapped(node);
  const operator = String(inner.value);
  if (inner.type !== 'binary' || !['=', '!=', 'in'].includes(operator)) return undefined;
  const sides = [inner.lhs as Tree, inner.rhs as Tree];
  const literals = sides.map((one) => literalOf(one));
  const at = operator === 'in' ? 0 : literals.findIndex((one) => one !== undefined);
  const literal = literals[at];
  const subject = sides[1 - at];
  if (!literal || !subject || literals[1 - at]) return undefined;
  const isText = isOnly(inspection.typeOf(subject, scope), KIND.text);
  return { subject: written(inspection, subject), operator, isText, value: literal.value };
}
