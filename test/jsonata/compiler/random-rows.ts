import type { Header, SourceRecord } from '../../../src/contracts/record.ts';
import type { Random } from './random.ts';

const TEXTS = [
  '',
  '1',
  '12',
  '3.0',
  '007',
  ' 5',
  '1,5',
  'yes',
  'no',
  'a b c',
  'b',
  'Zoë',
  '東京',
  '👩‍⚕️ x',
  '2025-03-14',
  '31/02/2024',
  'x-y-x',
  '-1',
  '12345678901234567',
  'toString',
];
const NUMBERS = [0, 1, 2, 3, -1, -2, 0.5, 1.5, 2.5, 10, 100, 1e21, -0];

function scalar(random: Random): unknown {
  const kind = random.below(10);
  if (kind < 4) return random.pick(TEXTS);
  if (kind < 8) return random.pick(NUMBERS);
  return kind === 8 ? random.chance(0.5) : null;
}

function list(random: Random, make: () => unknown): unknown[] {
  return Array.from({ length: random.pick([0, 1, 1, 2, 3, 4]) }, make);
}

function item(random: Random): Record<string, unknown> {
  const made: Record<string, unknown> = {
    k: random.pick(['a', 'b', 'c', '1']),
    v: random.chance(0.8) ? random.pick(NUMBERS) : scalar(random),
  };
  if (random.chance(0.6)) made['tags'] = list(random, () => random.pick(TEXTS));
  if (random.chance(0.3))
    made['sub'] = { k: random.pick(TEXTS), items: list(random, () => ({ v: random.pick(NUMBERS) })) };
  return made;
}

/** Any JSON, with the names that random expressions use. */
export function randomInput(random: Random): unknown {
  if (random.chance(0.03)) return scalar(random);
  if (random.chance(0.06)) return list(random, () => item(random));
  const made: Record<string, unknown> = {
    a: random.pick(TEXTS),
    b: scalar(random),
    n: random.pick(NUMBERS),
    t: random.pick(TEXTS),
    list: list(random, () => (random.chance(0.7) ? random.pick(NUMBERS) : scalar(random))),
    words: list(random, () => random.pick(TEXTS)),
    nested: list(random, () => list(random, () => random.pick(NUMBERS))),
    obj: item(random),
    items: list(random, () => item(random)),
    'g/q': random.pick(TEXTS),
  };
  for (const name of Object.keys(made)) if (random.chance(0.08)) delete made[name];
  return made;
}

/** A record as a CSV file gives it: every cell is text. */
export function randomCells(random: Random, columns: readonly string[]): string[] {
  return columns.map(() => random.pick(TEXTS));
}

function headerOf(columns: readonly string[], repeats: Record<string, Header> = {}): Header {
  const positions = new Map(columns.map((name, at) => [name, at]));
  return { columns, positions, repeats: new Map(Object.entries(repeats)) };
}

export const FLAT = headerOf(['a', 'b', 'n', 't', 'list', 'words', 'k', 'v', 'g/q']);
/** Some of the names are those of children, and these have children of their own. */
export const HOUSEHOLD = headerOf(['a', 'n', 'k', 'v', 'g/q'], {
  list: headerOf(['a', 'b', 'n', 'v', 'g/q'], { words: headerOf(['k', 't', 'v']) }),
  b: headerOf(['a', 'k', 'list']),
});

/** A record under a header, with children. */
export function randomRecord(random: Random, header: Header): SourceRecord {
  const repeats = new Map(
    [...(header.repeats ?? [])].map(([name, ofChild]) => [
      name,
      Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => randomRecord(random, ofChild)),
    ]),
  );
  return { header, cells: randomCells(random, header.columns), row: 1, repeats };
}
