/** What may have been meant by a comparison that decides nothing, or fails. */
import { isYear } from '../helpers/leading-parts.ts';
import { isNumeric, ORDERS } from '../inference/infer-operations.ts';
import type { Part } from '../inference/part.ts';
import { KIND } from '../types.ts';
import { yearOf } from './dated-texts.ts';
import { asAnswer, asColumn, asNumber, asText, operation, valueOfHelper } from './rewrites.ts';

/** Two sides, one of which may be another than is written there. */
export interface Sides {
  readonly operator: string;
  readonly lhs: Part;
  readonly rhs: Part;
}

/** A comparison of literals with the column that one of them may be; empty where it is none. */
export function unquotedRewrite({ operator, lhs, rhs }: Sides): string {
  const left = asColumn(lhs);
  const right = left || lhs.node.type === 'string' ? undefined : asColumn(rhs);
  if (!left && !right) return '';
  const found = { operator, lhs: left ?? lhs, rhs: right ?? rhs };
  if ((found.lhs.type.kinds & found.rhs.type.kinds) === 0) return rewriteOf(found);
  const ordered = ORDERS.has(operator) ? orderRewrite(found) : undefined;
  return ordered ?? `${found.lhs.text} ${operator} ${found.rhs.text}`;
}

/** A cell and a text of digits, compared as numbers; undefined where they may be compared as they are. */
export function orderRewrite({ operator, lhs, rhs }: Sides): string | undefined {
  const [cell, other] = lhs.isCell ? [lhs, rhs] : [rhs, lhs];
  const { literal } = other;
  if (!cell.isCell || !isNumeric(literal) || isYear(literal)) return undefined;
  return operation(asNumber(lhs), operator, asNumber(rhs));
}

/** What to write instead of a comparison of two kinds: with two ways, the first that fits; empty where none is known. */
export function rewriteOf(sides: Sides): string {
  const { operator, lhs, rhs } = sides;
  const isTurned = rhs.is(KIND.text) && !lhs.is(KIND.text);
  const [text, other] = isTurned ? [rhs, lhs] : [lhs, rhs];
  const isEquality = !ORDERS.has(operator);
  const put = (one: string, two: string): string =>
    isTurned ? operation(two, operator, one) : operation(one, operator, two);
  const equal = isEquality ? blankRewrite(sides) || listRewrite(sides) : '';
  if (equal !== '') return equal;
  if (text.is(KIND.text) && other.is(KIND.number)) {
    const year = yearOf(text, other);
    if (year?.isSure === true) return put(year.text, year.literal);
    const ways = [
      isEquality ? put(text.literal === undefined ? text.text : '', asText(other)) : '',
      put(asNumber(text), other.text),
      !isEquality && year ? put(year.text, year.literal) : '',
    ];
    return ways.filter((one) => one !== '').join(', or ');
  }
  const answers = KIND.boolean | KIND.text | KIND.number;
  const isAnswer = lhs.is(answers) && rhs.is(answers) && (lhs.is(KIND.boolean) || rhs.is(KIND.boolean));
  return isEquality && isAnswer ? operation(asAnswer(lhs), operator, asAnswer(rhs)) : '';
}

/** `age = null` and `$int(age) = ""`: a blank cell is the empty text, and a helper gives nothing for it. */
export function blankRewrite({ operator, lhs, rhs }: Sides): string {
  const isBlank = ({ literal }: Part): boolean => literal === null || literal === '';
  if (!isBlank(lhs) && !isBlank(rhs)) return '';
  const value = isBlank(lhs) ? rhs : lhs;
  const given = valueOfHelper(value);
  const text = given === '' && value.is(KIND.text) ? value.text : given;
  if (text !== '') return value === rhs ? `"" ${operator} ${text}` : `${text} ${operator} ""`;
  return operator === '=' ? `$not($exists(${value.text}))` : `$exists(${value.text})`;
}

/** `$choices(services) = "a"`, and `age = ["1", "2"]`. */
function listRewrite({ operator, lhs, rhs }: Sides): string {
  const [list, item] = lhs.is(KIND.list) ? [lhs, rhs] : [rhs, lhs];
  if (!list.is(KIND.list) || item.mayBe(KIND.list) || item.literal === null) return '';
  const kinds = list.type.items?.kinds ?? item.type.kinds;
  const isOther = (kinds & item.type.kinds) === 0;
  const shown = isOther && kinds === KIND.text ? asText(item) : item.text;
  if (shown === '' || (isOther && shown === item.text)) return '';
  return operator === '=' ? `${shown} in ${list.text}` : `$not(${shown} in ${list.text})`;
}
