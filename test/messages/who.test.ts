import { expect, test } from 'vitest';
import { knownCodes, rowOf, whoCanMend } from '../../src/messages/code-table.ts';
import { EVERYBODY } from '../../src/messages/who.ts';
import { reason, type RejectReason } from '../../src/messages/reason.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';

test('who can mend is one of four', () => {
  for (const code of knownCodes()) expect([undefined, ...EVERYBODY]).toContain(whoCanMend(code, {}));
});

test('a code that does not say who can mend it is no reason to reject a record', () => {
  const mended: RejectReason = reason('lookup/no-match', { value: 'x', table: 'orgUnits' });
  // @ts-expect-error: the type checker holds all that a reject can be against the table.
  const problem: RejectReason = reason('yaml/alias', { name: 'x' });
  expect([whoCanMend(mended.code, mended.args), whoCanMend('yaml/alias', {}), problem.code]).toEqual([
    'analyst',
    undefined,
    'yaml/alias',
  ]);
});

test('what a helper can stumble on says who can mend it', () => {
  for (const helper of HELPERS.values())
    for (const code of helper.errors) expect([code, whoCanMend(code, {})]).not.toContain(undefined);
});

test('every code of a value, a field, a row and a refusal of DHIS2 says who can mend it', () => {
  expect(whoCanMend('dhis2/E1000', {})).toBe('dhis2');
  expect(whoCanMend('dhis2/E9998', {})).toBe('analyst');
  const silent = knownCodes().filter(
    (code) => /^(?:value|field|version)\//.test(code) && whoCanMend(code, {}) === undefined,
  );
  expect(silent).toEqual([]);
});

test('every code that somebody can mend says what to do', () => {
  const silent = knownCodes().filter((code) => whoCanMend(code, {}) !== undefined && rowOf(code).hint === undefined);
  expect(silent).toEqual([]);
});
