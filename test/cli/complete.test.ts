import { expect, test } from 'vitest';
import { complete } from '../../src/playground/complete.ts';
import { isIncomplete } from '../../src/expression/is-expression.ts';

const NAMES = {
  columns: ['FACILITY', 'FACILITY_2', 'beds', 'group/beds', 'a b', 'null', 'in', 'b`c', 'x\u001By', '_uuid'],
  functions: ['spouse'],
};

test.each<[line: string, matches: string[], written: string]>([
  ['FAC', ['FACILITY', 'FACILITY_2'], 'FAC'],
  ['1 + be', ['beds'], 'be'],
  ['fac', ['FACILITY', 'FACILITY_2'], 'fac'],
  // By its bare name, and with its quotes.
  ['gro', ['`group/beds`'], 'gro'],
  ['$int(group/b', ['`group/beds`'], 'group/b'],
  ['`gro', ['`group/beds`'], '`gro'],
  ['FACILITY & `a ', ['`a b`'], '`a '],
  // Words of the language, as names.
  ['nul', ['`null`'], 'nul'],
  ['i', ['`in`'], 'i'],
  // No backtick can stand in backticks; and nothing steers the terminal.
  ['`b', ['`beds`'], '`b'],
  ['x', [], ''],
  // Behind a name, and in a text, nothing is to come.
  ['`group/beds`', [], ''],
  ['"FAC', [], ''],
  ['"it\\"FAC', [], ''],
  ['/* FAC', [], ''],
  ['FACILITY.be', [], ''],
  // The record itself.
  ['$$.be', ['beds'], 'be'],
  ['$.be', ['beds'], 'be'],
  // Functions and variables.
  ['$orgU', ['$orgUnit('], '$orgU'],
  ['$spou', ['$spouse('], '$spou'],
  ['($speed := 1; $spe', ['$speed'], '$spe'],
  ['function($spent) { $spe', ['$spent'], '$spe'],
  // Commands.
  ['.ro', ['.row '], '.ro'],
  ['1 + .ro', [], ''],
])('%s', (line, matches, written) => expect(complete(line, NAMES)).toEqual([matches, written]));

test('what was set on a line above is known', () =>
  expect(complete('$spe', NAMES, '($speed := 1;')).toEqual([['$speed'], '$spe']));

test.each(['(1 +', 'a +', '{"a": 1', '[1, 2', '"abc', '`abc', '$int(', '/* note', 'a ? "b" :'])(
  '%s lacks its end',
  (text) => expect(isIncomplete(text)).toBe(true),
);
test.each(['1', '1 + )', 'a b', '', '$int("1")'])('%s does not', (text) => expect(isIncomplete(text)).toBe(false));
