/**
 * Whether a regular expression can take too long. It is turned into a machine of states; where two different ways lead
 * from a state back to itself over the same letters, time doubles with each letter (exponential ambiguity); where a
 * loop hands over to another loop on the same letters, it grows with the square (polynomial). Weber and Seidl, "On the
 * degree of ambiguity of finite automata", 1991.
 */
import { parsePattern, type PatternNode, type Ranges } from './regex-parse.ts';

export type PatternRisk =
  | { readonly is: 'fine' }
  | { readonly is: 'explodes'; readonly part: string }
  | { readonly is: 'slow'; readonly part: string }
  | { readonly is: 'beyond'; readonly what: string };

interface Edge {
  readonly on: Ranges;
  readonly to: number;
}

/** More states than this are not looked at one by one. */
const MAX_STATES = 120;
/** Repetitions beyond this are taken for endless ones. */
const MAX_COPIES = 6;
/** Ways of empty steps that are followed from one state. */
const MAX_STEPS = 2000;

export function riskOfPattern(pattern: RegExp): PatternRisk {
  const parsed = parsePattern(pattern.source, pattern.flags.includes('i'));
  if ('beyond' in parsed) return { is: 'beyond', what: parsed.beyond };
  const machine = new Machine();
  machine.build(parsed.node);
  const edges = machine.withoutEmpty();
  // Too large to look at: only plain repetitions of single letters are known to be fine then.
  if (edges.length > MAX_STATES) return isFlat(parsed.node) ? { is: 'fine' } : { is: 'slow', part: pattern.source };
  const exploding = findExploding(edges);
  if (exploding !== undefined) return { is: 'explodes', part: machine.partOf(exploding, pattern.source, 'outermost') };
  const slow = findSlow(edges);
  return slow === undefined ? { is: 'fine' } : { is: 'slow', part: machine.partOf(slow, pattern.source, 'innermost') };
}

class Machine {
  readonly #edges: Edge[][] = [];
  readonly #empty: number[][] = [];
  readonly #parts: PatternNode[] = [];
  readonly #repeats: PatternNode[] = [];
  /** States that are reached by a letter, and the first. */
  #kept: number[] = [];

  build(node: PatternNode): void {
    const start = this.#state(node);
    this.#add(node, start);
  }

  #state(of: PatternNode): number {
    this.#edges.push([]);
    this.#empty.push([]);
    this.#parts.push(of);
    return this.#edges.length - 1;
  }

  /** Adds what the node reads after `from`; returns the state in which it has been read. */
  #add(node: PatternNode, from: number): number {
    if (this.#edges.length > MAX_STATES * 8) return from;
    if (node.is === 'letter') {
      const to = this.#state(node);
      (this.#edges[from] as Edge[]).push({ on: node.on, to });
      return to;
    }
    if (node.is === 'row') return node.items.reduce((at, one) => this.#add(one, at), from);
    if (node.is === 'choice') {
      const to = this.#state(node);
      for (const one of node.items) {
        const begin = this.#state(one);
        this.#empty[from]?.push(begin);
        this.#empty[this.#add(one, begin)]?.push(to);
      }
      return to;
    }
    return this.#repeat(node, from);
  }

  #repeat(node: PatternNode & { is: 'repeat' }, from: number): number {
    const least = Math.min(node.least, MAX_COPIES);
    // A fixed number of rounds, however large, can be had in one way only.
    const isEndless = node.most > MAX_COPIES && node.most !== node.least;
    let at = from;
    for (let n = 0; n < least; n += 1) at = this.#add(node.item, at);
    const to = this.#state(node);
    if (isEndless) {
      this.#repeats.push(node);
      // The way back is a state of its own: an empty round, which JavaScript forbids, would have to pass it twice.
      const begin = this.#state(node);
      const back = this.#state(node);
      this.#empty[at]?.push(begin, to);
      this.#empty[this.#add(node.item, begin)]?.push(back);
      this.#empty[back]?.push(begin, to);
      return to;
    }
    this.#empty[at]?.push(to);
    for (let n = least; n < Math.min(node.most, MAX_COPIES); n += 1) {
      at = this.#add(node.item, at);
      this.#empty[at]?.push(to);
    }
    return to;
  }

  /** Edges by state, with the empty steps taken. Two ways of empty steps to one letter are two edges. */
  withoutEmpty(): Edge[][] {
    const reached = new Set([0]);
    for (const edges of this.#edges) for (const { to } of edges) reached.add(to);
    const number = new Map([...reached].map((state, at) => [state, at]));
    this.#kept = [...reached];
    return this.#kept.map((state) =>
      this.#closure(state).flatMap((one) =>
        (this.#edges[one] as Edge[]).map(({ on, to }) => ({ on, to: number.get(to) as number })),
      ),
    );
  }

  /** States reached by empty steps alone, each as often as there are ways to it, but at most twice. */
  #closure(state: number): number[] {
    const found: number[] = [];
    const onWay = new Set<number>();
    let steps = 0;
    const visit = (one: number): void => {
      steps += 1;
      if (onWay.has(one) || steps > MAX_STEPS) return;
      if (found.filter((known) => known === one).length < 2) found.push(one);
      onWay.add(one);
      for (const next of this.#empty[one] as number[]) visit(next);
      onWay.delete(one);
    };
    visit(state);
    return found;
  }

  /** The repetition around a state, as it is written: the outermost, or the innermost. */
  partOf(state: number, source: string, which: 'outermost' | 'innermost'): string {
    const { start, end } = this.#parts[this.#kept[state] as number] as PatternNode;
    const around = this.#repeats
      .filter((one) => one.start <= start && one.end >= end)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    const part = around.at(which === 'innermost' ? 0 : -1) ?? { start, end };
    return source.slice(part.start, part.end);
  }
}

/** A state from which two different ways lead back to it on the same letters. */
function findExploding(edges: readonly (readonly Edge[])[]): number | undefined {
  const size = edges.length;
  for (let origin = 0; origin < size; origin += 1) {
    // Pairs of states that are reached from (origin, origin) on the same letters, and whether the ways have parted.
    const forward = walkPairs(edges, origin);
    if ([...forward].some((pair) => pair >= size * size && pair - size * size === origin * size + origin))
      return origin;
  }
  return undefined;
}

/** Numbers a * size + b for pairs on one way, plus size² once the two have parted. */
function walkPairs(edges: readonly (readonly Edge[])[], origin: number): Set<number> {
  const size = edges.length;
  const seen = new Set([origin * size + origin]);
  for (const pair of seen) {
    const parted = pair >= size * size;
    const bare = parted ? pair - size * size : pair;
    const [a, b] = [Math.floor(bare / size), bare % size];
    const ofA = edges[a] as readonly Edge[];
    const ofB = edges[b] as readonly Edge[];
    for (const [n, one] of ofA.entries()) {
      for (const [m, other] of ofB.entries()) {
        if (!meet(one.on, other.on)) continue;
        const apart = parted || one.to !== other.to || (a === b && n !== m);
        seen.add(one.to * size + other.to + (apart ? size * size : 0));
      }
    }
  }
  return seen;
}

/** A state p and another q with ways p→p, p→q and q→q on the same letters. */
function findSlow(edges: readonly (readonly Edge[])[]): number | undefined {
  const size = edges.length;
  const loops = edges.map((_, state) => state).filter((state) => reaches(edges, state).has(state));
  for (const p of loops) {
    const after = reaches(edges, p);
    for (const q of loops) if (p !== q && after.has(q) && shareLetters(edges, p, q, size)) return q;
  }
  return undefined;
}

function reaches(edges: readonly (readonly Edge[])[], from: number): Set<number> {
  const seen = new Set((edges[from] as readonly Edge[]).map((one) => one.to));
  for (const one of seen) for (const { to } of edges[one] as readonly Edge[]) seen.add(to);
  return seen;
}

function shareLetters(edges: readonly (readonly Edge[])[], p: number, q: number, size: number): boolean {
  const toKey = (a: number, b: number, c: number): number => (a * size + b) * size + c;
  const goal = toKey(p, q, q);
  const seen = new Set([toKey(p, p, q)]);
  for (const key of seen) {
    const [a, b, c] = [Math.floor(key / size / size), Math.floor(key / size) % size, key % size];
    for (const x of edges[a] as readonly Edge[]) {
      for (const y of edges[b] as readonly Edge[]) {
        const both = common(x.on, y.on);
        if (both.length === 0) continue;
        for (const z of edges[c] as readonly Edge[]) {
          if (!meet(both, z.on)) continue;
          const next = toKey(x.to, y.to, z.to);
          if (next === goal) return true;
          seen.add(next);
        }
      }
    }
  }
  return false;
}

function common(a: Ranges, b: Ranges): Ranges {
  const found: (readonly [number, number])[] = [];
  for (const [from, to] of a) {
    for (const [begin, end] of b)
      if (from <= end && begin <= to) found.push([Math.max(from, begin), Math.min(to, end)]);
  }
  return found;
}

function meet(a: Ranges, b: Ranges): boolean {
  return a.some(([from, to]) => b.some(([begin, end]) => from <= end && begin <= to));
}

/** No endless repetition of more than a single letter. */
function isFlat(node: PatternNode): boolean {
  if (node.is === 'letter') return true;
  if (node.is === 'repeat') {
    const isCounted = node.most <= MAX_COPIES || node.most === node.least;
    return isCounted ? isFlat(node.item) : node.item.is === 'letter';
  }
  return node.items.every(isFlat);
}
