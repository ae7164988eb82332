/** Records in pages: whatever the server does, all of them, or none and a reason. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { EtlError } from '../../src/base/errors.ts';
import { newClient, newSource, readTable, type Table } from './json-sources.ts';
import { servePages, type PagedOptions, type PagedServer, type Row } from './paged-server.ts';

const ROWS: Row[] = Array.from({ length: 23 }, (_, at) => ({ id: at + 1, name: `row ${at + 1}` }));
const IDS = ROWS.map((row) => String(row.id));

/** By position, as most do. */
const BY_POSITION = {
  path: '/records/',
  pageSize: { limit: 10 },
  records: '=results',
  next: '=next',
  total: '=count',
  id: 'id',
};
/** Behind the last id. */
const BY_CURSOR = {
  ...BY_POSITION,
  query: { after: 0 },
  pages: 'cursor',
  next: '=$count(results) > 0 and $read + $count(results) < count ? { "after": $last.id }',
};

let folder: string;
let server: PagedServer | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-json-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function read(config: object, options: PagedOptions = {}, rows: readonly Row[] = ROWS): Promise<Table> {
  server = await servePages(rows, options);
  return readTable(newSource({ ...config }, newClient(server.url)), join(folder, 'run'));
}

/** The ids that were read, or the code of why none were. */
async function outcome(
  config: object,
  options: PagedOptions = {},
  rows: readonly Row[] = ROWS,
): Promise<string[] | string> {
  try {
    const { columns, rows: cells } = await read(config, options, rows);
    return cells.map((row) => row[columns.indexOf('id')] as string);
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    expect(error.exitCode).toBe(3);
    return error.code;
  }
}

const without = (...ids: number[]): string[] => IDS.filter((id) => !ids.includes(Number(id)));
const take = (paged: PagedServer, id: number): void => {
  paged.rows = paged.rows.filter((row) => row.id !== id);
};
const add = (paged: PagedServer, id: number): void => {
  paged.rows = [...paged.rows, { id, name: `row ${id}` }];
};

test('tells how far it has come, of as many as the server counts; of no number where it does not', async () => {
  const told: unknown[] = [];
  const log = { ...SILENT, progress: (...one: unknown[]) => told.push(one) };
  server = await servePages(ROWS, {});
  const client = newClient(server.url);
  await readTable(newSource(BY_CURSOR, client, log), join(folder, 'run-1'));
  const { total: _, ...uncounted } = BY_POSITION;
  await readTable(newSource(uncounted, client, log), join(folder, 'run-2'));
  const fetched = (reach: object) => [10, 20, 23].map((done) => ['fetching', done, reach]);
  // By position, and counted by nobody: they are read a second time.
  expect(told).toEqual([...fetched({ total: 23 }), ...fetched({}), ...fetched({})]);
});

describe.each([
  ['by position', BY_POSITION],
  ['by cursor', BY_CURSOR],
])('pages %s', (_, config) => {
  test.each<[string, PagedOptions]>([
    ['as they are asked for', {}],
    ['smaller than they are asked for', { cap: 4 }],
    ['cut off before an answer', { instead: (at) => (at === 2 ? 'cut' : undefined) }],
    ['cut in the middle of an answer', { instead: (at) => (at === 2 ? 'cutHalfway' : undefined) }],
    [
      'too many requests',
      { instead: (at) => (at === 2 ? { status: 429, headers: { 'retry-after': '3' } } : undefined) },
    ],
    [
      'unavailable until a date',
      {
        instead: (at) =>
          at === 1 ? { status: 503, headers: { 'retry-after': new Date(Date.now() + 9000).toUTCString() } } : undefined,
      },
    ],
    [
      'a bad gateway, as a page',
      { instead: (at) => (at === 2 ? { status: 502, body: '<html><h1>502 Bad Gateway</h1>' } : undefined) },
    ],
    [
      'JSON that was cut',
      { instead: (at) => (at === 2 ? { status: 200, body: '{"count": 23, "results": [{"id"' } : undefined) },
    ],
    [
      'sent on to the same server',
      {
        instead: (at, url) =>
          at === 1 ? { status: 301, headers: { location: `${url.pathname}${url.search}` } } : undefined,
      },
    ],
  ])('%s: all are read', async (__, options) => expect(await outcome(config, options)).toEqual(IDS));

  test.each<[string, PagedOptions, string[]]>([
    ['a record added while they are read', { meanwhile: (at, paged) => at === 2 && add(paged, 24) }, [...IDS, '24']],
    ['one that was read is deleted', { meanwhile: (at, paged) => at === 2 && take(paged, 3) }, without(3)],
    ['one not yet read is deleted', { meanwhile: (at, paged) => at === 2 && take(paged, 22) }, without(22)],
    [
      'an extra record given once, and then not',
      { spoil: (body, at) => (at === 2 ? { ...body, count: 24 } : body) },
      IDS,
    ],
    [
      'a record twice, once',
      { spoil: (body, at) => (at === 2 ? { ...body, results: [ROWS[0], ...body.results.slice(1)] } : body) },
      IDS,
    ],
    [
      'a record left out, once',
      { spoil: (body, at) => (at === 2 ? { ...body, results: body.results.slice(1) } : body) },
      IDS,
    ],
  ])('%s: they are read again, and are complete', async (__, options, ids) =>
    expect(((await outcome(config, options)) as string[]).toSorted(byNumber)).toEqual(ids),
  );

  test.each<[string, PagedOptions, string]>([
    ['fewer than it counts', { spoil: (body) => ({ ...body, count: 30 }) }, 'source/incomplete'],
    ['more than it counts', { spoil: (body) => ({ ...body, count: 7 }) }, 'source/incomplete'],
    [
      'one record always twice',
      { spoil: (body) => ({ ...body, results: body.results.map((row) => (row.id === 12 ? ROWS[1] : row)) }) },
      'source/record-twice',
    ],
    ['another record at each request', { meanwhile: (at, paged) => add(paged, 100 + at) }, 'source/'],
    [
      'a login page',
      { instead: (at) => (at === 2 ? { status: 200, body: '<html><title>Log in</title></html>' } : undefined) },
      'http/not-json',
    ],
    [
      'a redirect to a login',
      { instead: () => ({ status: 302, headers: { location: '/accounts/login/?next=/' } }) },
      'http/redirected',
    ],
    [
      'a redirect to another server',
      { instead: () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/records/' } }) },
      'http/redirected',
    ],
    [
      'redirects without end',
      { instead: (__, url) => ({ status: 302, headers: { location: url.href } }) },
      'http/redirected',
    ],
    [
      'no right',
      { instead: (at) => (at === 2 ? { status: 403, body: { detail: 'No.' } } : undefined) },
      'http/forbidden',
    ],
    ['no login', { instead: () => ({ status: 401, body: { detail: 'Invalid token.' } }) }, 'http/unauthorized'],
    ['a request that it refuses', { instead: () => ({ status: 400, body: { detail: 'sort' } }) }, 'http/bad-request'],
    ['nothing of that name', { instead: () => ({ status: 404 }) }, 'source/not-found'],
    ['unavailable, always', { instead: () => ({ status: 503 }) }, 'http/unavailable'],
    [
      'failing, always',
      { instead: (at) => (at > 1 ? { status: 500, body: { detail: 'x' } } : undefined) },
      'http/server-error',
    ],
    ['records that are no list', { spoil: (body) => ({ ...body, results: 'none' }) }, 'source/not-as-declared'],
    ['no records', { spoil: () => ({ detail: 'wait' }) }, 'source/not-as-declared'],
    ['a count that is none', { spoil: (body) => ({ ...body, count: 'many' }) }, 'source/not-as-declared'],
    [
      'not UTF-8',
      {
        instead: () => ({
          status: 200,
          body: Buffer.from('{"count":1,"results":[{"id":1,"n":"\xe9"}]}', 'latin1') as unknown as string,
        }),
      },
      'http/not-utf8',
    ],
  ])('%s: nothing is read', async (__, options, code) => expect(await outcome(config, options)).toContain(code));
});

describe('pages by position', () => {
  test.each<[string, PagedOptions, string[]]>([
    [
      'one deleted and one added between two pages: the count is the same, and one was passed over',
      {
        meanwhile: (at, paged) => {
          if (at !== 2) return;
          take(paged, 3);
          add(paged, 24);
        },
      },
      [...without(3), '24'],
    ],
    [
      'in another order each time',
      {
        meanwhile: (at, paged) => {
          if (at % 4 === 1) paged.rows = paged.rows.toReversed();
        },
      },
      IDS,
    ],
    [
      'sorted anew between two pages, once',
      {
        meanwhile: (at, paged) => {
          if (at === 2) paged.rows = paged.rows.toReversed();
        },
      },
      IDS,
    ],
    [
      'edited between two readings',
      {
        meanwhile: (at, paged) => {
          if (at === 5) paged.rows = paged.rows.map((row) => (row.id === 5 ? { ...row, name: 'edited' } : row));
        },
      },
      IDS,
    ],
  ])('%s', async (_, options, ids) => {
    const found = (await outcome(BY_POSITION, options)) as string[];
    expect(found.toSorted(byNumber)).toEqual(ids);
  });

  test('in another order between pages, always', async () => {
    const options: PagedOptions = {
      meanwhile: (at, paged) => {
        paged.rows =
          at % 2 === 0 ? paged.rows.toReversed() : paged.rows.toSorted((a, b) => Number(a.id) - Number(b.id));
      },
    };
    expect(await outcome(BY_POSITION, options)).toBe('source/record-twice');
  });

  test('without a count, two readings must be the same', async () => {
    const { total: _, ...config } = BY_POSITION;
    expect(await outcome(config)).toEqual(IDS);
    expect(server?.received).toHaveLength(6);
    await server?.close();
    expect(await outcome(config, { meanwhile: (at, paged) => add(paged, 100 + at) })).toBe('source/keeps-changing');
  });

  test('one answer is of one moment: it is read once', async () => {
    expect(await outcome({ ...BY_POSITION, pageSize: { limit: 50 } })).toEqual(IDS);
    expect(server?.received).toHaveLength(1);
  });

  test('a page that comes again and again, under an address of its own', async () => {
    const { id: _, total: __, ...config } = BY_POSITION;
    const code = await outcome({ ...config, next: '={"page": $page + 1}' });
    expect(code).toBe('source/record-twice');
  });

  test('pages in a circle', async () => {
    const { total: _, id: __, ...config } = BY_POSITION;
    const spoil: PagedOptions['spoil'] = (body, at) => ({ ...body, next: `/records/?start=${at % 2}&limit=1` });
    expect(await outcome(config, { spoil })).toBe('source/pages-without-end');
  });

  test('empty pages without end', async () => {
    const { total: _, ...config } = BY_POSITION;
    const spoil: PagedOptions['spoil'] = (body, at) => ({ ...body, results: [], next: `/records/?start=${at}` });
    expect(await outcome(config, { spoil })).toBe('source/pages-without-end');
  });

  test.each([
    'http://127.0.0.1:9/records/?start=10',
    'https://example.org/records/',
    '//example.org/x',
    'file:///etc/passwd',
  ])('a next page elsewhere: %s is not asked for', async (next) =>
    expect(await outcome(BY_POSITION, { spoil: (body) => ({ ...body, next }) })).toBe('source/next-elsewhere'),
  );

  test('a full page, and nobody who says whether there are more', async () => {
    const { next: _, total: __, ...config } = BY_POSITION;
    expect(await outcome(config)).toBe('source/maybe-capped');
    await server?.close();
    expect(await outcome({ ...config, pageSize: { limit: 24 } })).toEqual(IDS);
  });

  test('an object that holds the records is none; one record with children is one', async () => {
    const holding: PagedOptions = {
      cap: 100,
      spoil: ({ results }) => ({ count: results.length, next: null, results: { rows: results } }),
    };
    expect(await outcome(BY_POSITION, holding)).toBe('source/not-as-declared');
    await server?.close();
    const family = { id: 1, visits: [{ n: 1 }, { n: 2 }, { n: 3 }] };
    const counted: PagedOptions = { spoil: () => ({ count: 2, next: null, results: [family] }) };
    expect(await outcome(BY_POSITION, counted)).toBe('source/incomplete');
  });

  test('a page that is capped below what was asked for, and no way on', async () => {
    const { next: _, ...config } = BY_POSITION;
    expect(await outcome({ ...config, pageSize: { limit: 100 } }, { cap: 20 })).toBe('source/incomplete');
  });

  test.each([
    ['address', '=next ? "/records/?start=" & ($read + 10) & "&limit=10"'],
    ['parameters', '=$read + $count(results) < count ? {"start": $read + $count(results)}'],
    ['page number', '=next ? {"start": $page * 10}'],
  ])('next as %s', async (_, next) => expect(await outcome({ ...BY_POSITION, next })).toEqual(IDS));
});

describe('what a record becomes', () => {
  const one = (record: string): Promise<Table> =>
    read(
      { path: '/records/' },
      { instead: () => ({ status: 200, body: `[${record}]`, headers: { 'content-type': 'application/json' } }) },
    );
  const cellsOf = async (record: string): Promise<Record<string, string>> => {
    const { columns, rows, bad } = await one(record);
    expect(bad).toEqual([]);
    return Object.fromEntries(columns.map((column, at) => [column, rows[0]?.[at] ?? '']));
  };

  test.each([
    ['{"a":{"b":{"c":"x"}}}', { 'a/b/c': 'x' }],
    ['{"a/b":"x"}', { 'a/b': 'x' }],
    ['{"a":["x","y"]}', { a: 'x y' }],
    ['{"a":[1,true,null,"z"]}', { a: '1 true z' }],
    ['{"a":[[1,2],[3]]}', { a: '[[1,2],[3]]' }],
    ['{"a":[1,{"b":2}]}', { a: '[1,{"b":2}]' }],
    ['{"a":true,"b":false,"c":"x"}', { a: 'true', b: 'false', c: 'x' }],
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['{"id":9007199254740993,"n":-9007199254740993}', { id: '9007199254740993', n: '-9007199254740993' }],
    ['{"id":[9007199254740993,1]}', { id: '9007199254740993 1' }],
    ['{"n":1e21}', { n: '1000000000000000000000' }],
    ['{"n":1.5E-7}', { n: '0.00000015' }],
    ['{"n":-0.000001}', { n: '-0.000001' }],
    ['{"n":1.50}', { n: '1.5' }],
    ['{"n":0.1234567890123456789}', { n: '0.1234567890123456789' }],
    ['{"n":123456789.123456789e3}', { n: '123456789123.456789' }],
    ['{"n":1e999}', { n: '1e999' }],
    ['{"n":-0}', { n: '0' }],
    ['{"__proto__":"x","constructor":"y"}', { ['__proto__']: 'x', constructor: 'y' }],
    ['{"a":"line\\nend\\u2028 \\"q\\""}', { a: 'line\nend\u2028 "q"' }],
  ])('%s', async (record, cells) => {
    const found = await cellsOf(record);
    expect(new Map(Object.entries(found))).toEqual(new Map(Object.entries(cells)));
  });

  test('null, and what is not there, are blank', async () => {
    const { columns, rows } = await one('{"a":"1","b":null},{"b":"2","c":[]},{"d":{}}');
    expect([columns, rows]).toEqual([
      ['a', 'b'],
      [
        ['1', ''],
        ['', '2'],
        ['', ''],
      ],
    ]);
  });

  test('objects in a list are children, under the name of their list', async () => {
    const { columns, records } = await one(
      '{"id":1,"house":{"members":[{"age":5,"visits":[{"day":"a"},{"day":"b"}]},{"age":7}]}},{"id":2}',
    );
    expect(columns).toEqual(['id']);
    const [first, second] = records;
    const members = first?.repeats?.get('members') ?? [];
    expect(members.map((child) => child.cells)).toEqual([['5'], ['7']]);
    expect(members[0]?.repeats?.get('visits')?.map((child) => child.cells)).toEqual([['a'], ['b']]);
    expect(members[1]?.repeats?.get('visits')).toEqual([]);
    expect(second?.repeats?.get('members')).toEqual([]);
    expect(first?.header.repeats?.get('members')?.columns).toEqual(['age']);
  });

  test('repeats of one name keep their paths', async () => {
    const { records } = await one('{"a":{"m":[{"x":1}]},"b":{"m":[{"x":2}]}}');
    expect([...(records[0]?.repeats?.keys() ?? [])]).toEqual(['a/m', 'b/m']);
  });

  test('two values for one column, or no object: the record is rejected, the others go on', async () => {
    const { bad, rows } = await one('{"a/b":"1","a":{"b":"2"}},"text",[1],null,{"a/b":"3"}');
    expect(bad).toEqual(['1 source/column-twice', '2 source/no-object', '3 source/no-object', '4 source/no-object']);
    expect(rows).toEqual([['3']]);
  });

  test('columns and repeats that are declared are there, though no record has them', async () => {
    const declared = { path: '/records/', columns: ['z', 'a'], repeats: { 'g/m': ['age'] } };
    const { columns, rows, records } = await read(declared, {
      instead: () => ({ status: 200, body: [{ a: 1, b: 2 }] }),
    });
    expect([columns, rows]).toEqual([['z', 'a', 'b'], [['', '1', '2']]]);
    expect(records[0]?.header.repeats?.get('m')?.columns).toEqual(['age']);
    expect(records[0]?.repeats?.get('m')).toEqual([]);
  });

  test('words of missing are blank', async () => {
    const { rows } = await read(
      { path: '/records/', missing: ['NA'] },
      { instead: () => ({ status: 200, body: [{ a: 'NA', b: 'NAN' }] }) },
    );
    expect(rows).toEqual([['', 'NAN']]);
  });

  test('nested beyond what any server writes: no JSON for us', async () => {
    const deep = `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`;
    await expect(one(deep)).rejects.toMatchObject({ code: 'http/not-json' });
  });

  test('an answer without end is not taken into memory', async () => {
    server = await servePages([{ id: 1, text: 'x'.repeat(10_000) }]);
    const client = newClient(server.url, { mostBytes: 5000 });
    await expect(readTable(newSource(BY_POSITION, client), folder)).rejects.toMatchObject({ code: 'http/too-large' });
  });
});

test('its version is that of its records, in whatever order they come', async () => {
  const first = (await read(BY_POSITION)).version;
  await server?.close();
  expect((await read(BY_POSITION, {}, ROWS.toReversed())).version).toBe(first);
  await server?.close();
  expect((await read(BY_POSITION, {}, ROWS.slice(1))).version).not.toBe(first);
});

test('its copy is what was read, a record a line', async () => {
  await read(BY_POSITION, {}, [{ id: 9_007_199_254_740_991, deep: { x: [1, 2] }, empty: null }]);
  expect(await readFile(join(folder, 'run', 'source.ndjson'), 'utf8')).toBe(
    '{"id":"9007199254740991","deep/x":"1 2"}\n',
  );
});

test('secrets go with every request, and stand in no message', async () => {
  server = await servePages(ROWS, {
    instead: (at, url) =>
      at === 3 ? { status: 403, body: { detail: `not ${url.search} with SeCrEt-header-42` } } : undefined,
  });
  const secrets = ['SeCrEt-header-42', 'SeCrEt-query-43'];
  const hide = (text: string): string => secrets.reduce((masked, one) => masked.replaceAll(one, '***'), text);
  const client = newClient(server.url, {
    headers: { authorization: `Token ${secrets[0]}` },
    query: { key: secrets[1] as string },
    hide,
  });
  const error = await readTable(newSource(BY_POSITION, client), folder).catch((thrown: unknown) => thrown);
  for (const { headers, url } of server.received) {
    expect(headers.authorization).toBe(`Token ${secrets[0]}`);
    expect(new URL(url, server.url).searchParams.getAll('key')).toEqual([secrets[1]]);
  }
  expect(server.received.length).toBe(3);
  for (const secret of secrets) expect(JSON.stringify([error, (error as Error).message])).not.toContain(secret);
});

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b);
}
