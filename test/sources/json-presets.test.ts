/** ODK Central and CommCare HQ, answering as their documentation says. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serve, type Reply, type TestServer } from '../dhis2/http-server.ts';
import { newClient, newSource, readTable } from './json-sources.ts';

let folder: string;
let server: TestServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-presets-'));
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

test('odk: OData with repeats, the newest first, pages behind a token', async () => {
  const all = Array.from({ length: 25 }, (_, at) => ({
    __id: `uuid:${25 - at}`,
    __system: { submissionDate: '2026-01-02T03:04:05.000Z', reviewState: at === 0 ? 'rejected' : null },
    meta: { instanceID: `uuid:${25 - at}` },
    visit: { facility: `F${25 - at}`, place: 'POINT (36.8 -1.2 0)' },
    members: at === 0 ? [{ __id: 'a', age: 5, 'doses@odata.navigationLink': 'x' }] : [],
  }));
  server = await serve(({ url: asked }): Reply => {
    const url = new URL(asked, 'http://127.0.0.1');
    if (url.pathname !== '/v1/projects/7/forms/visits.svc/Submissions') return { status: 404 };
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const size = Number(url.searchParams.get('$top'));
    const next = new URL(url);
    next.searchParams.set('$skiptoken', String(from + 10));
    const link =
      from + 10 < all.length
        ? { '@odata.nextLink': next.href.replace('127.0.0.1', new URL(server?.url ?? '').host) }
        : {};
    const counted = url.searchParams.get('$count') === 'true' ? { '@odata.count': all.length } : {};
    return {
      status: 200,
      body: { '@odata.context': 'x', ...counted, ...link, value: all.slice(from, from + Math.min(size, 10)) },
    };
  });
  const config = { preset: 'odk', path: '/v1/projects/7/forms/visits.svc/Submissions' };
  const { columns, rows, records } = await readTable(newSource(config, newClient(server.url)), folder);
  expect(columns).toEqual([
    '__id',
    '__system/submissionDate',
    '__system/reviewState',
    'meta/instanceID',
    'visit/facility',
    'visit/place',
  ]);
  expect(rows.map((row) => row[4])).toEqual(all.map((one) => one.visit.facility));
  expect(records[0]?.repeats?.get('members')?.map((child) => child.cells)).toEqual([['a', '5', 'x']]);
  // Three pages, and what is counted at the end.
  expect(server.received).toHaveLength(4);
  expect(new URL(server.received[0]?.url ?? '', server.url).searchParams.get('$expand')).toBe('*');
});

test('commcare: forms by position, the next page as a query; read twice', async () => {
  const all = Array.from({ length: 25 }, (_, at) => ({
    id: `f-${at}`,
    form: { facility: `F${at}`, '@xmlns': 'http://x' },
    received_on: 'now',
  }));
  server = await serve(({ url: asked }): Reply => {
    const { searchParams } = new URL(asked, 'http://127.0.0.1');
    const [offset, limit] = [Number(searchParams.get('offset') ?? 0), Math.min(Number(searchParams.get('limit')), 10)];
    const next = offset + limit < all.length ? `?limit=${limit}&offset=${offset + limit}&order_by=received_on` : null;
    const meta = { limit, next, offset, previous: null, total_count: all.length };
    return { status: 200, body: { meta, objects: all.slice(offset, offset + limit) } };
  });
  const config = { preset: 'commcare', path: '/a/demo/api/v0.5/form/' };
  const { columns, rows } = await readTable(newSource(config, newClient(server.url)), folder);
  expect(columns).toEqual(['id', 'form/facility', 'form/@xmlns', 'received_on']);
  expect(rows.map((row) => row[0])).toEqual(all.map((one) => one.id));
  expect(server.received.filter(({ url }) => url.includes('offset=10'))).toHaveLength(2);
});

test('commcare: an only child, which stands there without a list, is one', async () => {
  const forms = [
    { id: '1', form: { kids: { name: 'a', toys: { t: 'x' } } } },
    { id: '2', form: { kids: [{ name: 'b', toys: [{ t: 'y' }, { t: 'z' }] }, { name: 'c' }] } },
    { id: '3', form: { kids: [{ name: 'd' }], 'kids/name': 'e' } },
    { id: '4', form: { place: 'p' } },
  ];
  server = await serve((): Reply => ({
    status: 200,
    body: { meta: { next: null, total_count: forms.length }, objects: forms },
  }));
  const { columns, records, bad } = await readTable(
    newSource({ preset: 'commcare', path: '/x' }, newClient(server.url)),
    folder,
  );
  expect(columns).toEqual(['id', 'form/place']);
  const kids = records.map(({ cells, repeats }) => [
    cells[0],
    repeats?.get('kids')?.map((kid) => [kid.cells[0], kid.repeats?.get('toys')?.map((toy) => toy.cells[0])]),
  ]);
  expect(kids).toEqual([
    ['1', [['a', ['x']]]],
    [
      '2',
      [
        ['b', ['y', 'z']],
        ['c', []],
      ],
    ],
    ['4', []],
  ]);
  // Both: nobody can tell which of them counts.
  expect(bad).toEqual(['3 source/column-twice']);
});

test('an answer that is an object as a whole is no list of one record', async () => {
  server = await serve((): Reply => ({ status: 200, body: { detail: 'no such project' } }));
  await expect(newSource({ path: '/x' }, newClient(server.url)).open(folder)).rejects.toMatchObject({
    code: 'source/not-as-declared',
    args: { what: 'records', found: 'an object' },
  });
});

test('what stands in the spec counts before what the preset says', async () => {
  server = await serve(({ url }): Reply => ({
    status: 200,
    body: { data: [{ id: url.includes('limit=7') && url.includes('order_by=x') }] },
  }));
  const config = {
    preset: 'commcare',
    path: '/x',
    records: '=data',
    total: '=$count(data)',
    next: '=nothing',
    pageSize: { limit: 7 },
    query: { order_by: 'x' },
  };
  expect((await readTable(newSource(config, newClient(server.url)), folder)).rows).toEqual([['true']]);
});
