/** Types of what stands for itself: cells and literals. */
import { nearest } from '../../base/nearest.ts';
import type { ExpressionContext } from '../context.ts';
import { oneOf, someOf, type Shape } from '../text-shapes.ts';
import { KIND, kindOf, type Type } from '../types.ts';

/** The cell of a column, with its choices where the mapping knows them. */
export function cellType(context: ExpressionContext, column: string): Type {
  const choices = context.choices?.(column);
  const cell = { kinds: KIND.text, cell: column };
  if (!choices) return cell;
  const { codes, isMultiple } = choices;
  const values = new Set(codes.keys());
  const ofCode = (text: string): string | undefined => {
    const code = nearest(text, codes.values());
    return [...values].find((one) => codes.get(one) === code);
  };
  const words: Shape = { ...oneOf(values, ofCode), isCustom: true };
  return isMultiple ? { ...cell, shape: someOf(words), words } : { ...cell, shape: words };
}

/** A text, a number, true, false or null. */
export function literalType(value: unknown): Type {
  return { kinds: kindOf(value), literal: value as NonNullable<Type['literal']> };
}
