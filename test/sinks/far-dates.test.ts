/** A day on which nothing can have happened is sent as it is, and told. */
import { expect, test } from 'vitest';
import { assembleEvent } from '../../src/sinks/assemble-event.ts';

const DAY_MS = 24 * 3_600_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

function toldOf(occurredAt: string | undefined): readonly unknown[] {
  const properties = { orgUnit: 'OuNorthHosp', ...(occurredAt !== undefined && { occurredAt }) };
  const assembled = assembleEvent({ shape: 'event', role: '', properties, names: [], values: [], blanks: [] });
  if ('reasons' in assembled) throw new Error('it lacks nothing');
  expect(assembled.object).toEqual({ ...properties, dataValues: [] });
  return assembled.ignored ?? [];
}

test.each(['2206-03-03', '2206-03-03T10:00:00', inDays(370), '1026-03-03', '0206-03-03'])('%s is told', (day) => {
  expect(toldOf(day)).toMatchObject([{ target: 'occurredAt', sent: day, kept: day, why: { code: 'dhis2/far-date' } }]);
});

test.each(['2026-03-03', '1900-01-01', inDays(1), inDays(360), undefined])('%s is not', (day) => {
  expect(toldOf(day)).toEqual([]);
});
