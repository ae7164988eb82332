/** Whatever a server answers, it is read or told (exit code 3): it is never our bug. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomOf, type Random } from '../../scripts/sample/random.ts';
import { EtlError } from '../../src/base/errors.ts';
import type { Source } from '../../src/contracts/source.ts';
import { serve, type TestServer } from '../dhis2/http-server.ts';
import { newClient, newSource, readTable } from './json-sources.ts';

const VALUES = [
  'null',
  'true',
  '-1',
  '1e999',
  '12345678901234567890',
  '""',
  '"x"',
  '[]',
  '{}',
  '[[]]',
  '[{}]',
  '[null]',
  '{"a":[{"b":[{}]}]}',
];
const KOBO =
  '{"count":2,"next":null,"results":[{"_id":1,"a/b":"x","m":[{"m/n":"y"}],"_validation_status":{"uid":"v"}},{"_id":2,"_tags":["t"]}]}';
const VERSIONS = '{"next":null,"results":[{"uid":"v","content_hash":"c","date_modified":"d"}]}';
const VERSION =
  '{"content":{"survey":[{"type":"begin_group","name":"a"},{"type":"select_multiple l","name":"b"},{"type":"end_group"},{"type":"begin_repeat","name":"m"},{"type":"geopoint","name":"n"},{"type":"end_repeat"}],"choices":[{"list_name":"l","name":"x"}]}}';

let answer: (asked: string) => string = () => '';
let server: TestServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-json-fuzz-'));
  server = await serve(({ path: asked }) => ({ status: 200, body: answer(asked) }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

test('spoilt answers', async () => {
  const random = randomOf(11, 'spoilt answers');
  const outcomes = new Map<string, number>();
  for (let at = 0; at < 400; at += 1) {
    const client = newClient(server.url);
    const isKobo = random.chance(0.5);
    const source: Source = isKobo
      ? newSource({ preset: 'kobo', asset: 'aX' }, client)
      : newSource({ path: '/data/', records: '=results', next: '=next', total: '=count', id: '_id' }, client);
    const which = isKobo ? random.pick(['data', 'versions', 'v'] as const) : 'data';
    const texts = { data: KOBO, versions: VERSIONS, v: VERSION };
    // The same at each request: trying again does not mend it.
    const spoilt = { ...texts, [which]: spoil(texts[which], random) };
    answer = (asked) =>
      asked.endsWith('/data/') ? spoilt.data : asked.endsWith('/versions/') ? spoilt.versions : spoilt.v;
    const outcome = await readTable(source, path.join(folder, String(at))).then(
      () => 'read',
      (error: unknown) =>
        error instanceof EtlError && error.exitCode === 3 ? error.code : String((error as Error).stack),
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect([...outcomes.keys()].filter((one) => !/^(?:read|(?:source|http)\/[a-z-]+)$/.test(one))).toEqual([]);
  // Some of each kind: else nothing was tried.
  for (const code of ['read', 'http/not-json', 'source/not-as-declared', 'source/incomplete'])
    expect(`${code}: ${(outcomes.get(code) ?? 0) > 3}`).toBe(`${code}: true`);
});

/** One value is another, one key is gone, or the text is cut. */
function spoil(text: string, random: Random): string {
  if (random.chance(0.1)) return text.slice(0, random.below(text.length));
  const values = [...text.matchAll(/(?<=[:[,])(?:"[^"]*"(?!:)|\d+|null|\[(?=\{)|\{)/g)];
  const { index, 0: found } = random.pick(values);
  const end = found === '[' || found === '{' ? closing(text, index) : index + found.length;
  return text.slice(0, index) + random.pick(VALUES) + text.slice(end);
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if ('[{'.includes(text.charAt(at))) depth += 1;
    if (']}'.includes(text.charAt(at)) && (depth -= 1) === 0) return at + 1;
  }
  return text.length;
}
