/** docs/how-to.md, on one world: the pipeline of the tutorial, after its first night. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { examplesOf, ROOT, type Example } from './examples.ts';
import { Tour } from './tour.ts';

const PAGE = 'docs/how-to.md';
const FILES = path.join(ROOT, 'docs/tutorial');

const FIRST_NIGHT = `
etl init visits --form form.xlsx --export visits.csv --program "Facility visits" --env-file dhis2.env
cp dhis2.env visits/.env
sed 's/"2": "TAP"/"2": "TAP", "3": "SURFACE"/' visits/mapping_optionSet.json > edited && mv edited visits/mapping_optionSet.json
echo 'east,OuEastHPost' >> visits/orgUnits.csv
etl run visits/pipeline.yaml --accept new-index`;

test('each change goes as the page says', async () => {
  const tour = await Tour.start(await readFile(path.join(FILES, 'dhis2.json'), 'utf8'), FILES, 'inProcess');
  try {
    await tour.play([{ language: 'sh', words: new Map([['run', '']]), text: FIRST_NIGHT, line: 0 }]);
    expect(await tour.play(examplesOf(PAGE).filter(isPlayed))).toBe(2);
  } finally {
    await tour.close();
  }
}, 300_000);

test('it is about twelve changes', async () => {
  const headings = (await readFile(path.join(ROOT, PAGE), 'utf8')).match(/^## /gm) ?? [];
  expect(headings).toHaveLength(12);
});

function isPlayed({ words }: Example): boolean {
  return words.size > 0;
}
