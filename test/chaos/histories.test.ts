/** Random histories: nothing is lost, doubled or altered. */
import { expect, test } from 'vitest';
import { chaos, tellHistory } from './chaos.ts';

const SEED = 20;
const HISTORIES = 40;

// The time-out is for a busy machine; on a free one a quarter of a minute is enough.
test(`seed ${SEED}: ${HISTORIES} histories`, { timeout: 600_000 }, async () => {
  const tally = await chaos({ seed: SEED, histories: HISTORIES, kills: 0, shrinks: true });
  expect(tally.found.map(tellHistory)).toEqual([]);
  expect(tally.histories).toBe(HISTORIES);
});
