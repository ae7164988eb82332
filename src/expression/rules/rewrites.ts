/** Parts of suggestions. People paste these: each must be right as it stands. */
import { isRounded } from '../helpers/conversions.ts';
import { HELPERS } from '../helpers/helper-table.ts';
import { unwrapped, written, type Inspection, type Scope } from './inspect.ts';
import { toColumnName } from './column-name.ts';
import { Miss } from '../../base/miss.ts';
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

/** The number that a text is meant to be; empty where it cannot be one. $decimal takes whole numbers, too. */
export function asNumber(inspection: Inspection, { node, type, text }: Operand): string {
  if (isOnly(type, KIND.number)) return text;
  if (type.literal === undefined) return `$decimal(${insideOf(inspection, node, text)})`;
  return isNumeric(type.literal) && !isRounded(type.literal) ? String(Number(type.literal)) : '';
}

/** A literal number as the cell that it is compared with; empty where it is no literal. */
export function asText({ literal }: Type): string {
  return typeof literal === 'number' ? `"${String(literal)}"` : '';
}

/** The answer that a value is meant to be; empty where it is none. */
export function asAnswer(inspection: Inspection, { node, type, text }: Operand): string {
  if (isOnly(type, KIND.boolean)) return text;
  if (type.literal === undefined) return `$yesNo(${insideOf(inspection, node, text)})`;
  try {
    const answer = type.literal === '' ? undefined : HELPERS.get('yesNo')?.bind(inspection.context)(type.literal);
    return typeof answer === 'boolean' ? String(answer) : '';
  } catch (error) {
    if (error instanceof Miss) return '';
    throw error;
  }
}

/** What a helper is given, which gives nothing for a blank: the text that may be blank. */
export function valueOfHelper(inspection: Inspection, node: Tree): string {
  const { type, procedure, arguments: nodes = [] } = unwrapped(node);
  const isHelper = type === 'function' && procedure?.type === 'variable' && HELPERS.has(String(procedure.value));
  const value = procedure?.value === 'table' ? nodes[1] : nodes[0];
  return isHelper && value ? written(inspection, value) : '';
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
