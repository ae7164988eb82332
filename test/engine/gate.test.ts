import { expect, test } from 'vitest';
import { Gate } from '../../src/engine/gate.ts';

/** Work that begins and ends when the test says so. */
function work(gate: Gate, names: string): { begun: string[]; end: (name: string) => void; all: Promise<unknown> } {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const passes = names.split('').map((name) =>
    gate.pass(async () => {
      begun.push(name);
      await new Promise<void>((done) => ends.set(name, done));
      if (name === 'x') throw new Error('x');
    }),
  );
  return { begun, end: (name) => ends.get(name)?.(), all: Promise.allSettled(passes) };
}

const soon = (): Promise<void> => new Promise((done) => void setImmediate(done));

test('so many at a time, in the order in which they come; one that fails leaves, too', async () => {
  const { begun, end, all } = work(new Gate(() => 2), 'axbc');
  await soon();
  expect(begun).toEqual(['a', 'x']);
  end('x');
  await soon();
  expect(begun).toEqual(['a', 'x', 'b']);
  end('a');
  await soon();
  expect(begun).toEqual(['a', 'x', 'b', 'c']);
  for (const name of 'bc') end(name);
  await all;
});

test('how many may be inside changes while they are; one always may', async () => {
  let most = 2;
  const { begun, end, all } = work(new Gate(() => most), 'abcd');
  await soon();
  most = 0;
  end('a');
  await soon();
  expect(begun).toEqual(['a', 'b']);
  end('b');
  await soon();
  expect(begun).toEqual(['a', 'b', 'c']);
  most = 3;
  end('c');
  await soon();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  end('d');
  await all;
});
