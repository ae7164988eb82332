import type { Limits } from '../evaluation-limits.ts';
import { Miss } from '../../base/miss.ts';
import { readClock } from '../clock.ts';
import { TimeOver } from './fault.ts';
import { emptySequence, sequenceOf } from './sequence.ts';

/** Variables of one scope: the enclosing frame first, then the scope's own, by slot. */
export type Frame = unknown[];

/** A compiled node. `input` is the context, `ROOT` where that is the input of the whole expression. */
export type Run = (input: unknown, frame: Frame) => unknown;

/** In the place of a variable that has not been assigned. */
export const UNSET = Symbol('unset');

/** Stands for the input as context, so that its object is made only where somebody looks at it as a whole. */
export const ROOT = Symbol('root');

/** How often the clock is looked at: once in so many calls, loop turns and values made. */
const TICKS = 256;
/** Characters, or values, that are worth a tick. */
const LARGE = 64;

/** What one compiled expression works with; belongs to that expression and is reused from row to row. */
export class Runtime {
  readonly limits: Limits;
  readonly maxDepth: number;
  /** Gives the input as a whole. */
  root: () => unknown = () => undefined;
  bindings: ReadonlyMap<string, unknown> = new Map();
  /** When the evaluation began, for $now and $millis: milliseconds since the epoch, 0 before anybody asked. */
  timestamp = 0;
  /** Depth at which the function now running was called. */
  base = 0;
  /** False where something is to be set back before the next evaluation: after an error, say. */
  isFresh = true;
  /** `this` of the built-ins: all that jsonata's synchronous ones ask of it. */
  readonly focus: unknown;
  /** Sizes of large lists and objects, once they are made. */
  readonly sizes = new WeakMap<object, number>();
  private ticks = 0;
  private started = 0;
  private values = 0;
  private characters = 0;
  private readonly mostValues: number;
  private readonly mostCharacters: number;

  constructor(limits: Limits) {
    this.limits = limits;
    this.maxDepth = limits.stack ?? Infinity;
    this.mostValues = limits.values ?? Infinity;
    this.mostCharacters = limits.characters ?? Infinity;
    const now = (): Date => new Date(this.now());
    this.focus = {
      createSequence: (...args: unknown[]) => (args.length === 1 ? sequenceOf(args[0]) : emptySequence()),
      environment: {
        get timestamp(): Date {
          return now();
        },
      },
    };
  }

  /** Sets everything back for the next evaluation. */
  begin(): void {
    this.base = 0;
    this.started = 0;
    this.timestamp = 0;
    this.values = 0;
    this.characters = 0;
    this.isFresh = true;
  }

  /** The context as a value. */
  valueOf(input: unknown): unknown {
    return input === ROOT ? this.root() : input;
  }

  now(): number {
    this.isFresh = false;
    if (this.timestamp === 0) this.timestamp = readClock();
    return this.timestamp;
  }

  /** Counts a call or a turn of a loop. Throws TimeOver. */
  tick(): void {
    this.ticks += 1;
    if (this.ticks >= TICKS) this.checkTime();
  }

  /** Counts work on a text of so many characters, or on so many values: the longer, the more it may take. */
  work(size: number): void {
    if (size < LARGE) return;
    this.ticks += Math.ceil(size / LARGE);
    if (this.ticks >= TICKS) this.checkTime();
  }

  private checkTime(): void {
    this.ticks = 0;
    const { timeout } = this.limits;
    if (timeout === undefined) return;
    this.isFresh = false;
    const now = Date.now();
    if (this.started === 0) this.started = now;
    else if (now - this.started > timeout) throw new TimeOver(timeout);
  }

  /** Counts values that the evaluation makes. Throws Miss beyond the limit. */
  spend(values: number): void {
    this.isFresh = false;
    this.values += values;
    if (this.values > this.mostValues) throw tooLarge(this.limits);
    this.ticks += values;
    if (this.ticks >= TICKS) this.checkTime();
  }

  /** Counts the characters of a text. Throws Miss beyond the limit. */
  spendText(characters: number): void {
    this.isFresh = false;
    this.characters += characters;
    this.checkText(this.characters);
  }

  /** Throws Miss where a text of so many characters is too long. */
  checkText(characters: number): void {
    if (characters > this.mostCharacters) throw tooLarge(this.limits);
  }
}

/** An evaluation that makes more than `limits` allow. */
export function tooLarge({ values, characters }: Limits): Miss {
  return new Miss('expression/too-large', '', { values: values ?? 0, characters: characters ?? 0 });
}
