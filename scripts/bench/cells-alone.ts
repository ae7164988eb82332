/** The floor for `npm run bench -- cells` and `send`: the same values posted by a bare client, 1000 a request. Prints cells a second. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

const [file = '', url = '', concurrency = '1'] = process.argv.slice(2);
const HEADERS = { authorization: `Basic ${btoa('admin:district')}`, 'content-type': 'application/json' };

const rows = parse<Record<string, string>>(await readFile(file, 'utf8'), { columns: true });
const values = rows.flatMap(({ unit: orgUnit, month: period, ...cells }) =>
  Object.entries(cells).flatMap(([dataElement, value]) =>
    dataElement === 'id' ? [] : [{ dataElement, period, orgUnit, value }],
  ),
);
const began = performance.now();
let start = 0;
const lane = async (): Promise<void> => {
  while (start < values.length) {
    const body = JSON.stringify({ dataSet: 'DsBench0001', dataValues: values.slice(start, (start += 1000)) });
    const answer = await fetch(`${url}/api/dataValueSets`, { method: 'POST', headers: HEADERS, body });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.json();
  }
};
await Promise.all(Array.from({ length: Number(concurrency) }, lane));
console.log(Math.round((values.length / (performance.now() - began)) * 1000));
