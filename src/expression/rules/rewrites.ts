/** Parts of suggestions. People paste these: each must be right as it stands. */
import { isRounded } from '../rounded.ts';
import { HELPERS, SUGGESTIONS } from '../helpers/helper-table.ts';
import { unwrapped, written, type Inspection, type Scope } from '../inference/part.ts';
import { toColumnName } from '../names/column-name.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, type Type } from '../types.ts';

/** One side of a comparison. */
export interface Operand {
  readonly node: Tree;
  readonly type: Type;
  /** As it is written. */
  readonly text: string;
}

export function toOperand(inspection: Inspection, node: Tree, scope: Scope): Operand {
  return { node, type: inspection.typeOf(node, scope), text: written(inspection, node) };
}

const NUMERIC = /^-?\d+(\.\d+)?$/;

/** Whether a text reads like a number. */
export function isNumeric(literal: unknown): literal is string {
  return typeof literal === 'string' && NUMERIC.test(literal);
}

/** The number that a text is meant to be; empty where it cannot be one. */
export function asNumber(inspection: Inspection, { node, type, text }: Operand): string {
  if (isOnly(type, KIND.number)) return text;
  if (type.literal === undefined) return SUGGESTIONS.number(insideOf(inspection, node, text));
  return isNumeric(type.literal) && !isRounded(type.literal) ? String(Number(type.literal)) : '';
}

/** A literal number as the cell that it is compared with; empty where it is no literal. */
export function asText({ literal }: Type): string {
  return typeof literal === 'number' ? `"${String(literal)}"` : '';
}

/** The answer that a value is meant to be; empty where it is none. */
export function asAnswer(inspection: Inspection, { node, type, text }: Operand): string {
  if (isOnly(type, KIND.boolean)) return text;
  if (type.literal === undefined) return SUGGESTIONS.answer(insideOf(inspection, node, text));
  const answer = type.literal === '' ? undefined : SUGGESTIONS.answerOf(type.literal);
  return answer === undefined ? '' : String(answer);
}

/** What a helper is given, which gives nothing for a blank: the text that may be blank. */
export function valueOfHelper(inspection: Inspection, node: Tree): string {
  const { type, procedure, arguments: nodes = [] } = unwrapped(node);
  if (type !== 'function' || procedure?.type !== 'variable') return '';
  const helper = HELPERS.get(String(procedure.value));
  const value = helper && nodes[helper.subject ?? 0];
  return value ? written(inspection, value) : '';
}

/** A text that may be a column in quotes, as this column; undefined where it is hardly one. */
export function asColumn({ node, type }: Operand): Operand | undefined {
  const name = String(type.literal);
  if (node.type !== 'string' || !/^[\p{L}_][\p{L}\p{N}_]*(?:[-./ ][\p{L}\p{N}_]+)*$/u.test(name)) return undefined;
  const text = toColumnName(name);
  const column = { type: 'path', steps: [{ type: 'name', value: name }] } as Tree;
  return { node: column, text, type: { kinds: KIND.text, cell: name } };
}

/** Brackets are needless around the only argument of a call. */
function insideOf(inspection: Inspection, node: Tree, text: string): string {
  const inner = unwrapped(node);
  return inner === node ? text : written(inspection, inner);
}
