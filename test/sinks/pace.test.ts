import { expect, test } from 'vitest';
import { Pace } from '../../src/sinks/pace.ts';

const good = (pace: Pace, times: number): void => {
  for (let n = 0; n < times; n += 1) pace.wentWell();
};

test('without trouble all that the spec allows goes', () => {
  const pace = new Pace({ requests: 4, size: 100 });
  good(pace, 50);
  expect([pace.requests, pace.size]).toEqual([4, 100]);
});

test('trouble leaves one request at a time; with every four good ones there is one more', () => {
  const pace = new Pace({ requests: 4, size: 100 });
  pace.troubled();
  const seen = Array.from({ length: 13 }, () => {
    pace.wentWell();
    return pace.requests;
  });
  expect(seen).toEqual([1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4]);
  expect(pace.size).toBe(100);
});

test('what was too much is halved, down to one, and grows to what the spec allows', () => {
  const pace = new Pace({ requests: 1, size: 10 });
  pace.tooMuch(10);
  expect(pace.size).toBe(5);
  pace.tooMuch(5);
  pace.tooMuch(2);
  pace.tooMuch(1);
  expect(pace.size).toBe(1);
  const seen = new Set<number>();
  for (let n = 0; n < 40; n += 1) {
    pace.wentWell();
    seen.add(pace.size);
  }
  expect([...seen]).toEqual([1, 2, 3, 5, 8, 10]);
});

test('a limit that stands is tried more and more seldom', () => {
  const pace = new Pace({ requests: 1, size: 100 });
  const refusedAt: number[] = [];
  for (let n = 0; n < 1000; n += 1) {
    if (pace.size <= 60) pace.wentWell();
    else {
      refusedAt.push(n);
      pace.tooMuch(pace.size);
    }
  }
  const between = refusedAt.slice(1).map((at, n) => at - (refusedAt[n] ?? 0));
  expect(between[0]).toBeLessThan(10);
  expect(Math.min(...between.slice(-3))).toBeGreaterThan(30);
});
