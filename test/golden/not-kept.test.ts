/** What a plan and a run say of what DHIS2 takes without a word, and does not keep. */
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/report/report.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { csv, row, rows, spec } from '../cli/outreach-files.ts';
import { withOutreach } from '../cli/with-outreach.ts';
import { makeWorld, run } from '../cli/world.ts';
import { toCsv, toSpec } from '../engine/forms.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { expectGolden } from './golden.ts';

const SPEC = spec({ transform: { completedAt: '=$date(visit_date)' } });

test('a day that is corrected: the event follows, its completion does not', () =>
  withOutreach({ files: { 'pipeline.yaml': SPEC, 'kobo.csv': csv(rows(4)) } }, async (world) => {
    await run(world);
    const corrected = [1, 2, 3].map((n) => row(n, { visit_date: `2025-04-0${n}` }));
    await world.write('kobo.csv', csv([...corrected, row(4, { village: 'Moved' }), row(5)]));
    const plan = await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
    await expectGolden('plan/completed-already.txt', plan.stdout, world);
    const applied = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson', '--json']);
    const { exitCode, counts, notes } = JSON.parse(applied.stdout) as RunReport;
    expect([exitCode, counts.updated]).toEqual([0, 4]);
    expect(notes).toMatchObject([
      { code: 'dhis2/ignored-completion', target: 'completedAt', records: 3, rows: [1, 2, 3] },
    ]);
    const followed = (await world.events()).filter(({ occurredAt }) => occurredAt.startsWith('2025-04'));
    expect(followed.map(({ completedAt }) => completedAt?.slice(0, 7))).toEqual(['2025-03', '2025-03', '2025-03']);
    expect((await run(world)).report.notes).toEqual([]);
  }));

test.each([
  ['2.40', 'dhis2/ignored-completion-of-active'],
  ['2.43', undefined],
])('%s: the day of completion of an event that is not completed', (version, code) =>
  withOutreach({ version, files: { 'pipeline.yaml': SPEC.replace('"COMPLETED"', '"ACTIVE"') } }, async (world) => {
    const { report, exitCode } = await run(world);
    expect(report.notes.map((note) => note.code)).toEqual(code === undefined ? [] : [code]);
    // From 2.42 on it is refused, and so rejected.
    expect(exitCode).toBe(code === undefined ? 1 : 0);
  }),
);

test('forms: zeros that are not kept, and the day of a form that is complete', async () => {
  const sandbox = await startSandbox({ metadata: DATA_SET, version: '2.42' });
  const files = { 'pipeline.yaml': toSpec({}), 'index.json': '{}' };
  const lines = ['1 A 01 cases=0 deaths=0 sent=2025-02-01', '2 A 02 cases=5 deaths=0', '3 B 01 cases=6 deaths=1'];
  const world = await makeWorld(sandbox.url, { ...files, 'kobo.csv': toCsv(lines) });
  try {
    const { report } = await run(world);
    expect(report.notes).toMatchObject([
      { code: 'dhis2/ignored-zero', target: 'DeDeaths001', records: 2, rows: [1, 2] },
    ]);
    const next = ['1 A 01 cases=1 deaths=2 sent=2025-02-09', '2 A 02 cases=5 deaths=0', '3 B 01 cases=6 deaths=0'];
    await world.write('kobo.csv', toCsv(next));
    const plan = await world.etl(['plan', 'pipeline.yaml']);
    expect(plan.exitCode).toBe(0);
    await expectGolden('plan/zeros.txt', plan.stdout, world);
  } finally {
    await sandbox.close();
    await world.remove();
  }
});
