/** Sets of code units, as regular expressions without the flags u and v read them. */

/** Code units from and to, both included. */
export type Ranges = readonly (readonly [number, number])[];

const LAST = 0xffff;

export const LINE_END: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
export const EVERY: Ranges = [[0, LAST]];
const DIGIT: Ranges = [[48, 57]];
const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const BLANK: Ranges = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** By the letter of their escape: `\d`. */
export const CLASSES: Readonly<Record<string, Ranges>> = {
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  s: BLANK,
  S: not(BLANK),
};

/** All other code units, in order. */
export function not(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const found: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of sorted) {
    if (from > next) found.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) found.push([next, LAST]);
  return found;
}

export function meet(a: Ranges, b: Ranges): boolean {
  return a.some(([from, to]) => b.some(([begin, end]) => from <= end && begin <= to));
}

/** With all that the flag i takes for the same. */
export function inAnyCase(ranges: Ranges): Ranges {
  families ??= findFamilies();
  const added = families.filter((one) => one.some((unit) => has(ranges, unit))).flat();
  return not(not([...ranges, ...added.map((unit) => [unit, unit] as const)]));
}

function has(ranges: Ranges, unit: number): boolean {
  return ranges.some(([from, to]) => from <= unit && unit <= to);
}

let families: readonly (readonly number[])[] | undefined;

/** Code units that are one without their case: É and é, but also µ and μ. */
function findFamilies(): readonly (readonly number[])[] {
  const byUpper = new Map<number, number[]>();
  for (let unit = 0; unit <= LAST; unit += 1) {
    const upper = upperOf(unit);
    if (upper === unit) continue;
    const family = byUpper.get(upper);
    if (family) family.push(unit);
    else byUpper.set(upper, [upper, unit]);
  }
  return [...byUpper.values()];
}

/** `Canonicalize` of ECMA-262: nothing grows (ß), and nothing becomes ASCII that was not (ſ, ı). */
function upperOf(unit: number): number {
  const upper = String.fromCharCode(unit).toUpperCase();
  const code = upper.charCodeAt(0);
  return upper.length > 1 || (unit >= 128 && code < 128) ? unit : code;
}

/** Divides the code units into letters that no set takes apart, which are numbers; gives those of each set. */
export function toAlphabet(sets: readonly Ranges[]): ReadonlyMap<Ranges, readonly number[]> {
  const alike = Map.groupBy(sets, (one) => one.join(';'));
  const begins = new Set(sets.flatMap((one) => one.flatMap(([from, to]) => [from, to + 1])));
  const lettersOf = new Map([...alike.keys()].map((key): [string, number[]] => [key, []]));
  const known = new Set<string>();
  for (const unit of begins) {
    const keys = [...alike].filter(([, [one]]) => one && has(one, unit)).map(([key]) => key);
    const name = keys.join(' ');
    if (known.has(name)) continue;
    for (const key of keys) lettersOf.get(key)?.push(known.size);
    known.add(name);
  }
  return new Map([...alike].flatMap(([key, same]) => same.map((one) => [one, lettersOf.get(key) ?? []])));
}
