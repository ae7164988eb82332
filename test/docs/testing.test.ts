/** docs/testing.md, walked through; and its table of keys is that of the schema. */
import { expect, test } from 'vitest';
import { CASES } from '../../src/cases/case-schema.ts';
import { documentedNames, examplesOf } from './examples.ts';
import { Tour } from './tour.ts';

const PAGE = 'docs/testing.md';

test('it goes as the page says', async () => {
  // No server is asked, though there is one.
  const tour = await Tour.start('{}', undefined, 'inProcess');
  try {
    expect(await tour.play(examplesOf(PAGE))).toBe(5);
  } finally {
    await tour.close();
  }
});

test('it names every key of a case', () => {
  expect([...documentedNames(PAGE)].sort()).toEqual(Object.keys(CASES.properties.cases.items.properties).sort());
});
