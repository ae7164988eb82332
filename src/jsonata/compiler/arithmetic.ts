/** Arithmetic and the order of values: both sides are mostly two numbers, or two texts, and that is asked first. */
import { Undecided } from './fault.ts';
import type { Run } from './runtime.ts';

type Calculation = (left: Run, right: Run) => Run;

/** NaN and infinite numbers are errors of the language. */
function areNumbers(first: unknown, second: unknown): boolean {
  return Number.isFinite(first) && Number.isFinite(second);
}

function areAlike(first: unknown, second: unknown): boolean {
  return typeof first === 'string'
    ? typeof second === 'string'
    : typeof first === 'number' && typeof second === 'number';
}

/** What is not two numbers: nothing, where one of them is nothing and the other may be a number. */
function unlessNumbers(...sides: readonly unknown[]): undefined {
  if (sides.some((one) => one !== undefined && !Number.isFinite(one))) throw new Undecided();
}

/** The same of what is not two texts or two numbers. */
function unlessAlike(first: unknown, second: unknown): undefined {
  const [one, other] = [typeof first, typeof second];
  const isNothing = (one === 'undefined' || other === 'undefined') && [one, other].every((type) => ORDERED.has(type));
  if (!isNothing) throw new Undecided();
}

const ORDERED = new Set(['string', 'number', 'undefined']);

/** Each a function of its own: shared, they would be slower by half. */
export const CALCULATIONS: Readonly<Record<string, Calculation>> = {
  '+': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areNumbers(first, second) ? (first as number) + (second as number) : unlessNumbers(first, second);
  },
  '-': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areNumbers(first, second) ? (first as number) - (second as number) : unlessNumbers(first, second);
  },
  '*': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areNumbers(first, second) ? (first as number) * (second as number) : unlessNumbers(first, second);
  },
  '/': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areNumbers(first, second) ? (first as number) / (second as number) : unlessNumbers(first, second);
  },
  '%': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areNumbers(first, second) ? (first as number) % (second as number) : unlessNumbers(first, second);
  },
  '<': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areAlike(first, second) ? (first as string) < (second as string) : unlessAlike(first, second);
  },
  '<=': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areAlike(first, second) ? (first as string) <= (second as string) : unlessAlike(first, second);
  },
  '>': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areAlike(first, second) ? (first as string) > (second as string) : unlessAlike(first, second);
  },
  '>=': (left, right) => (input, frame) => {
    const first = left(input, frame);
    const second = right(input, frame);
    return areAlike(first, second) ? (first as string) >= (second as string) : unlessAlike(first, second);
  },
};
