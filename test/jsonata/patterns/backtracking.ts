/** Regular expressions made at random, and how many steps a search takes that tries one way after the other. */

export type Random = (below: number) => number;

/** The same numbers for the same seed. */
export function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export type Node =
  | { is: 'letter'; source: string }
  | { is: 'place'; source: string }
  | { is: 'row'; items: Node[] }
  | { is: 'choice'; items: Node[] }
  | { is: 'repeat'; item: Node; least: number; most: number; isLazy: boolean };

const LETTERS = ['a', 'b', 'c', 'A', 'é', 'É', '-', ' ', '\\d', '\\w', '\\s', '\\S', '.', '1', '\\x61', '\\u00e9'];
const SETS = ['[ab]', '[^a]', '[a-c]', '[b-d1]', '[à-ü]', '[^\\s-]', '[\\w.]', '[\\141]', '[a-\\d]', '[\\d-]', '[^]'];
const PLACES = ['^', '$', '\\b', '\\B'];
const COUNTS: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, Infinity],
  [0, Infinity],
  [1, Infinity],
  [1, Infinity],
  [2, 2],
  [3, 3],
  [2, Infinity],
  [0, 3],
  [1, 2],
  [2, 4],
  [9, 9],
  [1, 12],
];

/** Of few letters, so that its parts often read the same. */
export function randomPattern(random: Random): Node {
  const letters = Array.from({ length: 3 }, () => pick(random, random(3) === 0 ? SETS : LETTERS));
  const items = [randomNode(random, letters, 3), randomNode(random, letters, 2)].slice(random(2));
  if (random(3) === 0) items.unshift({ is: 'place', source: '^' });
  if (random(2) === 0) items.push({ is: 'place', source: '$' });
  return { is: 'row', items };
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

function randomNode(random: Random, letters: readonly string[], depth: number): Node {
  const kind = depth === 0 ? 0 : random(10);
  if (kind < 3) return { is: 'letter', source: pick(random, letters) };
  if (kind === 3 && random(3) === 0) return { is: 'place', source: pick(random, PLACES) };
  const inner = (): Node => randomNode(random, letters, depth - 1);
  if (kind < 5) return { is: 'choice', items: Array.from({ length: 2 + random(2) }, inner) };
  if (kind < 7) return { is: 'row', items: Array.from({ length: 1 + random(3) }, inner) };
  const [least, most] = pick(random, COUNTS);
  return { is: 'repeat', item: inner(), least, most, isLazy: random(4) === 0 };
}

export function lettersOf(node: Node): readonly string[] {
  if (node.is === 'letter') return [node.source];
  if (node.is === 'place') return [];
  return node.is === 'repeat' ? lettersOf(node.item) : node.items.flatMap(lettersOf);
}

export function toSource(node: Node): string {
  if (node.is === 'letter' || node.is === 'place') return node.source;
  if (node.is === 'row') return node.items.map((one) => (one.is === 'choice' ? group(one) : toSource(one))).join('');
  if (node.is === 'choice') return node.items.map(toSource).join('|');
  const { item, least, most } = node;
  const count = most === Infinity ? (least < 2 ? '*+'.charAt(least) : `{${least},}`) : `{${least},${most}}`;
  return `${item.is === 'letter' ? toSource(item) : group(item)}${count}${node.isLazy ? '?' : ''}`;
}

function group(node: Node): string {
  return `(${toSource(node)})`;
}

export class TooManySteps extends Error {}

/** Searches as ECMA-262 says, and counts. The letters themselves are compared by JavaScript. */
export class Search {
  steps = 0;
  readonly #flags: string;
  readonly #most: number;
  readonly #known = new Map<string, boolean>();
  #text = '';

  constructor(flags: string, most: number) {
    this.#flags = flags;
    this.#most = most;
  }

  /** From where to where the pattern fits first. */
  run(node: Node, text: string): readonly [number, number] | undefined {
    this.#text = text;
    this.steps = 0;
    for (let start = 0; start <= text.length; start += 1) {
      let end = -1;
      if (this.#fits(node, start, (at) => ((end = at), true))) return [start, end];
    }
    return undefined;
  }

  #fits(node: Node, at: number, next: (at: number) => boolean): boolean {
    this.steps += 1;
    if (this.steps > this.#most) throw new TooManySteps();
    if (node.is === 'letter') return at < this.#text.length && this.#isLetter(node.source, at) && next(at + 1);
    if (node.is === 'place') return this.#isPlace(node.source, at) && next(at);
    if (node.is === 'choice') return node.items.some((one) => this.#fits(one, at, next));
    if (node.is === 'repeat') return this.#repeats(node, 0, at, next);
    return node.items.reduceRight((after, one) => (from: number) => this.#fits(one, from, after), next)(at);
  }

  #repeats(node: Node & { is: 'repeat' }, count: number, at: number, next: (at: number) => boolean): boolean {
    if (count === node.most) return next(at);
    const again = (): boolean =>
      this.#fits(node.item, at, (to) => (to > at || count < node.least) && this.#repeats(node, count + 1, to, next));
    if (count < node.least) return again();
    return node.isLazy ? next(at) || again() : again() || next(at);
  }

  #isLetter(source: string, at: number): boolean {
    return this.#isKnown(`^${source}$`, this.#text.charAt(at), 0);
  }

  /** Whether `^` and the like hold here: told by the letters around. */
  #isPlace(source: string, at: number): boolean {
    const around = this.#text.slice(Math.max(at - 1, 0), at + 1);
    return this.#isKnown(source, around, Math.min(at, 1));
  }

  #isKnown(source: string, text: string, at: number): boolean {
    const key = `${source} ${at} ${text}`;
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    const regex = new RegExp(source, `${this.#flags}y`);
    regex.lastIndex = at;
    const is = regex.test(text);
    this.#known.set(key, is);
    return is;
  }
}
