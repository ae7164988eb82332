/** What was sent is kept by default, whatever it was sent to. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readSent, type KeptSending } from '../../src/report/sent-file.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { csv, row, rows } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';
import { makeWorld, run, type World } from './world.ts';

const MONTHLY = fileURLToPath(new URL('../pipelines/aggregate', import.meta.url));

const sentIn = async (world: World, name: string): Promise<KeptSending[]> =>
  (await readSent(join(world.folder, 'runs', name), () => true)).flatMap(({ sendings }) => sendings);

test('events: as they went, with DHIS2’s answer for each; a night that sends nothing keeps nothing', async () => {
  await withOutreach({}, async (world) => {
    const first = await run(world);
    expect(first.report.artifacts.filter((path) => path.endsWith('sent.ndjson.gz'))).toHaveLength(1);
    expect((await run(world)).report.artifacts.filter((path) => path.endsWith('sent.ndjson.gz'))).toEqual([]);
    await world.write('kobo.csv', csv([row(1, { team_size: '9' }), ...rows(4).slice(1)]));
    await run(world);
    const sent = await sentIn(world, 'outreach');
    const event = (await world.events()).find(({ event: uid }) => uid === sent[0]?.address);
    expect(sent.map(({ key, action, verdict }) => [key, action, verdict])).toEqual([
      ['uuid-0001', 'create', 'created'],
      ['uuid-0002', 'create', 'created'],
      ['uuid-0003', 'create', 'created'],
      ['uuid-0004', 'create', 'created'],
      ['uuid-0001', 'update', 'updated'],
    ]);
    expect(sent[4]?.sent).toMatchObject({ event: event?.event, orgUnit: event?.orgUnit });
    expect(JSON.stringify(sent[4]?.sent)).toContain('"value":"9"');
    expect(sent[4]?.answer).toMatchObject({ httpStatus: 200, stored: true, stats: { updated: 1 } });
  });
});

test('forms: the rows of each, with the part of the answer that is about it', async () => {
  const sandbox = await startSandbox({ metadata: DATA_SET });
  const world = await makeWorld(sandbox.url);
  try {
    await cp(MONTHLY, world.folder, { recursive: true });
    await run(world, '--accept', 'new-index');
    const [form] = await sentIn(world, 'monthly');
    expect(form).toMatchObject({ verdict: 'created', sent: { dataSet: 'DataSet0001' } });
    expect(form?.sent).toHaveProperty('dataValues[0].dataElement', 'DeCases0001');
    expect(form?.sent).toHaveProperty('dataValues[0].period');
    expect(form?.answer).toMatchObject({ httpStatus: 200 });
  } finally {
    await sandbox.close();
    await world.remove();
  }
});
