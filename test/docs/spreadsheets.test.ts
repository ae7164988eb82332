/** docs/spreadsheets.md, walked through, from what `etl init` of the tutorial writes. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHOICES, LOOKUPS, QUESTIONS, UNITS } from '../../src/generate/sheet/layout.ts';
import { examplesOf, ROOT } from './examples.ts';
import { Tour } from './tour.ts';

const PAGE = 'docs/spreadsheets.md';
const FILES = path.join(ROOT, 'docs/tutorial');

const INIT = `
etl init visits --form form.xlsx --export visits.csv --program "Facility visits" --env-file dhis2.env
cp dhis2.env visits/.env`;

test('it goes as the page says', async () => {
  const tour = await Tour.start(await readFile(path.join(FILES, 'dhis2.json'), 'utf8'), FILES, 'inProcess');
  try {
    await tour.play([{ language: 'sh', words: new Map([['run', '']]), text: INIT, line: 0 }]);
    expect(await tour.play(examplesOf(PAGE))).toBe(4);
  } finally {
    await tour.close();
  }
}, 300_000);

test('it names the sheets of a mapping and what counts in them', async () => {
  const page = await readFile(path.join(ROOT, PAGE), 'utf8');
  for (const layout of [QUESTIONS, CHOICES, UNITS, LOOKUPS])
    expect(page).toMatch(new RegExp(`^\\| ${layout.sheet} \\|`, 'm'));
  const { column, uid, element, ignore, reason, version } = QUESTIONS;
  const { setUid, optionSet, choice, code, option } = CHOICES;
  const counts = [column, uid, element, ignore, reason, version, setUid, optionSet, choice, code, option];
  for (const heading of [...counts, UNITS.key, UNITS.uid, LOOKUPS.lookup, LOOKUPS.value])
    expect(page).toContain(`\`${heading}\``);
});
