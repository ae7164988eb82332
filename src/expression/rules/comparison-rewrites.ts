/** What may have been meant by a comparison that decides nothing, or fails. */
import { isYear } from '../helpers/leading-parts.ts';
import { yearOf } from './dated-texts.ts';
import type { Inspection } from '../inference/part.ts';
import { asAnswer, asColumn, asNumber, asText, isNumeric, valueOfHelper, type Operand } from './rewrites.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, mayBe } from '../types.ts';

export const ORDERS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

export interface Comparison {
  readonly node: Tree;
  readonly operator: string;
  readonly left: Operand;
  readonly right: Operand;
}

/** A comparison of literals with the column that one of them may be; empty where it is none. */
export function unquotedRewrite(inspection: Inspection, sides: Comparison): string {
  const left = asColumn(sides.left);
  const right = left || sides.left.node.type === 'string' ? undefined : asColumn(sides.right);
  if (!left && !right) return '';
  const found = { ...sides, left: left ?? sides.left, right: right ?? sides.right };
  if ((found.left.type.kinds & found.right.type.kinds) === 0) return rewriteOf(inspection, found);
  const ordered = ORDERS.has(sides.operator) ? orderRewrite(inspection, found) : undefined;
  return ordered ?? `${found.left.text} ${sides.operator} ${found.right.text}`;
}

/** A cell and a text of digits, compared as numbers; undefined where they may be compared as they are. */
export function orderRewrite(inspection: Inspection, { operator, left, right }: Comparison): string | undefined {
  const [cell, other] = left.type.cell === undefined ? [right, left] : [left, right];
  const { literal } = other.type;
  if (cell.type.cell === undefined || !isNumeric(literal) || isYear(literal)) return undefined;
  const [one, two] = [asNumber(inspection, left), asNumber(inspection, right)];
  return one === '' || two === '' ? '' : `${one} ${operator} ${two}`;
}

/** What to write instead of a comparison of two kinds: with two ways, the first that fits; empty where none is known. */
export function rewriteOf(inspection: Inspection, { operator, left, right }: Comparison): string {
  const is = (one: Operand, kinds: number): boolean => isOnly(one.type, kinds);
  const isTurned = is(right, KIND.text) && !is(left, KIND.text);
  const [text, other] = isTurned ? [right, left] : [left, right];
  const isEquality = !ORDERS.has(operator);
  const put = (one: string, two: string): string =>
    one === '' || two === '' ? '' : isTurned ? `${two} ${operator} ${one}` : `${one} ${operator} ${two}`;
  const blank = isEquality ? blankRewrite(inspection, operator, left, right) : '';
  if (blank !== '') return blank;
  const list = isEquality ? listRewrite(operator, left, right) : '';
  if (list !== '') return list;
  if (is(text, KIND.text) && is(other, KIND.number)) {
    const year = yearOf(text, other);
    if (year?.isSure === true) return put(year.text, year.literal);
    const ways = [
      isEquality ? put(text.type.literal === undefined ? text.text : '', asText(other.type)) : '',
      put(asNumber(inspection, text), other.text),
      !isEquality && year ? put(year.text, year.literal) : '',
    ];
    return ways.filter((one) => one !== '').join(', or ');
  }
  if (is(left, KIND.boolean) || is(right, KIND.boolean)) {
    const isAnswer =
      is(left, KIND.boolean | KIND.text | KIND.number) && is(right, KIND.boolean | KIND.text | KIND.number);
    const [one, two] = [asAnswer(inspection, left), asAnswer(inspection, right)];
    return isEquality && isAnswer && one !== '' && two !== '' ? `${one} ${operator} ${two}` : '';
  }
  return '';
}

/** `age = null` and `$int(age) = ""`: a blank cell is the empty text, and a helper gives nothing for it. */
export function blankRewrite(inspection: Inspection, operator: string, left: Operand, right: Operand): string {
  const isBlank = ({ type }: Operand): boolean => type.literal === null || type.literal === '';
  const value = isBlank(left) ? right : left;
  if (!isBlank(left) && !isBlank(right)) return '';
  const given = valueOfHelper(inspection, value.node);
  const text = given === '' && isOnly(value.type, KIND.text) ? value.text : given;
  if (text !== '') return value === right ? `"" ${operator} ${text}` : `${text} ${operator} ""`;
  return operator === '=' ? `$not($exists(${value.text}))` : `$exists(${value.text})`;
}

/** `$choices(services) = "a"`, and `age = ["1", "2"]`. */
function listRewrite(operator: string, left: Operand, right: Operand): string {
  const [list, item] = isOnly(left.type, KIND.list) ? [left, right] : [right, left];
  if (!isOnly(list.type, KIND.list) || mayBe(item.type, KIND.list) || item.type.literal === null) return '';
  const kinds = list.type.items?.kinds ?? item.type.kinds;
  const shown = (kinds & item.type.kinds) === 0 && kinds === KIND.text ? asText(item.type) : item.text;
  if (shown === '' || ((kinds & item.type.kinds) === 0 && shown === item.text)) return '';
  return operator === '=' ? `${shown} in ${list.text}` : `$not(${shown} in ${list.text})`;
}
