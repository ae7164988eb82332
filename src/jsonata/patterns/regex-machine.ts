/** A pattern as a machine of states: what a search that goes back and tries again can come to, letter by letter. */
import { LINE_END, meet, not, toAlphabet, type Ranges } from './regex-letters.ts';
import { Patience, TooLarge } from './regex-patience.ts';
import { canBeEmpty, type PatternNode } from './regex-parse.ts';

/** By letter: the states that may follow, each as often as there are ways to it. */
export type Following = ReadonlyMap<number, readonly number[]>;

/** States are numbers, letters too; a letter stands for all that no part of the pattern tells apart. */
export interface Machine {
  readonly next: readonly Following[];
  /** By state: steps to find out what may follow. */
  readonly steps: readonly number[];
  /** The repetition around a state, as it is written: the outermost, or the innermost. */
  readonly partOf: (state: number, which: 'outermost' | 'innermost') => string | undefined;
}

/** States before the pattern: at the beginning of the text, further on, and further on at the beginning of a line. */
export const START = 0;
const FURTHER = 1;
const NEW_LINE = 2;

/** Whether a search has not begun to read the pattern yet. */
export function isSearching(state: number): boolean {
  return state === FURTHER || state === NEW_LINE;
}

const MAX_STATES = 4000;
/** Of letters that are told apart. */
const MAX_SETS = 300;
/** Steps that read nothing, from one state. */
const MAX_STEPS = 5000;

interface Raw {
  /** What it was made for. */
  readonly of: PatternNode;
  readonly reads: { readonly on: Ranges; readonly to: number }[];
  /** Steps that read nothing. */
  readonly empty: number[];
  /** Only passed at the beginning: ^. */
  readonly isBeginning?: boolean;
  /** Where the round of a repetition began that ends here. */
  readonly round?: number;
  /** Whether ^ holds after what is read to come here. */
  readonly isFirst?: boolean;
}

/**
 * Repetitions are written out, as long as their counts are not above `mostCopies`; beyond, they are taken for endless
 * ones, which can be read in all these ways, and more. Throws TooLarge.
 */
export function toMachine(node: PatternNode, pattern: RegExp, mostCopies: number): Machine {
  const builder = new Builder(node, pattern.multiline, mostCopies);
  const { kept, next, steps } = builder.withoutEmpty(new Patience());
  const partOf = (state: number, which: 'outermost' | 'innermost'): string | undefined => {
    const { start, end } = builder.nodeOf(kept[state] as number);
    const around = builder.repeats
      .filter((one) => one.start <= start && one.end >= end)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    const part = around.at(which === 'innermost' ? 0 : -1);
    return part && pattern.source.slice(part.start, part.end);
  };
  return { next, steps, partOf };
}

class Builder {
  readonly repeats: PatternNode[] = [];
  readonly #states: Raw[] = [];
  readonly #isMultiline: boolean;
  readonly #mostCopies: number;

  constructor(node: PatternNode, isMultiline: boolean, mostCopies: number) {
    this.#isMultiline = isMultiline;
    this.#mostCopies = mostCopies;
    this.#state(node, { isFirst: true });
    this.#state(node);
    this.#state(node, { isFirst: isMultiline });
    const begin = this.#state(node);
    for (const one of [START, FURTHER, NEW_LINE]) {
      this.#raw(one).reads.push({ on: LINE_END, to: NEW_LINE }, { on: not(LINE_END), to: FURTHER });
      this.#raw(one).empty.push(begin);
    }
    this.#add(node, begin);
  }

  nodeOf(state: number): PatternNode {
    return this.#raw(state).of;
  }

  #raw(state: number): Raw {
    return this.#states[state] as Raw;
  }

  #state(of: PatternNode, more: Pick<Raw, 'isBeginning' | 'round' | 'isFirst'> = {}): number {
    if (this.#states.length >= MAX_STATES) throw new TooLarge();
    this.#states.push({ of, reads: [], empty: [], ...more });
    return this.#states.length - 1;
  }

  #link(from: number, to: number): void {
    this.#raw(from).empty.push(to);
  }

  /** Adds what the node reads after `from`; returns the state in which it has been read. */
  #add(node: PatternNode, from: number): number {
    if (node.is === 'row') return node.items.reduce((at, one) => this.#add(one, at), from);
    if (node.is === 'repeat') return this.#repeat(node, from);
    if (node.is === 'letter') {
      const to = this.#state(node, { isFirst: this.#isMultiline && meet(node.on, LINE_END) });
      this.#raw(from).reads.push({ on: node.on, to });
      return to;
    }
    const to = this.#state(node, { isBeginning: node.is === 'place' && node.sign === '^' });
    if (node.is === 'place') this.#link(from, to);
    else for (const one of node.items) this.#link(this.#add(one, this.#stateAfter(from, one)), to);
    return to;
  }

  #repeat(node: PatternNode & { is: 'repeat' }, from: number): number {
    this.repeats.push(node);
    const { item, most } = node;
    const isEndless = most === Infinity || most > this.#mostCopies;
    // Rounds that read nothing are not to be lost: a{3} is among the ways of a*, but (a?){3} is not.
    const least = node.least > this.#mostCopies && !canBeEmpty(item) ? 1 : node.least;
    if (least > MAX_STATES) throw new TooLarge();
    let at = from;
    for (let n = 0; n < least; n += 1) at = this.#add(item, at);
    const to = this.#stateAfter(at, node);
    for (let n = least; n < (isEndless ? least + 1 : most); n += 1) {
      const begin = this.#stateAfter(at, node);
      at = this.#state(node, { round: begin });
      this.#link(this.#add(item, begin), at);
      this.#link(at, to);
      if (isEndless) this.#link(at, begin);
    }
    return to;
  }

  /** A new state that is come to without reading. */
  #stateAfter(from: number, of: PatternNode): number {
    const to = this.#state(of);
    this.#link(from, to);
    return to;
  }

  /** The states that are come to by reading, and what follows them. */
  withoutEmpty(patience: Patience): Pick<Machine, 'next' | 'steps'> & { readonly kept: readonly number[] } {
    const sets = this.#states.flatMap(({ reads }) => reads.map(({ on }) => on));
    if (new Set(sets.map(String)).size > MAX_SETS) throw new TooLarge();
    const alphabet = toAlphabet(sets);
    const numbers = new Map([START, FURTHER, NEW_LINE].map((one) => [one, one]));
    const next: Following[] = [];
    const steps: number[] = [];
    for (const [state, number] of numbers) {
      const row = new Map<number, number[]>();
      const after = this.#after(state);
      for (const { on, to } of after.reads) {
        const known = numbers.get(to) ?? numbers.size;
        numbers.set(to, known);
        const letters = alphabet.get(on) ?? [];
        for (const letter of letters)
          row
            .set(letter, row.get(letter) ?? [])
            .get(letter)
            ?.push(known);
        patience.spend(letters.length);
      }
      next[number] = row;
      steps[number] = after.steps;
      patience.spend(after.steps);
    }
    return { kept: [...numbers.keys()], next, steps };
  }

  /** What can be read after a state, each as often as there are ways without reading to it. */
  #after(state: number): { reads: Raw['reads']; steps: number } {
    const reads: Raw['reads'] = [];
    const onWay = new Set<number>();
    let steps = 0;
    const visit = (one: number): void => {
      steps += 1;
      if (steps > MAX_STEPS) throw new TooLarge();
      const raw = this.#raw(one);
      if (raw.isBeginning && !this.#raw(state).isFirst) return;
      // JavaScript gives up a round that has read nothing, unless the count asks for it.
      if (raw.round !== undefined && onWay.has(raw.round)) return;
      reads.push(...raw.reads);
      onWay.add(one);
      for (const next of raw.empty) visit(next);
      onWay.delete(one);
    };
    visit(state);
    return { reads, steps };
  }
}
