import { expect, test } from 'vitest';
import { Patience, type PatienceOptions } from '../../src/base/patience.ts';

const MINUTE = 60_000;
const patient = (options: PatienceOptions = {}): Patience => new Patience({ pause: async () => {}, ...options });

test('a good run never uses any, however long it takes', async () => {
  const patience = patient();
  await patience.pause(100 * MINUTE);
  expect(patience.leftMs).toBe(5 * MINUTE);
  expect(patience.isOver).toBe(false);
});

test('trouble ends it after an hour without progress; progress gives all of it back', async () => {
  const patience = patient();
  const began = patience.now();
  patience.trouble(began);
  await patience.pause(59 * MINUTE);
  expect(patience.isOver).toBe(false);
  expect(patience.leftMs / MINUTE).toBeCloseTo(1, 0);
  patience.answered();
  await patience.pause(2 * MINUTE);
  expect(patience.isOver).toBe(true);
  expect(patience.leftMs).toBe(0);
  patience.progressed();
  expect(patience.isOver).toBe(false);
  expect(patience.leftMs).toBe(5 * MINUTE);
});

test('a server may be away for five minutes at a time', async () => {
  const patience = patient();
  patience.away(patience.now());
  await patience.pause(4 * MINUTE);
  expect(patience.leftMs / MINUTE).toBeCloseTo(1, 0);
  patience.answered();
  patience.away(patience.now());
  await patience.pause(6 * MINUTE);
  expect(patience.leftMs).toBe(0);
  expect(patience.isOver).toBe(false);
});

test('less before its first answer, where a person waits', async () => {
  const patience = patient({ firstWordMs: 15_000 });
  expect(patience.leftMs).toBe(15_000);
  patience.answered();
  expect(patience.leftMs).toBe(5 * MINUTE);
});

test('never more than giveUpAfter', () => {
  expect(patient({ giveUpAfterMs: 10_000 }).leftMs).toBe(10_000);
});
