/** The nights of the engine once more, with the index in SQLite: whatever keeps it, a night comes to the same. */
import { afterAll, beforeAll, describe } from 'vitest';
import { Nights } from './nights.ts';

const SUITES = ['believed', 'unread', 'reconcile', 'others-at-work', 'trouble', 'unchanged-records', 'verify-index'];

describe.each(SUITES)('in SQLite: %s', async (suite) => {
  beforeAll(() => void (Nights.kind = 'sqlite'));
  afterAll(() => void (Nights.kind = 'json'));
  await import(`./${suite}.test.ts?in-sqlite`);
});
