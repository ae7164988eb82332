/**
 * In how many ways a machine can read one text. Weber and Seidl, "On the degree of ambiguity of finite automata", 1991:
 * where two ways lead from a state back to itself over the same letters, the ways double with each round; where a loop
 * hands over to another loop on letters that both take, they are as many as the text is long, and a chain of such pairs
 * multiplies.
 */
import { toParts } from './regex-graph.ts';
import { FURTHER, isSearching, START, TooLarge, type Machine } from './regex-machine.ts';

/** Pairs and triples of states that are followed, in steps. */
const MAX_WORK = 500_000;
/** Texts that differ in what they come to. */
const MAX_TEXTS = 2000;

/** Two loops that can read the same letters, the first handing over to the second while they do. */
interface Handover {
  readonly from: number;
  readonly to: number;
}

export interface Ambiguity {
  /** A state from which two ways lead back to it on the same letters. */
  readonly exploding?: number;
  readonly handovers: readonly Handover[];
  /** By state: how many handovers one after the other can be on the way there. */
  readonly levels: readonly number[];
  /** The same, without those of the search for a beginning. */
  readonly ownLevels: readonly number[];
}

export function findAmbiguity({ next }: Machine): Ambiguity {
  const size = next.length;
  const after = next.map((row) => [...new Set(row.flat())]);
  const parts = toParts(after.keys(), (state) => after[state] as readonly number[]);
  const pairs = pairsOf(next, parts);
  const handovers: Handover[] = [];
  for (const loop of loopsOf(pairs)) {
    const [first = 0] = loop;
    const same = [...loop].find((pair) => isSame(pair, size));
    if (same === undefined) {
      if (handsOver(next, first, loop)) handovers.push({ from: Math.floor(first / size), to: first % size });
    } else if ([...loop].some((pair) => !isSame(pair, size) || forks(next, pair % size, loop))) {
      return { exploding: same % size, handovers: [], levels: [], ownLevels: [] };
    }
  }
  const own = handovers.filter(({ from }) => !isSearching(from));
  return {
    handovers,
    levels: levelsOf(after, parts, handovers),
    ownLevels: levelsOf(after, parts, own),
  };
}

function isSame(pair: number, size: number): boolean {
  return Math.floor(pair / size) === pair % size;
}

/**
 * Pairs of states that can be come to from one state on the same letters, and the pairs that follow them; only where the
 * first goes round in a loop.
 */
function pairsOf(next: Machine['next'], parts: ReadonlyMap<number, number>): Map<number, readonly number[]> {
  const size = next.length;
  const found = new Map<number, readonly number[]>();
  const seen = new Set(next.map((_, state) => state * size + state));
  let work = 0;
  for (const pair of seen) {
    const [first, second] = [Math.floor(pair / size), pair % size];
    const after = new Set<number>();
    for (const [letter, states] of (next[first] ?? []).entries()) {
      for (const a of states.filter((one) => parts.get(one) === parts.get(first))) {
        for (const b of next[second]?.[letter] ?? []) after.add(a * size + b);
        work += next[second]?.[letter]?.length ?? 0;
      }
    }
    for (const one of after) seen.add(one);
    found.set(pair, [...after]);
    if (work > MAX_WORK) throw new TooLarge();
  }
  return found;
}

/** Sets of pairs that lead to each other. */
function loopsOf(pairs: ReadonlyMap<number, readonly number[]>): ReadonlySet<number>[] {
  const members = new Map<number, Set<number>>();
  for (const [pair, part] of toParts(pairs.keys(), (one) => pairs.get(one) as readonly number[]))
    members.set(part, (members.get(part) ?? new Set()).add(pair));
  return [...members.values()].filter(
    (part) => part.size > 1 || [...part].some((one) => pairs.get(one)?.includes(one)),
  );
}

/** Whether a state has two ways by one letter to another, from which it can be come to again. */
function forks(next: Machine['next'], state: number, loop: ReadonlySet<number>): boolean {
  const isBack = (to: number): boolean => loop.has(to * next.length + to);
  return (next[state] ?? []).some((states) => states.some((to, at) => states.indexOf(to) < at && isBack(to)));
}

/** Whether the first of a pair can become the second while both go round. Any pair of a loop of pairs will tell. */
function handsOver(next: Machine['next'], pair: number, loop: ReadonlySet<number>): boolean {
  const size = next.length;
  const seen = new Set([pair * size + Math.floor(pair / size)]);
  const goal = pair * size + (pair % size);
  for (const key of seen) {
    const [around, between] = [Math.floor(key / size), key % size];
    const [first, second] = [next[Math.floor(around / size)], next[around % size]];
    for (const [letter, states] of (next[between] ?? []).entries())
      for (const a of first?.[letter] ?? [])
        for (const c of second?.[letter] ?? [])
          if (loop.has(a * size + c)) for (const b of states) seen.add((a * size + c) * size + b);
    if (seen.has(goal)) return true;
    if (seen.size > MAX_WORK) throw new TooLarge();
  }
  return false;
}

function levelsOf(
  after: readonly (readonly number[])[],
  parts: ReadonlyMap<number, number>,
  handovers: readonly Handover[],
): readonly number[] {
  const levels = new Map<number, number>();
  const partOf = (state: number): number => parts.get(state) as number;
  const levelOf = (state: number): number => levels.get(partOf(state)) ?? 0;
  const raise = (state: number, level: number): void => void levels.set(partOf(state), Math.max(levelOf(state), level));
  // From parts that reach others to those.
  for (const state of [...after.keys()].sort((a, b) => partOf(b) - partOf(a))) {
    for (const to of after[state] as readonly number[]) raise(to, levelOf(state));
    for (const { from, to } of handovers) if (from === state) raise(to, levelOf(state) + 1);
  }
  return after.map((_, state) => levelOf(state));
}

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
  const first = countFrom(machine, levels, START, most);
  let found: Effort = first;
  for (const entry of first.entries) {
    const { steps, at } = countFrom(machine, levels, entry, most);
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
): Effort & { readonly crossing: number; readonly entries: ReadonlySet<number> } {
  let effort: Effort = { steps: steps[start] ?? 0, at: start };
  let crossing = 0;
  const entries = new Set<number>();
  const seen = new Map([[`${start}:1`, new Map([[start, 1]])]]);
  for (const ways of seen.values()) {
    for (const letter of (next[FURTHER] ?? []).keys()) {
      const after = new Map<number, number>();
      let left = 0;
      for (const [state, count] of ways) {
        for (const to of next[state]?.[letter] ?? []) {
          if (isSearching(to)) continue;
          if (levels[to] === levels[start]) after.set(to, (after.get(to) ?? 0) + count);
          else {
            left += count;
            entries.add(to);
          }
        }
      }
      crossing = Math.max(crossing, left);
      const sorted = [...after].sort(([a], [b]) => a - b);
      const costs = sorted.map(([state, count]) => count * (steps[state] ?? 0));
      const sum = costs.reduce((a, b) => a + b, 0);
      if (sum > effort.steps) effort = { steps: sum, at: sorted[costs.indexOf(Math.max(...costs))]?.[0] ?? start };
      if (sum > most) return { ...effort, crossing, entries };
      seen.set(sorted.map((one) => one.join(':')).join(), after);
      if (seen.size > MAX_TEXTS) throw new TooLarge();
    }
  }
  return { ...effort, crossing, entries };
}
