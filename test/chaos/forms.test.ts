/** A slice of the chaos of forms (`npm run chaos -- --forms 100`); CHAOS_SEED tries others. */
import { expect, test } from 'vitest';
import { chaosOfForms } from './forms.ts';

const SEED = Number(process.env['CHAOS_SEED'] ?? 1);

// The time-out is for a busy machine.
test(`seed ${SEED}: forms move while runs are killed and answers are lost`, { timeout: 600_000 }, async () => {
  const tally = await chaosOfForms(SEED, 4);
  expect(tally.faults).toEqual([]);
  expect(tally.kills).toBeGreaterThan(0);
});
