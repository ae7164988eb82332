import { expect, test } from 'vitest';
import { Lanes } from '../../src/engine/lanes.ts';

/** Begins pieces of work with their claims, as many as there is room for, and says in which order they begin and end. */
async function watch(
  most: () => number,
  works: readonly (readonly [claims: string, hold: Promise<void>])[],
): Promise<string[]> {
  const lanes = new Lanes(most);
  const seen: string[] = [];
  for (const [at, [claims, hold]] of works.entries()) {
    const set = new Set(claims);
    if (!(await lanes.hasRoomFor(set))) break;
    lanes.begin(set, async () => {
      seen.push(`+${at}`);
      await hold;
      seen.push(`-${at}`);
    });
  }
  await lanes.end();
  return seen;
}

const soon = (): Promise<void> => new Promise((done) => void setImmediate(done));
const later = async (): Promise<void> => {
  for (let n = 0; n < 5; n += 1) await soon();
};

test('one after the other where one may be under way', async () => {
  const seen = await watch(
    () => 1,
    [
      ['a', later()],
      ['b', soon()],
    ],
  );
  expect(seen).toEqual(['+0', '-0', '+1', '-1']);
});

test('as many at once as there may be, begun in order', async () => {
  const seen = await watch(
    () => 2,
    [
      ['a', later()],
      ['b', soon()],
      ['c', later()],
    ],
  );
  expect(seen.slice(0, 4)).toEqual(['+0', '+1', '-1', '+2']);
});

test('never two that have a claim in common, and nothing overtakes one that waits', async () => {
  const seen = await watch(
    () => 4,
    [
      ['ab', later()],
      ['bc', soon()],
      ['d', soon()],
    ],
  );
  expect(seen.slice(0, 3)).toEqual(['+0', '-0', '+1']);
});

test('fewer may be under way from now on', async () => {
  let most = 3;
  const held = later().then(() => void (most = 1));
  const seen = await watch(
    () => most,
    [
      ['a', held],
      ['b', held],
      ['c', held],
      ['d', soon()],
      ['e', soon()],
    ],
  );
  expect(seen.slice(-4)).toEqual(['+3', '-3', '+4', '-4']);
});

test('after a failure nothing more begins; what is under way comes to its end, and the first failure is told', async () => {
  const lanes = new Lanes(() => 2);
  let ended = false;
  lanes.begin(new Set('a'), async () => {
    await soon();
    throw new Error('first');
  });
  lanes.begin(new Set('b'), async () => {
    await later();
    ended = true;
    throw new Error('second');
  });
  expect(await lanes.hasRoomFor(new Set('c'))).toBe(false);
  await expect(lanes.end()).rejects.toThrow('first');
  expect(ended).toBe(true);
});
