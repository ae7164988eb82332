/** That nothing is called fine which is not: the steps of a search are counted, on texts made to be hard. */
import { expect, test } from 'vitest';
import { riskOfPattern } from '../../../src/jsonata/patterns/regex-safety.ts';
import {
  lettersOf,
  randomOf,
  randomPattern,
  Search,
  TooManySteps,
  toSource,
  type Node,
  type Random,
} from './backtracking.ts';

const CHARS = ['a', 'b', 'c', '1', ' ', '-', 'é', 'É', 'A', '\n'];
const FLAGS = ['', '', 'i', 'm', 's', 'im'];

/** A text of letters that the pattern reads, repeated, and an end that it may not read. */
function hardText(random: Random, chars: readonly string[]): (times: number) => string {
  const word = (least: number, most: number): string =>
    Array.from({ length: least + random(most - least + 1) }, () => chars[random(chars.length)]).join('');
  const words = [[word(1, 3)], [word(1, 2), word(1, 1)], [word(1, 1), word(1, 1), word(1, 1)]][random(3)] ?? [];
  const [head, between] = [word(0, 2), word(0, 1)];
  const tail = ['', '!', '\n', '\n!', word(1, 2)][random(5)];
  return (times) => `${head}${words.map((one) => one.repeat(times)).join(between)}${tail}`;
}

/** The steps until it is clear that the pattern does not fit; undefined where it does. */
function stepsToFail(search: Search, node: Node, text: string): number | undefined {
  try {
    return search.run(node, text) ? undefined : search.steps;
  } catch (error) {
    if (error instanceof TooManySteps) return Infinity;
    throw error;
  }
}

/** Longer than the square: with each doubling of the text it takes more than four times as long. */
function takesTooLong(search: Search, node: Node, text: (times: number) => string): boolean {
  let before = stepsToFail(search, node, text(30));
  // Counted repetitions grow fast until they are counted out: only who grows on is told.
  for (const times of [60, 120]) {
    if (before === undefined || before === Infinity) break;
    const after = stepsToFail(search, node, text(times));
    before = after !== undefined && after > 5 * before ? after : undefined;
  }
  return before !== undefined;
}

test('what is called fine takes the square of the length at most', () => {
  const seed = 20;
  const random = randomOf(seed);
  const counts = { safe: 0, refused: 0, shown: 0 };
  for (let round = 0; round < 700; round += 1) {
    const node = randomPattern(random);
    const flags = FLAGS[random(FLAGS.length)] as string;
    const pattern = new RegExp(toSource(node), flags);
    const { is } = riskOfPattern(pattern);
    const isSafe = is === 'fine' || is === 'slow';
    const read = CHARS.filter((char) => lettersOf(node).some((one) => new RegExp(`^${one}$`, flags).test(char)));
    const search = new Search(flags, isSafe ? 5_000_000 : 100_000);
    const texts = Array.from({ length: isSafe ? 5 : 10 }, () => hardText(random, [...read, ...read, ...read, 'x']));
    const found = texts.find((text) => takesTooLong(search, node, text));
    if (isSafe) expect(found, `seed ${seed}: ${pattern} on ${JSON.stringify(found?.(3))}`).toBeUndefined();
    counts[isSafe ? 'safe' : 'refused'] += 1;
    if (found) counts.shown += 1;
  }
  // The texts tell: most of what is refused does take longer on them.
  expect(counts.safe).toBeGreaterThan(400);
  expect(counts.refused).toBeGreaterThan(50);
  expect(counts.shown / counts.refused).toBeGreaterThan(0.5);
});

test('steps are counted as JavaScript takes them: the same is found', () => {
  const seed = 7;
  const random = randomOf(seed);
  for (let round = 0; round < 1500; round += 1) {
    const node = randomPattern(random);
    const flags = FLAGS[random(FLAGS.length)] as string;
    const text = hardText(random, CHARS)(2);
    const found = new RegExp(toSource(node), flags).exec(text);
    const [from, to] = new Search(flags, Infinity).run(node, text) ?? [];
    expect([from, to], `seed ${seed}: ${toSource(node)} on ${JSON.stringify(text)}`).toEqual(
      found ? [found.index, found.index + found[0].length] : [undefined, undefined],
    );
  }
});
