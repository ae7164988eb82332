/** A kept plan has no line of records that were left alone: they stand where they stood all the same. */
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ADMIN } from '../cli/events.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { Nights } from './nights.ts';

const SPEC = {
  name: 'forms',
  connections: {
    files: { kind: 'file', folder: '.' },
    hmis: { kind: 'dhis2', url: '${DHIS2_URL}', username: ADMIN.username, password: '${DHIS2_PASSWORD}' },
  },
  source: { kind: 'csv', connection: 'files', path: 'kobo.csv', key: ['_id'] },
  transform: {
    orgUnit: 'OrgClinic0A',
    period: '=$period(month & "-01", "Monthly")',
    dataValues: { DeCases0001: '=$int(cases)' },
  },
  sink: { kind: 'dhis2-data-values', connection: 'hmis', dataSet: 'DataSet0001' },
  index: { connection: 'files', path: 'index.json' },
  reconcile: { guard: { created: 100_000, changed: 100_000, missing: 100_000 } },
};

test.each([true, false])('two new records at the place of one that stands: with the shortcut %s', async (shortcut) => {
  const nights = await Nights.open({ text: JSON.stringify(SPEC) }, { metadata: DATA_SET });
  nights.shortcut = shortcut;
  const rows = (...more: readonly string[]): Promise<void> =>
    writeFile(nights.path('kobo.csv'), `${['_id,month,cases', '1,2025-01,3', '2,2025-02,4', ...more].join('\n')}\n`);
  try {
    await rows();
    await nights.run('new-index');
    await rows('3,2025-01,5', '4,2025-01,6', '5,2025-03,1');

    const planned = await nights.plan('night.ndjson');
    expect(nights.progress.summary?.leftAlone).toBe(shortcut ? 2 : 0);
    const applied = await nights.apply('night.ndjson');

    for (const { reasons, counts } of [planned, applied]) {
      expect(reasons).toEqual(['index/place-taken', 'index/place-taken']);
      expect(counts).toMatchObject({ read: 5, unchanged: 2, created: 1, held: 2, rejected: 0 });
    }
  } finally {
    await nights.close();
  }
});
