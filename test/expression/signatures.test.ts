import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import { BUILT_IN_SIGNATURES, parseSignature } from '../../src/expression/signatures.ts';

test.each([...BUILT_IN_SIGNATURES.keys()])('jsonata has a function $%s', async (name) => {
  expect(await jsonata(`$type($${name})`).evaluate({})).toBe('function');
});

test.each([...HELPERS.values()])(
  '$name has as many arguments in its types as in its table, and no name of jsonata',
  (one) => {
    const { parameters } = parseSignature(one.types);
    const isRepeated = parameters.some((parameter) => parameter.isRepeated);
    expect(isRepeated ? Infinity : parameters.length).toBe(one.maxArguments);
    expect(parameters.filter((parameter) => !parameter.isOptional).length).toBe(one.minArguments);
    expect(BUILT_IN_SIGNATURES.has(one.name)).toBe(false);
  },
);

test('a signature is read in all its parts', () => {
  const { parameters, returns } = parseSignature('<s-(sf)n?a<s>+:b>');
  expect(parameters.map((one) => [one.type.kinds, one.takesContext, one.isOptional, one.isRepeated])).toEqual([
    [1, true, false, false],
    [65, false, false, false],
    [2, false, true, false],
    [16, false, false, true],
  ]);
  expect(returns.kinds).toBe(4);
});
