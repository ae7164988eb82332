/** How many steps a search takes for a letter of the text. */
import { isSearching, START, type Following, type Machine } from './regex-machine.ts';
import { Patience, TooLarge } from './regex-patience.ts';

/** Texts that differ in what they come to. */
const MAX_TEXTS = 2000;

export interface Effort {
  /** Steps for a letter of the text, for the worst of texts. */
  readonly steps: number;
  /** The state that takes most of them. */
  readonly at: number;
}

/**
 * How many steps a letter takes at most, from one beginning: all ways that are open at one place of a text are followed
 * once. Where a second level is entered, its ways are counted for each place of a handover. Stops above `most`.
 */
export function countSteps(machine: Machine, levels: readonly number[], most: number): Effort {
  const patience = new Patience();
  const first = countFrom(machine, levels, START, most, patience);
  let found: Effort = first;
  for (const entry of first.entries) {
    const { steps, at } = countFrom(machine, levels, entry, most, patience);
    if (steps * first.crossing > found.steps) found = { steps: steps * first.crossing, at };
  }
  return found;
}

/** Follows all texts at once: for each, in how many ways each state of the level of `start` is come to. */
function countFrom(
  { next, steps }: Machine,
  levels: readonly number[],
  start: number,
  most: number,
  patience: Patience,
): Effort & { readonly crossing: number; readonly entries: ReadonlySet<number> } {
  const entries = new Set<number>();
  let effort: Effort = { steps: steps[start] ?? 0, at: start };
  let crossing = 0;
  const seen = new Map([[`${start}:1`, new Map([[start, 1]])]]);
  for (const ways of seen.values()) {
    for (const after of followLetters(next, ways, patience)) {
      const across = [...after].filter(([state]) => levels[state] !== levels[start]);
      for (const [state] of across) entries.add(state);
      crossing = Math.max(crossing, sum(across.map(([, count]) => count)));
      const within = [...after].filter(([state]) => levels[state] === levels[start]).sort(([a], [b]) => a - b);
      const costs = within.map(([state, count]) => count * (steps[state] ?? 0));
      const dearest = within[costs.indexOf(Math.max(...costs))];
      if (dearest && sum(costs) > effort.steps) effort = { steps: sum(costs), at: dearest[0] };
      if (effort.steps > most) return { ...effort, crossing, entries };
      seen.set(within.map((one) => one.join(':')).join(), new Map(within));
      if (seen.size > MAX_TEXTS) throw new TooLarge();
    }
  }
  return { ...effort, crossing, entries };
}

/** For each letter: in how many ways each state is come to by it. */
function followLetters(
  next: readonly Following[],
  ways: ReadonlyMap<number, number>,
  patience: Patience,
): readonly ReadonlyMap<number, number>[] {
  const found = new Map<number, Map<number, number>>();
  for (const [state, count] of ways) {
    for (const [letter, states] of next[state] ?? []) {
      patience.spend(1 + states.length);
      const after = found.get(letter) ?? new Map<number, number>();
      found.set(letter, after);
      for (const to of states) if (!isSearching(to)) after.set(to, (after.get(to) ?? 0) + count);
    }
  }
  return [...found.values()];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
