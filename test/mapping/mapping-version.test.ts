/**
 * Records that have not changed are not mapped again as long as mapping means the same: `MAPPING_VERSION`. Here is what a
 * broad sample comes to in that version. Where a result below changes, raise the version, so that all records are mapped
 * once more; then, or where there are only new ones: `UPDATE_GOLDEN=1`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { toDhis2Value, valueTypes } from '../../src/dhis2/value-types.ts';
import { canonicalEvent } from '../../src/dhis2/event-image.ts';
import { canonicalForm } from '../../src/dhis2/form-image.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import { toHash } from '../../src/index/hash.ts';
import { MAPPING_VERSION } from '../../src/mapping/mapping-version.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { assembleEvent } from '../../src/sinks/assemble-event.ts';
import { codeOf, evaluate } from '../expression/evaluate.ts';

const GOLDEN = fileURLToPath(new URL('mapping-version.json', import.meta.url));
const CELLS =
  `|x| 3 |3.0|0.50|-0|1e3|1,200|2,5|007|yes|No|TRUE|0|1|oui|2025-03-14|2025-3-4|14/03/2025|2025-03-14T10:15:00.000+03:00
2025-03-14T10:15|10:15:00.000+03:00|9:05|-1.2 36.8 0 0|[36.8,-1.2]|a b|a,b|é|M|OuClinicA01|a@b.org|https://a.org|+254 700`.split(
    /[|\n]/,
  );

async function resultsNow(): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  const table = toTable('orgUnits', [['Clinic A', 'OuClinicA01']]);
  const context = { table: () => table, tableNames: ['orgUnits'], options: () => table };
  for (const { examples } of HELPERS.values())
    for (const { expression, row } of examples)
      results[`${expression} of ${JSON.stringify(row)}`] = codeOf(await evaluate(expression, row, context)) ?? null;
  for (const type of valueTypes())
    for (const cell of CELLS) {
      const converted = toDhis2Value(type, cell);
      results[`${type} of "${cell}"`] = converted.ok ? converted.value : converted.code;
    }
  const properties = {
    orgUnit: 'OuClinicA01',
    occurredAt: '2025-03-14',
    status: 'COMPLETED',
    completedAt: '2025-03-15',
  };
  const filled = { shape: 'event', role: '', names: ['DeB', 'DeA', 'DeC'], values: ['2', 'é', null], blanks: [] };
  const made = assembleEvent({
    ...filled,
    properties: { ...properties, geometry: { type: 'Point', coordinates: [36.8, -1.2] } },
  });
  if (!('object' in made)) throw new Error('an event is lacking');
  results['an event'] = toHash(canonicalEvent(made.object, 'Africa/Nairobi', true));
  const dataValues = [
    { cell: 'DeB', value: '2' },
    { cell: 'DeA.CoC', value: null },
    { cell: 'DeA', value: '0' },
  ];
  results['a form'] = toHash(canonicalForm({ orgUnit: 'OuClinicA01', period: '202503', dataValues }));
  return results;
}

test('a broad sample is mapped as this version of mapping maps it', async () => {
  const now = { version: MAPPING_VERSION, results: await resultsNow() };
  if (process.env['UPDATE_GOLDEN']) await writeFile(GOLDEN, `${JSON.stringify(now, null, 2)}\n`);
  expect(now).toEqual(JSON.parse(await readFile(GOLDEN, 'utf8')));
});
