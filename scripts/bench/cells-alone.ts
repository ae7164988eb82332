/** The floor for `npm run bench -- cells`: the same values posted by a bare client, 1000 a request. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

const [file = '', url = ''] = process.argv.slice(2);
const HEADERS = { authorization: `Basic ${btoa('admin:district')}`, 'content-type': 'application/json' };

const rows = parse<Record<string, string>>(await readFile(file, 'utf8'), { columns: true });
const values = rows.flatMap(({ unit: orgUnit, month: period, ...cells }) =>
  Object.entries(cells).flatMap(([dataElement, value]) =>
    dataElement === 'id' ? [] : [{ dataElement, period, orgUnit, value }],
  ),
);
for (let start = 0; start < values.length; start += 1000) {
  const body = JSON.stringify({ dataSet: 'DsBench0001', dataValues: values.slice(start, start + 1000) });
  const answer = await fetch(`${url}/api/dataValueSets`, { method: 'POST', headers: HEADERS, body });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.json();
}
