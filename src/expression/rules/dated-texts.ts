/** Texts that begin with a year or an hour: as texts they are in order, and never numbers. */
import { HELPERS } from '../helpers/helper-table.ts';
import type { LeadingPart } from '../helpers/helper.ts';
import { LEADING_YEAR } from '../helpers/leading-parts.ts';
import { unwrapped } from '../inference/part.ts';
import type { Operand } from './rewrites.ts';
import type { Tree } from '../../jsonata/tree.ts';

/** Whether a node is a call that gives a date, a time or a period. */
export function isDated(node: Tree): boolean {
  return leadingOf(node) !== undefined;
}

interface Part {
  /** The year or hour of the text, and the literal to compare it with; empty where there is none. */
  readonly text: string;
  readonly literal: string;
  /** False of a cell, which may be anything. */
  readonly isSure: boolean;
}

/** `$date(visit) > 2025`: what is compared with a number; undefined where the text is no date. */
export function yearOf({ node, text, type }: Operand, other: Operand): Part | undefined {
  const leading = leadingOf(node);
  const value = other.type.literal;
  if (typeof value !== 'number') return leading && { text: '', literal: '', isSure: true };
  const whole = leading?.wholeFor?.(value);
  if (whole !== undefined) return { text, literal: `"${whole}"`, isSure: true };
  if (leading) return partOf(text, leading, value);
  const part = partOf(text, LEADING_YEAR, value);
  return type.cell !== undefined && part.literal !== '' ? { ...part, isSure: false } : undefined;
}

function partOf(text: string, { length, partFor }: LeadingPart, value: number): Part {
  const part = partFor(value);
  return { text: `$substring(${text}, 0, ${length})`, literal: part && `"${part}"`, isSure: true };
}

/** What the text that a call gives begins with; undefined of any other node. */
function leadingOf(node: Tree): LeadingPart | undefined {
  const { type, procedure } = unwrapped(node);
  const isCall = type === 'function' && procedure?.type === 'variable';
  return isCall ? HELPERS.get(String(procedure.value))?.leading : undefined;
}
