/** Parts of suggestions. People paste these: each must be right as it stands. */
import { isRounded } from '../rounded.ts';
import { HELPERS, SUGGESTIONS } from '../helpers/helper-table.ts';
import { isNumeric } from '../inference/infer-operations.ts';
import { Part } from '../inference/part.ts';
import { calledName } from '../inference/structure.ts';
import { toColumnName } from '../names/column-name.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { KIND } from '../types.ts';

/** An operation whose sides are known; empty where one of them is not. */
export function operation(left: string, operator: string, right: string): string {
  return left === '' || right === '' ? '' : `${left} ${operator} ${right}`;
}

/** The number that a text is meant to be; empty where it cannot be one. */
export function asNumber(part: Part): string {
  const { literal, text, inner } = part;
  if (part.is(KIND.number)) return text;
  // Brackets are needless around the only argument of a call.
  if (literal === undefined) return SUGGESTIONS.number(inner.text);
  return isNumeric(literal) && !isRounded(literal) ? String(Number(literal)) : '';
}

/** A literal number as the cell that it is compared with; empty where it is no literal. */
export function asText({ literal }: Part): string {
  return typeof literal === 'number' ? `"${String(literal)}"` : '';
}

/** The answer that a value is meant to be; empty where it is none. */
export function asAnswer(part: Part): string {
  const { literal, text, inner } = part;
  if (part.is(KIND.boolean)) return text;
  if (literal === undefined) return SUGGESTIONS.answer(inner.text);
  const answer = literal === '' ? undefined : SUGGESTIONS.answerOf(literal);
  return answer === undefined ? '' : String(answer);
}

/** What a helper is given, which gives nothing for a blank: the text that may be blank. */
export function valueOfHelper({ inner }: Part): string {
  const helper = HELPERS.get(calledName(inner.node));
  const value = helper && inner.node.arguments?.[helper.subject ?? 0];
  return value ? inner.of(value).text : '';
}

/** A text that may be a column in quotes, as this column; undefined where it is hardly one. */
export function asColumn({ node, scope, known, literal }: Part): Part | undefined {
  const name = String(literal);
  if (node.type !== 'string' || !/^[\p{L}_][\p{L}\p{N}_]*(?:[-./ ][\p{L}\p{N}_]+)*$/u.test(name)) return undefined;
  const column = { type: 'path', steps: [{ type: 'name', value: name }] } as Tree;
  return new Part(column, scope, known, { text: toColumnName(name), type: { kinds: KIND.text, cell: name } });
}
