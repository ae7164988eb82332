import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JsonIndex } from '../../../src/index/json/json-index.ts';
import { FileStorage } from '../../../src/storage/file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-index-'));
  path = join(folder, 'event_index.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = (uid: string, more: object = {}) => ({
  dhis2_uuid: uid,
  uploaded: true,
  deleted: false,
  deleted_dhis2: false,
  ...more,
});
const write = (index: object) => writeFile(path, JSON.stringify(index));
const read = async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;

async function load(): Promise<JsonIndex> {
  return (await JsonIndex.load(new FileStorage(folder), 'event_index.json')).index;
}

test('what somebody else wrote meanwhile is kept, entry by entry and field by field', async () => {
  await write({ a: entry('AAAAAAAAAAA'), b: entry('BBBBBBBBBBB') });
  const index = await load();
  index.entries.record('a', { hash: 'v1:x' });
  index.entries.record('c', entry('CCCCCCCCCCC'));
  await write({
    a: entry('AAAAAAAAAAA', { deleted_dhis2: true, status: 'x' }),
    b: entry('BBBBBBBBBBB', { deleted: true }),
    d: entry('DDDDDDDDDDD'),
  });
  await index.save();
  expect(await read()).toEqual({
    a: entry('AAAAAAAAAAA', { deleted_dhis2: true, status: 'x', hash: 'v1:x' }),
    b: entry('BBBBBBBBBBB', { deleted: true }),
    c: entry('CCCCCCCCCCC'),
    d: entry('DDDDDDDDDDD'),
  });
});

test('an entry that another sender has made meanwhile stays theirs, and the run is refused', async () => {
  await write({ a: entry('AAAAAAAAAAA') });
  const index = await load();
  index.entries.record('a', { hash: 'v1:x' });
  index.entries.record('b', { ...entry('BBBBBBBBBBB'), uploaded: false });
  await write({ a: entry('AAAAAAAAAAA'), b: entry('ZZZZZZZZZZZ') });
  await expect(index.save()).rejects.toMatchObject({ code: 'guard/two-senders', exitCode: 4 });
  expect(await read()).toEqual({ a: entry('AAAAAAAAAAA', { hash: 'v1:x' }), b: entry('ZZZZZZZZZZZ') });
});

test('an entry that somebody removed meanwhile comes back whole: its event exists', async () => {
  await write({ a: entry('AAAAAAAAAAA', { ids: ['a', '1'] }) });
  const index = await load();
  index.entries.record('a', { hash: 'v1:x' });
  await write({});
  await index.save();
  expect(await read()).toEqual({ a: entry('AAAAAAAAAAA', { ids: ['a', '1'], hash: 'v1:x' }) });
});

test('a change that changes nothing is none: the file is not written', async () => {
  await write({ a: entry('AAAAAAAAAAA') });
  const before = await readFile(path, 'utf8');
  const index = await load();
  index.entries.record('a', { uploaded: true, error: undefined });
  expect(index.entries.isDirty).toBe(false);
  await index.save();
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('keys of the tools before us are found as records have their ids', async () => {
  await write({ 'uuid:1111': entry('AAAAAAAAAAA'), ' 2222 ': entry('BBBBBBBBBBB') });
  const index = await load();
  expect([['1111'], ['2222'], ['3333']].map((ids) => index.entries.knowing(ids).map(({ key }) => key))).toEqual([
    ['uuid:1111'],
    [' 2222 '],
    [],
  ]);
});
