/** What ended a job: a fault of the program is told from one of the disk. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodeOf, toError } from '../../src/job/failure.ts';

test('a disk that is full is no fault of ours, and is told by the folder', () => {
  const full = toError(
    thrownBy(() => writeFileSync('/dev/full', 'x')),
    'runs',
  );
  expect(full.message).toBe('runs: there is no space left to write it.');
  expect(exitCodeOf(full)).toBe(3);
});

test.each([
  ['EDQUOT', 'runs: there is no space left to write it.'],
  ['EROFS', 'runs: it lies on a read-only file system.'],
  ['EIO', 'runs: the system could not write it (EIO).'],
])('so is %s', (code, told) => {
  const thrown = Object.assign(new Error('of /home/hmis/runs/key of a record'), { code, syscall: 'write' });
  const error = toError(thrown, 'runs');
  expect([error.message, exitCodeOf(error)]).toEqual([told, 3]);
});

test('all else is as it was thrown', () => {
  const gone = thrownBy(() => writeFileSync('/nowhere/at/all', 'x'));
  const own = Object.assign(new Error('ours'), { code: 'ENOSPC' });
  for (const error of [gone, own]) expect(toError(error, 'runs')).toBe(error);
  expect(exitCodeOf(own)).toBe(70);
  expect(toError('a text', 'runs').message).toBe('a text');
});

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
