/**
 * An index that the engine before the contract of the index wrote, with the night that goes with it: what was sent is
 * known, nothing is sent again, and every UID, hash and seal is as it was.
 *
 * `made-before/` was made over seven nights by that engine, the last of which was killed: records 3 and 6 (made anew once)
 * are in DHIS2 as the source has them, 1 and 2 were adopted from earlier tools, 4 was removed by a person and is gone, 5
 * was removed and is there, 7 and `uuid-15` (never adopted, no hash) are gone, 8 is missing, the facility of 11 is
 * unknown, 13 has a cell that is no number, 9 has its verdict in the journal, 10 was under way, 14 is only reserved.
 * `after.json` and `after.sidecar.json` are what the engine then left after one more night.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { Nights } from '../engine/nights.ts';

const MADE = fileURLToPath(new URL('made-before', import.meta.url));

let nights: Nights;
afterEach(() => nights.close());

const read = (name: string): Promise<string> => readFile(`${MADE}/${name}`, 'utf8');
/** The port is another one each time, and the digest is of the whole index. */
const withoutAddress = (sidecar: string): unknown => ({ ...(JSON.parse(sidecar) as object), address: '', digest: '' });

test('the next night: what is unchanged is not sent, what was in doubt is settled, and the bytes are the same', async () => {
  nights = await Nights.goOn(MADE);
  nights.now = new Date('2026-03-09T02:00:00Z');
  const before = await nights.allEvents();
  const night = await nights.run();
  expect(night.remarks).toEqual([]);
  expect(night.counts).toMatchObject({ created: 1, updated: 0, unchanged: 4, adopted: 1, held: 1, missing: 3 });
  expect(night.counts).toMatchObject({ excluded: 1, returned: 1, rejected: 2, failed: 0 });
  const after = await nights.allEvents();
  expect(after.filter((event) => before.every((one) => one.event !== event.event)).map((one) => one.event)).toEqual([
    'u58ZtqVAEeo',
  ]);
  expect(after.filter((event) => event.event !== 'u58ZtqVAEeo')).toEqual(before);
  // What it keeps of rows came later.
  const index = (await nights.indexText()).replaceAll(/\n *"row_digest": "[\w-]{22}",/g, '');
  expect(index).toBe(await read('after.json'));
  const sidecar = await readFile(nights.path('index.json.etl.json'), 'utf8');
  expect(withoutAddress(sidecar)).toEqual(withoutAddress(await read('after.sidecar.json')));
});

test('the night after that: nothing is sent, all is believed', async () => {
  nights = await Nights.goOn(MADE);
  nights.now = new Date('2026-03-09T02:00:00Z');
  await nights.run();
  nights.now = new Date('2026-03-10T02:00:00Z');
  const events = await nights.allEvents();
  const night = await nights.run();
  expect(night.remarks).toEqual([]);
  expect(night.counts).toMatchObject({ created: 0, updated: 0, adopted: 0, unchanged: 6, held: 1, missing: 3 });
  expect(await nights.allEvents()).toEqual(events);
});
