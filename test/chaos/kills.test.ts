/**
 * Runs killed (SIGKILL) at random and at named points of random histories: nothing is lost, doubled or altered. A slice of
 * `npm run chaos`; CHAOS_SEED tries others.
 */
import { expect, test } from 'vitest';
import { chaos, tellHistory } from './chaos.ts';
import { makeHistory } from './random-history.ts';

/** Its first two histories have a kill at each kind of point. */
const USUAL_SEED = 54;
const SEED = Number(process.env['CHAOS_SEED'] ?? USUAL_SEED);
const KILLS = 7;

// The time-out is for a busy machine.
test(`seed ${SEED}: ${KILLS} kills`, { timeout: 600_000 }, async () => {
  const tally = await chaos({ seed: SEED, histories: 0, kills: KILLS, shrinks: false });
  expect(tally.found.map(tellHistory)).toEqual([]);
  expect(tally.kills).toBeGreaterThanOrEqual(KILLS);
});

test('a kill at each kind of point is among them', () => {
  const steps = [1, 2].flatMap((number) => makeHistory(USUAL_SEED, number, 4).steps);
  const points = steps.flatMap((step) => (step.do === 'kill' ? [step.point.at] : []));
  expect([...new Set(points)].sort()).toEqual(['answered', 'file', 'late', 'moment', 'read', 'send', 'stored']);
});
