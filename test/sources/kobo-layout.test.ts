/** Submissions out of Kobo's API, beside what Kobo's own exporter made of the same ones (see the recordings). */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeployedVersion, Submission } from '../../scripts/sample/kobo-api.ts';
import { serveKobo, type KoboProject } from '../kobo-server.ts';
import type { TestServer } from '../dhis2/http-server.ts';
import { newClient, newSource, readTable, type Table } from './json-sources.ts';

const RECORDED = path.join(import.meta.dirname, '../recordings/formpack');
const recorded = (name: string): string => readFileSync(path.join(RECORDED, name), 'utf8');
const { versions, submissions } = JSON.parse(recorded('api.json')) as {
  readonly versions: readonly DeployedVersion[];
  readonly submissions: readonly Submission[];
};
const ASSET = 'aRecorded';
const TOKEN = 'secret-token-of-nobody';

let folder: string;
let server: TestServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-kobo-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function read(more: object = {}, project: Partial<KoboProject> = {}): Promise<Table> {
  server = await serveKobo({ asset: ASSET, token: TOKEN, versions, submissions, ...project });
  const client = newClient(server.url, { headers: { authorization: `Token ${TOKEN}` } });
  return readTable(newSource({ preset: 'kobo', asset: ASSET, ...more }, client), path.join(folder, 'run'));
}

/** An export's rows by its columns, without the number that is of the export alone. */
function exported(name: string): {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const [columns = [], ...rows] = parse(recorded(name), { delimiter: ';' });
  return { columns: columns.slice(0, -1), rows: rows.map((row) => row.slice(0, -1)) };
}

describe('beside Kobo’s own exporter', () => {
  test.each([
    ['groups.csv', {}],
    ['plain.csv', { groups: false }],
  ])('%s: the same columns in the same order, and the same cells', async (name, more) => {
    const { columns, rows, bad } = await read(more);
    const wanted = exported(name);
    // What no export has, and a submission has: it stands behind all else.
    expect(columns).toEqual([...wanted.columns, 'meta/instanceID']);
    expect(rows.map((row) => row.slice(0, -1))).toEqual(wanted.rows);
    expect(bad).toEqual([]);
  });

  test('repeats: the same children, each with the columns of its sheet, named from the repeat on', async () => {
    const { records } = await read();
    const sheets = JSON.parse(recorded('repeats.json')) as Record<string, { fields: string[]; data: unknown[][] }>;
    const members = records.flatMap((record) => record.repeats?.get('members') ?? []);
    const doses = members.flatMap((member) => member.repeats?.get('doses') ?? []);
    for (const [name, children, prefix] of [
      ['members', members, 'members/'],
      ['doses', doses, 'members/doses/'],
    ] as const) {
      const { fields = [], data = [] } = sheets[name] ?? {};
      const own = fields.filter((field) => field.startsWith(prefix));
      expect(children[0]?.header.columns).toEqual(own.map((field) => field.slice(prefix.length)));
      expect(children.map((child) => child.cells)).toEqual(data.map((row) => row.slice(0, own.length)));
    }
    expect(records.map((record) => record.repeats?.get('members')?.length)).toEqual([2, 1, 0, 0]);
  });
});

describe('the form', () => {
  test('has its columns though nobody has answered', async () => {
    const { columns, rows, records } = await read({}, { submissions: [] });
    expect(columns).toEqual(exported('groups.csv').columns);
    expect([rows, records]).toEqual([[], []]);
  });

  test('its versions come in pages too, and equal ones are asked for once', async () => {
    const same = versions.map((one) => ({ ...one, uid: `${one.uid}again`, date_modified: '2020-01-01T00:00:00Z' }));
    const { columns } = await read({}, { versions: [...versions, ...same], cap: 1 });
    expect(columns.slice(0, -1).toSorted()).toEqual(exported('groups.csv').columns.toSorted());
    const asked = server?.received.filter(({ path: one }) => /versions\/v/.test(one)) ?? [];
    expect(asked.map((one) => one.path.split('/').at(-2))).toEqual(['v2', 'v1']);
  });

  test('an answer that no version asks for is kept, under its path', async () => {
    const more: Submission = { ...(submissions[0] as Submission), _id: 9, 'lost/question': 'x', 'members/age': 'y' };
    const { columns, rows } = await read({}, { submissions: [more] });
    expect([rows[0]?.[columns.indexOf('lost/question')], rows[0]?.[columns.indexOf('members/age')]]).toEqual([
      'x',
      'y',
    ]);
  });

  test('questions of one name in several groups keep their groups', async () => {
    const survey = ['a', 'b'].flatMap((group) => [
      { type: 'begin group', name: group },
      { type: 'text', name: 'q' },
      { type: 'text', name: group + group },
      { type: 'end group' },
    ]);
    const version = { uid: 'v', date_modified: '', content_hash: '', content: { survey, choices: [] } };
    const answers = { _id: 1, 'a/q': '1', 'b/q': '2', 'a/aa': '3', 'b/bb': '4' };
    const { columns, rows } = await read({ groups: false }, { versions: [version], submissions: [answers] });
    expect([columns.slice(0, 4), rows[0]?.slice(0, 4)]).toEqual([
      ['a/q', 'aa', 'b/q', 'bb'],
      ['1', '3', '2', '4'],
    ]);
  });

  test('a form that is none is told', async () => {
    await expect(read({}, { versions: [{ uid: 'v1' } as DeployedVersion] })).rejects.toMatchObject({
      code: 'source/not-as-declared',
    });
  });
});

describe('submissions', () => {
  const many: Submission[] = Array.from({ length: 2500 }, (_, at) => ({
    _id: 3 * at + 1,
    _uuid: `u-${at}`,
    today: 'x',
  }));
  const idsOf = ({ columns, rows }: Table): number[] => rows.map((row) => Number(row[columns.indexOf('_id')]));

  test.each([1000, 300, 2500])('beyond the cap of %d: all of them, in the order of their ids', async (cap) => {
    const table = await read({}, { submissions: many.toReversed(), cap });
    expect(idsOf(table)).toEqual(many.map((one) => one._id));
    expect(server?.received.filter(({ path: one }) => one.endsWith('/data/')).length).toBeLessThanOrEqual(
      Math.ceil(2500 / Math.min(cap, 1000)) + 1,
    );
  });

  test.each<[string, (project: { submissions: readonly Submission[] }) => void, readonly number[]]>([
    [
      'added',
      (project) => (project.submissions = [...project.submissions, { _id: 90_000 }]),
      [...many.map((one) => one._id), 90_000],
    ],
    [
      'deleted, read before',
      (project) => (project.submissions = project.submissions.slice(1)),
      many.slice(1).map((one) => one._id),
    ],
    [
      'deleted, not yet read',
      (project) => (project.submissions = project.submissions.slice(0, -1)),
      many.slice(0, -1).map((one) => one._id),
    ],
    [
      'one deleted and one added',
      (project) => (project.submissions = [...project.submissions.slice(1), { _id: 90_000 }]),
      [...many.slice(1).map((one) => one._id), 90_000],
    ],
    [
      'one with an id that had been passed',
      (project) => (project.submissions = [...project.submissions, { _id: 2 }]),
      [1, 2, ...many.slice(1).map((one) => one._id)],
    ],
  ])('%s while they are read: none is passed over', async (_, change, ids) => {
    const project = {
      asset: ASSET,
      token: TOKEN,
      versions,
      submissions: many as readonly Submission[],
      meanwhile: (at: number) => {
        if (at === 2) change(project);
      },
    };
    server = await serveKobo(project);
    const client = newClient(server.url, { headers: { authorization: `Token ${TOKEN}` } });
    expect(idsOf(await readTable(newSource({ preset: 'kobo', asset: ASSET }, client), folder))).toEqual(ids);
  });

  test('a filter of the spec holds for every page, and for the count', async () => {
    const filtered = many.map((one) => ({ ...one, today: one._id % 2 === 0 ? 'even' : 'odd' }));
    const table = await read({ query: { query: '{"today":"even"}' } }, { submissions: filtered, cap: 500 });
    expect(idsOf(table)).toEqual(filtered.filter((one) => one.today === 'even').map((one) => one._id));
  });

  test('a server that does not sort is no reason to lose one', async () => {
    const shuffled = many.toSorted((a, b) => (a._id % 7) - (b._id % 7));
    await expect(read({ query: { sort: '{"x":1}' } }, { submissions: shuffled })).rejects.toMatchObject({
      code: expect.stringMatching(/source\/(?:incomplete|record-twice)/) as string,
    });
  });

  test('a wrong token, and a project that is not there, are told', async () => {
    server = await serveKobo({ asset: ASSET, token: TOKEN, versions, submissions });
    const wrong = newClient(server.url, { headers: { authorization: 'Token another' } });
    const right = newClient(server.url, { headers: { authorization: `Token ${TOKEN}` } });
    await expect(readTable(newSource({ preset: 'kobo', asset: ASSET }, wrong), folder)).rejects.toMatchObject({
      code: 'http/unauthorized',
    });
    await expect(readTable(newSource({ preset: 'kobo', asset: 'aNowhere' }, right), folder)).rejects.toMatchObject({
      code: 'source/not-found',
    });
  });
});
