/**
 * In how many ways a machine can read one text. Weber and Seidl, "On the degree of ambiguity of finite automata", 1991:
 * where two ways lead from a state back to itself over the same letters, the ways double with each round; where a loop
 * hands over to another loop on letters that both take, they are as many as the text is long, and a chain of such pairs
 * multiplies.
 */
import { toParts } from './regex-graph.ts';
import { isSearching, type Following, type Machine } from './regex-machine.ts';
import { Patience } from './regex-patience.ts';

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
  const patience = new Patience();
  const after = next.map((row) => [...new Set([...row.values()].flat())]);
  const parts = toParts(after.keys(), (state) => after[state] as readonly number[]);
  const pairs = pairsOf(next, parts, patience);
  const handovers: Handover[] = [];
  for (const loop of loopsOf(pairs)) {
    const [first = 0] = loop;
    const same = [...loop].find((pair) => isSame(pair, size));
    if (same === undefined) {
      if (handsOver(next, first, loop, patience)) handovers.push({ from: Math.floor(first / size), to: first % size });
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
function pairsOf(
  next: readonly Following[],
  parts: ReadonlyMap<number, number>,
  patience: Patience,
): Map<number, readonly number[]> {
  const size = next.length;
  const found = new Map<number, readonly number[]>();
  const seen = new Set(next.map((_, state) => state * size + state));
  for (const pair of seen) {
    const [first, second] = [Math.floor(pair / size), pair % size];
    const after = new Set<number>();
    for (const [letter, states] of next[first] ?? []) {
      const others = next[second]?.get(letter) ?? [];
      patience.spend(states.length * (others.length + 1));
      for (const a of states) if (parts.get(a) === parts.get(first)) for (const b of others) after.add(a * size + b);
    }
    for (const one of after) seen.add(one);
    found.set(pair, [...after]);
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
function forks(next: readonly Following[], state: number, loop: ReadonlySet<number>): boolean {
  const isBack = (to: number): boolean => loop.has(to * next.length + to);
  const isTwice = (states: readonly number[], to: number): boolean => states.indexOf(to) !== states.lastIndexOf(to);
  return [...(next[state]?.values() ?? [])].some((states) => states.some((to) => isBack(to) && isTwice(states, to)));
}

/** Whether the first of a pair can become the second while both go round. Any pair of a loop of pairs will tell. */
function handsOver(next: readonly Following[], pair: number, loop: ReadonlySet<number>, patience: Patience): boolean {
  const size = next.length;
  const seen = new Set([pair * size + Math.floor(pair / size)]);
  const goal = pair * size + (pair % size);
  for (const key of seen) {
    const [around, between] = [Math.floor(key / size), key % size];
    const [first, second] = [next[Math.floor(around / size)], next[around % size]];
    for (const [letter, states] of next[between] ?? []) {
      const [ofFirst, ofSecond] = [first?.get(letter) ?? [], second?.get(letter) ?? []];
      patience.spend(1 + ofFirst.length * ofSecond.length * states.length);
      const rounds = ofFirst.flatMap((a) => ofSecond.map((c) => a * size + c)).filter((one) => loop.has(one));
      for (const one of rounds) for (const b of states) seen.add(one * size + b);
    }
    if (seen.has(goal)) return true;
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
