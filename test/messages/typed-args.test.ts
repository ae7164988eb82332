/** What the type checker says of args; `npm run check` fails where one of these is no error any more. */
import { expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { Miss } from '../../src/base/miss.ts';
import { problem, warning, type Reject } from '../../src/base/problem.ts';
import { describe } from '../../src/messages/describe.ts';
import { reason } from '../../src/messages/reason.ts';

test('a code takes exactly its args', () => {
  expect(problem('yaml/alias', { name: 'a' }).args).toEqual({ name: 'a' });
  // @ts-expect-error missing
  problem('yaml/alias', {});
  // @ts-expect-error misspelt
  problem('yaml/alias', { nmae: 'a' });
  // @ts-expect-error a number is no list
  warning('spec/unknown-key', { key: 'k', where: '', known: 3 });
  // @ts-expect-error there are none
  problem('yaml/empty', { name: 'a' });
  // @ts-expect-error no such code
  expect(() => problem('yaml/aliass', { name: 'a' })).not.toThrow();
});

test('of one of several codes, the args of each', () => {
  const either = (isName: boolean): 'yaml/alias' | 'file/unreadable' => (isName ? 'yaml/alias' : 'file/unreadable');
  expect(reason(either(true), { name: 'a', path: 'p', reason: 'r' }).code).toBe('yaml/alias');
  // @ts-expect-error only those of one
  reason(either(true), { name: 'a' });
});

test('what is thrown has its exit code in its row', () => {
  expect(new EtlError('run/no-plan', { path: 'p', reason: 'r' }).exitCode).toBe(2);
  expect(new EtlError('index/busy', { location: 'l' }).exitCode).toBe(3);
  expect(new EtlError('guard/no-index', { location: 'l' }).exitCode).toBe(4);
  expect(new EtlError('run/locked', { by: 'b' }).exitCode).toBe(5);
  // @ts-expect-error not an option
  expect(new EtlError('run/locked', { by: 'b' }, { exitCode: 3 }).exitCode).toBe(5);
  // @ts-expect-error a reject is not thrown
  expect(new EtlError('index/missing', { uid: 'u' }).exitCode).toBeUndefined();
});

test('a reject has args that were held against their row', () => {
  const made: Reject = { ...reason('index/changed', {}), key: 'k', row: 1, line: 2 };
  expect(made.code).toBe('index/changed');
  // @ts-expect-error written by hand
  const written: Reject = { code: 'index/changed', args: {}, key: 'k', row: 1, line: 2 };
  expect(written).toEqual(made);
});

test('a miss is given its value apart, and args only where its code has others', () => {
  expect(new Miss('function/not-whole', '3.5').args).toEqual({ value: '3.5' });
  // @ts-expect-error the format is missing
  expect(new Miss('function/not-in-format', '3.5').args).toEqual({ value: '3.5' });
});

test('DHIS2’s own codes take its words', () => {
  expect(describe('dhis2/E9999', { message: 'no' }).message).toBe('DHIS2 refused it: no');
  // @ts-expect-error they have no other args
  describe('dhis2/E9999', { text: 'no' });
});
