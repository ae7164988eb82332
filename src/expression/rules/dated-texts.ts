/** Texts that begin with a year or an hour: as texts they are in order, and never numbers. */
import { unwrapped } from './inspect.ts';
import type { Operand } from './rewrites.ts';
import type { Tree } from '../../jsonata/tree.ts';

/** Helpers whose result begins with a part of always the same length. */
const LENGTHS: ReadonlyMap<string, number> = new Map([
  ['date', 4],
  ['dateTime', 4],
  ['period', 4],
  ['time', 2],
]);
const LAST_HOUR = 23;

/** Whether a text, or a number, is mostly a year. */
export function isYear(value: string | number): boolean {
  return /^(?:19|20)\d\d$/.test(String(value));
}

/** Whether a node is a call that gives a date, a time or a period. */
export function isDated(node: Tree): boolean {
  return lengthOf(node) !== undefined;
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
  const value = other.type.literal;
  const length = lengthOf(node);
  if (typeof value !== 'number') return length === undefined ? undefined : { text: '', literal: '', isSure: true };
  if (length === 2) return partOf(text, value >= 0 && value <= LAST_HOUR ? String(value).padStart(2, '0') : '', 2);
  // `202503` is all of a month.
  if (length === 4 && /^\d{6}(?:\d\d)?$/.test(String(value)) && nameOf(node) === 'period')
    return { text, literal: `"${value}"`, isSure: true };
  if (length === 4) return partOf(text, isYear(value) ? String(value) : '', 4);
  return type.cell !== undefined && isYear(value) ? { ...partOf(text, String(value), 4), isSure: false } : undefined;
}

function partOf(text: string, value: string, length: number): Part {
  return { text: `$substring(${text}, 0, ${length})`, literal: value && `"${value}"`, isSure: true };
}

function lengthOf(node: Tree): number | undefined {
  return LENGTHS.get(nameOf(node));
}

/** Name of the function that is called; empty of anything but a call. */
function nameOf(node: Tree): string {
  const { type, procedure } = unwrapped(node);
  return type === 'function' && procedure?.type === 'variable' ? String(procedure.value) : '';
}
