/** Random histories: nothing is lost, doubled or altered. A slice of `npm run chaos`; CHAOS_SEED tries others. */
import { expect, test } from 'vitest';
import { chaos, tellHistory } from './chaos.ts';
import { makeHistory } from './random-history.ts';

/** Whatever may happen happens in its first histories. */
const USUAL_SEED = 54;
const SEED = Number(process.env['CHAOS_SEED'] ?? USUAL_SEED);
const HISTORIES = 16;

// The time-out is for a busy machine.
test(`seed ${SEED}: ${HISTORIES} histories`, { timeout: 600_000 }, async () => {
  const tally = await chaos({ seed: SEED, histories: HISTORIES, kills: 0, shrinks: true });
  expect(tally.found.map(tellHistory)).toEqual([]);
  expect(tally.histories).toBe(HISTORIES);
});

test('each kind of step is among them', () => {
  const numbers = Array.from({ length: HISTORIES }, (_, at) => at + 1);
  const kindsOf = (seed: number): Set<string> =>
    new Set(numbers.flatMap((number) => makeHistory(seed, number, 0).steps.map(kindOf)));
  const all = new Set(Array.from({ length: 40 }, (_, seed) => [...kindsOf(seed)]).flat());
  expect([...kindsOf(USUAL_SEED)].sort()).toEqual([...all].sort());
});

function kindOf(step: ReturnType<typeof makeHistory>['steps'][number]): string {
  return step.do === 'hand' ? `hand: ${step.edit}` : step.do;
}
