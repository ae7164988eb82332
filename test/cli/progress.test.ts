/** Progress: counts and a clock in, lines out; on a terminal one that is written over, elsewhere a plain one a minute. */
import { describe, expect, test } from 'vitest';
import type { Reach } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { ConsoleLog, type Verbosity } from '../../src/cli/console-log.ts';
import { ProgressMeter } from '../../src/cli/progress-meter.ts';

/** A meter that has seen a count at each of some seconds. */
function lineAfter(told: readonly (readonly [second: number, done: number, reach?: Reach])[], width?: number): string {
  const meter = new ProgressMeter();
  for (const [second, done, reach = {}] of told) meter.see('reading', done, reach, second * 1000);
  return meter.line((told.at(-1)?.[0] ?? 0) * 1000, width);
}

describe('the line', () => {
  test.each<[string, string, Parameters<typeof lineAfter>[0]]>([
    ['a count alone, at first', 'reading 500', [[0, 500]]],
    ['the share at once, where it is known', 'reading 500 (12 %)', [[0, 500, { share: 0.125 }]]],
    [
      'no rate of one second',
      'reading 900 (22 %)',
      [
        [0, 500, { share: 0.125 }],
        [1, 900, { share: 0.225 }],
      ],
    ],
    [
      'no share and no time left where nobody knows the whole',
      'reading 40,000, 4,000 a second',
      [
        [0, 0],
        [10, 40_000],
      ],
    ],
    [
      'rate, share and time left',
      'reading 12,000 (30 %), 1,200 a second, 25 s left',
      [
        [0, 0, { share: 0 }],
        [10, 12_000, { share: 0.3 }],
      ],
    ],
    [
      'of a number that is known',
      'reading 1,200 of 5,000 (24 %), 120 a second, 35 s left',
      [
        [0, 0, { total: 5000 }],
        [10, 1200, { total: 5000 }],
      ],
    ],
    [
      'minutes',
      'reading 60 of 1,000 (6 %), 6 a second, 3 min left',
      [
        [0, 0, { total: 1000 }],
        [10, 60, { total: 1000 }],
      ],
    ],
    [
      'hours',
      'reading 2 of 1,000 (0 %), 12 a minute, 1 h 30 min left',
      [
        [0, 0, { total: 1000 }],
        [10, 2, { total: 1000 }],
      ],
    ],
    [
      'never 100 % before the end',
      'reading 9,999 of 10,000 (99 %), 1,000 a second, 5 s left',
      [
        [0, 0, { total: 10_000 }],
        [10, 9999, { total: 10_000 }],
      ],
    ],
    [
      'nothing left at the end',
      'reading 10 of 10 (100 %), 1 a second',
      [
        [0, 0, { total: 10 }],
        [10, 10, { total: 10 }],
      ],
    ],
    ['nothing to do', 'reading 0 of 0', [[0, 0, { total: 0 }]]],
    ['a source that grows has no more than all of it', 'reading 11 of 10 (100 %)', [[0, 11, { total: 10 }]]],
    [
      'the rate of the last half minute',
      'reading 310,300, 10 a second',
      [
        [0, 0],
        [30, 310_000],
        [45, 310_150],
        [60, 310_300],
      ],
    ],
    [
      'one that began again',
      'reading 100 of 400 (25 %), 50 a second, 10 s left',
      [
        [0, 0, { total: 400 }],
        [10, 400, { total: 400 }],
        [11, 0, { total: 400 }],
        [13, 100, { total: 400 }],
      ],
    ],
    [
      'one that stands still has no rate',
      'reading 5 of 10 (50 %)',
      [
        [0, 5, { total: 10 }],
        [40, 5, { total: 10 }],
      ],
    ],
  ])('%s: %s', (_, line, told) => {
    expect(lineAfter(told)).toBe(line);
  });

  test('stages that take turns keep their own rates', () => {
    const meter = new ProgressMeter();
    for (let second = 0; second <= 10; second += 1) {
      meter.see('sorting', second * 1000, { share: second / 20 }, second * 1000);
      meter.see('reading', second, {}, second * 1000);
    }
    expect(meter.line(10_000)).toBe('reading 10, 1 a second');
    meter.see('sorting', 10_000, { share: 0.5 }, 10_000);
    expect(meter.line(10_000)).toBe('sorting 10,000 (50 %), 1,000 a second, 10 s left');
  });

  test('as much as the terminal is wide', () => {
    const told = [
      [0, 0, { share: 0 }],
      [10, 12_000, { share: 0.3 }],
    ] as const;
    expect(lineAfter(told, 47)).toBe('reading 12,000 (30 %), 1,200 a second');
    expect(lineAfter(told, 30)).toBe('reading 12,000 (30 %)');
    expect(lineAfter(told, 8)).toBe('reading ');
  });
});

/** A log with a clock of its own, and what it has written. */
function open(isTTY: boolean, verbosity: Verbosity = 'normal') {
  const written: string[] = [];
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) > 0 };
  const clock = { ms: 1_000_000 };
  const log = new ConsoleLog({ stream, verbosity, secrets: new Secrets(), now: () => clock.ms });
  const at = (second: number, done: number): void => {
    clock.ms = 1_000_000 + second * 1000;
    log.progress('sending', done, { total: 1000 });
  };
  return { written, stream, log, at };
}

describe('in a file', () => {
  test('nothing within the first minute, then a plain line a minute', () => {
    const { written, log, at } = open(false);
    for (let second = 0; second <= 150; second += 1) at(second, second);
    log.end();
    expect(written).toEqual([
      'sending 60 of 1,000 (6 %), 1 a second, 16 min left\n',
      'sending 120 of 1,000 (12 %), 1 a second, 15 min left\n',
    ]);
  });

  test('nothing at all with --quiet', () => {
    const { written, at } = open(false, 'quiet');
    for (let second = 0; second <= 300; second += 1) at(second, second);
    expect(written).toEqual([]);
  });
});

describe('on a terminal', () => {
  test('one line, written over, and gone before others', () => {
    const { written, log, at } = open(true);
    at(0, 0);
    at(0.1, 1);
    at(0.3, 3);
    log.info('the index is saved');
    expect(written).toEqual([
      '\rsending 0 of 1,000 (0 %)\u001b[J',
      '\rsending 3 of 1,000 (0 %)\u001b[J',
      '\r\u001b[J',
      'the index is saved\n',
    ]);
  });

  test('what has not changed is not written again', () => {
    const { written, at } = open(true);
    at(0, 5);
    at(1, 5);
    expect(written).toHaveLength(1);
  });

  test('nothing is left of a line that a narrower window shows on two', () => {
    const { written, stream, at, log } = open(true);
    at(0, 100);
    stream.columns = 20;
    at(1, 200);
    stream.columns = 40;
    log.end();
    expect(written).toEqual([
      '\rsending 100 of 1,000 (10 %)\u001b[J',
      '\r\u001b[1Asending 200 of 1,00\u001b[J',
      '\r\u001b[J',
    ]);
  });

  test('nothing with --quiet', () => {
    const { written, at } = open(true, 'quiet');
    at(0, 100);
    expect(written).toEqual([]);
  });
});
