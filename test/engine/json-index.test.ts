/** What only a JSON index has beside it, or in it: sidecars of earlier releases, and words of other tools. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { Nights, VILLAGE } from './nights.ts';

let nights: Nights;
afterEach(() => nights.close());

const rows = (...villages: readonly string[]) => villages.map((village, at) => ({ _id: String(at + 1), village }));

test('a sidecar of an earlier release is taken as it is, and gets its seals', async () => {
  nights = await Nights.open();
  await nights.source(rows('a', 'b'));
  await nights.run('new-index');
  await changeSidecar(({ format, namespace, server, program, header, entries, liveEntries }) => ({
    format,
    namespace,
    server,
    program,
    header,
    entries,
    liveEntries,
  }));
  expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2 }, remarks: [] });
  expect(await readSidecar()).toMatchObject({ serial: 1, seals: expect.any(String) as string });
});

test('the weekly review leaves its status in every entry: that is no trouble', async () => {
  nights = await Nights.open({ editedInDhis2: 'keep' });
  await nights.source(rows('a', 'b'));
  await nights.run('new-index');
  await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
  await nights.editIndex((entries) => Object.values(entries).forEach((one) => (one['status'] = 'reviewed')));
  expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2 }, remarks: [] });
  expect((await nights.index())['1']).toMatchObject({ status: 'reviewed' });
});

async function readSidecar(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(nights.path('index.json.etl.json'), 'utf8')) as Record<string, unknown>;
}

async function changeSidecar(change: (sidecar: Record<string, unknown>) => object): Promise<void> {
  await writeFile(nights.path('index.json.etl.json'), JSON.stringify(change(await readSidecar())));
}
