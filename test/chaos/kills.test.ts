/** Runs killed (SIGKILL) at random and at named points of random histories: nothing is lost, doubled or altered. */
import { expect, test } from 'vitest';
import { chaos, tellHistory } from './chaos.ts';

const SEED = 20;
const KILLS = 40;

// The time-out is for a busy machine; on a free one half a minute is enough.
test(`seed ${SEED}: ${KILLS} kills`, { timeout: 600_000 }, async () => {
  const tally = await chaos({ seed: SEED, histories: 0, kills: KILLS, shrinks: false });
  expect(tally.found.map(tellHistory)).toEqual([]);
  expect(tally.kills).toBeGreaterThanOrEqual(KILLS);
});
