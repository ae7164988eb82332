import { expect, test } from 'vitest';
import { isFailure, knownCodes } from '../../src/messages/code-table.ts';
import { pageOf } from '../../src/messages/code-page.ts';
import { EtlError } from '../../src/base/errors.ts';
import { kindOfCode, KINDS } from '../../src/cli/code-kinds.ts';
import { describeCodes, listCodes } from '../../src/cli/code-pages.ts';

const AREAS = ['expression/', 'function/', 'lookup/', 'option/', 'yaml/expression-', 'eval/', 'repl/', 'codes/'];

test.each(knownCodes().filter((code) => AREAS.some((area) => code.startsWith(area))))('%s is explained', (code) =>
  expect(pageOf(code).explanation).toBeDefined(),
);

test('a page has message, meaning, example, hint, and what comes of it', () => {
  expect(describeCodes('expression/unknown-column').text).toBe(
    [
      'expression/unknown-column: The source has no column "<name>".',
      'Every name in an expression is a column of the source, letter by letter, unless it starts with $. JSONata itself would take a misspelt one for a blank.',
      'Wrong:\n    =FACILTY',
      'Right:\n    =FACILITY',
      'A problem in what somebody wrote: exit code 2, where it is more than a warning.',
    ].join('\n\n'),
  );
});

test('a hint is the one that mostly comes, without holes', () => {
  expect(pageOf('expression/unknown-column').hint).toBe('Did you mean <nearest>?');
  expect(pageOf('yaml/quotes').hint).toBe('Put it in quotes: <rewrite>');
  for (const code of knownCodes()) expect(pageOf(code).hint ?? '').not.toMatch(/\( *\)|undefined|: *$|^Write *$/);
});

test.each([
  ['expression/unknown-colum', 'Did you mean expression/unknown-column?'],
  ['born-latr', 'Did you mean function/born-later?'],
  ['expresion', 'Did you mean expression?'],
  ['E9998', 'It is one of the DHIS2 server: its text comes with each message.'],
  ['not-json', 'Did you mean'],
])('%s is none: %s', (written, hint) => {
  expect(() => describeCodes(written)).toThrow(EtlError);
  try {
    describeCodes(written);
  } catch (error) {
    expect((error as EtlError).hint).toContain(hint);
  }
});

test('codes of DHIS2 that we explain have their page, and are one record’s', () => {
  for (const written of ['dhis2/E1125', 'E1125', 'e1125'])
    expect(describeCodes(written)).toMatchObject({ page: { code: 'dhis2/E1125', kind: 'reject', exitCode: 1 } });
});

test('case does not count, and an area alone lists its codes', () => {
  expect(describeCodes('Expression/Unknown-Column')).toMatchObject({ page: { code: 'expression/unknown-column' } });
  expect(describeCodes('born-later')).toMatchObject({ page: { code: 'function/born-later' } });
  const listed = describeCodes('guard');
  const codes = 'pages' in listed ? listed.pages.map((one) => one.code) : [];
  expect(codes).toEqual(knownCodes().filter((one) => one.startsWith('guard/')));
});

test('every code is in the list, with a message that says something without its gaps filled', () => {
  const { pages, text } = listCodes();
  for (const { code, message } of pages) {
    expect(text).toContain(code);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
  }
});

test('the exit code on a page is the one with which the code is thrown', () => {
  const thrown = knownCodes().filter(isFailure);
  expect(thrown.map((code) => `${code}: ${KINDS[kindOfCode(code)].exitCode}`)).toEqual(
    thrown.map((code) => `${code}: ${new EtlError(code, {} as never).exitCode}`),
  );
  expect(thrown.length).toBeGreaterThan(100);
});
