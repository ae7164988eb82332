/** Operands of + - * / % that are no numbers, and texts that are joined: by & as they should be, or by a plus. */
import { finding, type Finding } from '../finding.ts';
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { joinOf, tornColumn, type Joined } from '../inference/infer-operations.ts';
import type { Part } from '../inference/part.ts';
import { isOnly, KIND, kindName } from '../types.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { repeatAsValue } from './children.ts';
import { isDated } from './dated-texts.ts';
import { asNumber } from './rewrites.ts';
import type { Rule } from './rule.ts';

const NOT_A_NUMBER: Rule = {
  on: ['calculation'],
  *find(part) {
    const { operator, node } = part;
    const [lhs, rhs] = node.type === 'unary' ? [part.of(node.expression as Tree)] : [part.lhs, part.rhs];
    if (rhs && operator === '-' && isDated(lhs) && isDated(rhs)) {
      const rewrite = SUGGESTIONS.daysBetween(rhs.text, lhs.text);
      const args = { operator, text: lhs.text, type: kindName(lhs.type), rewrite };
      yield finding('expression/not-a-number', args, part);
    } else {
      yield* noNumber(operator, lhs);
      if (rhs) yield* noNumber(operator, rhs);
    }
  },
};

function* noNumber(operator: string, operand: Part): Iterable<Finding> {
  if (operand.isNothing || operand.mayBe(KIND.number) || repeatAsValue(operand)) return;
  const help = isDated(operand) ? { meant: 'date' } : { rewrite: operand.is(KIND.text) ? asNumber(operand) : '' };
  const args = { operator, text: operand.text, type: kindName(operand.type), ...help };
  yield finding('expression/not-a-number', args, operand);
}

/** `group/question`. */
const TORN_COLUMN: Rule = {
  on: ['torn-column'],
  *find(part) {
    const names = tornColumn(part) as readonly Part[];
    const [{ text, type }] = names as [Part];
    const rewrite = names.map(asNumber).join(' / ');
    const args = { operator: '/', text, type: kindName(type), rewrite, meant: 'column', whole: part.text };
    yield finding('expression/not-a-number', args, part);
  },
};

/** `name + " " + sex`. */
const PLUS_OF_TEXTS: Rule = {
  on: ['plus-of-texts'],
  *find(part) {
    const { operands, hasWords } = joinOf(part) as NonNullable<ReturnType<typeof joinOf>>;
    const joined = joinedText(operands);
    if (hasWords) {
      yield finding('expression/plus-of-texts', { rewrite: joined }, part);
      for (const one of operands) yield* noText(one.part);
      return;
    }
    const rewrite = operands.map((operand) => asNumber(operand.part)).join(' + ');
    const [{ part: first }] = operands as unknown as [Joined];
    const args = { operator: '+', text: first.text, type: kindName(first.type), rewrite, meant: 'text', joined };
    yield finding('expression/not-a-number', args, part);
  },
};

/** Numbers with a plus between are a sum, wherever it stands. */
function joinedText(operands: readonly Joined[]): string {
  const groups: string[][] = [];
  for (const [at, { part, operator }] of operands.entries()) {
    const isSum = operator === '+' && part.is(KIND.number) && operands[at - 1]?.part.is(KIND.number) === true;
    if (isSum) groups.at(-1)?.push(part.text);
    else groups.push([part.text]);
  }
  return groups.map((group) => (group.length === 1 ? group[0] : `(${group.join(' + ')})`)).join(' & ');
}

/** `"Services: " & $choices(services)`: a list or an object is joined as JSON. */
const JOINS_NO_TEXT: Rule = {
  on: ['joining'],
  find: ({ lhs, rhs }) => [...noText(lhs), ...noText(rhs)],
};

function* noText(at: Part): Iterable<Finding> {
  const { type, text } = at;
  if (!at.is(KIND.list | KIND.object | KIND.null | KIND.function) || repeatAsValue(at)) return;
  const areTexts = at.is(KIND.list) && (!type.items || isOnly(type.items, KIND.text));
  const rewrite = areTexts ? `$join(${text}, ", ")` : '';
  const shown = at.is(KIND.null) ? 'null' : at.is(KIND.function) ? 'none' : 'json';
  const args = { text, type: kindName(type), shown, rewrite };
  yield finding('expression/joins-no-text', args, at, 'warning');
}

export const OPERANDS: readonly Rule[] = [PLUS_OF_TEXTS, TORN_COLUMN, NOT_A_NUMBER, JOINS_NO_TEXT];
