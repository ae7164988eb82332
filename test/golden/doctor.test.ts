/** What `etl doctor` says, each case broken for real: `test/golden/doctor/<case>.txt`. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readValues } from '../cli/data-values.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { spec } from '../cli/outreach-files.ts';
import { filesBelow, run, type World } from '../cli/world.ts';
import { serve } from '../dhis2/http-server.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { ANNA, AS_ANNA, expectDiagnosis, findingsOf, withSandbox } from './diagnosis.ts';

/** The program has a data element that the form does not ask for. */
const MAPPING = {
  generated: '../mapping/mapping_generated.json',
  ignore: [{ element: 'DeKoboKey01', reason: 'kept for later' }],
};

test('a pipeline that is ready for the night: nothing is changed by looking', async () => {
  await withSandbox({}, { 'pipeline.yaml': spec({ mapping: MAPPING }) }, async (world) => {
    const before = await contents(world);
    const { exitCode } = await expectDiagnosis('ready', [], world);
    expect(exitCode).toBe(0);
    expect(await contents(world)).toEqual(before);
    expect(await world.events()).toEqual([]);
  });
});

test('what is found is data, with codes', async () => {
  await withSandbox({}, {}, async (world) => {
    const found = await findingsOf(world);
    expect(found.find(({ code }) => code === 'doctor/login')).toMatchObject({
      part: 'dhis2',
      is: 'fine',
      remedy: null,
    });
    expect(found.every(({ is }) => ['fine', 'warning', 'fault'].includes(is))).toBe(true);
  });
});

test('the password is wrong: all that needs no login is told', async () => {
  await withSandbox({}, {}, async (world) => {
    const { exitCode, stdout } = await expectDiagnosis('wrong-password', ['DHIS2', 'Index'], world, {
      DHIS2_PASSWORD: 'guessed',
    });
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('guessed');
  });
});

test('a variable is not set', async () => {
  const connections = {
    files: { kind: 'file', folder: '.' },
    hmis: { kind: 'dhis2', url: '${DHIS2_URL}', token: '${NOT_SET}' },
  };
  await withSandbox({}, { 'pipeline.yaml': spec({ connections }) }, async (world) => {
    expect((await expectDiagnosis('variable-not-set', ['Spec', 'Source', 'DHIS2'], world)).exitCode).toBe(2);
  });
});

/** The package with some of its objects changed. */
function changed(collection: string, change: (one: Item) => object): object {
  const all = outreachMetadata() as Record<string, Item[]>;
  return { ...all, [collection]: (all[collection] ?? []).map((one) => ({ ...one, ...change(one) })) };
}

type Item = Readonly<Record<string, unknown>> & { readonly id: string };

test('organisation units: out of scope, not assigned, closed, unknown', async () => {
  const metadata = changed('organisationUnits', ({ id }) => (id === 'OuGamma0001' ? { closedDate: '2020-01-01' } : {}));
  const [program, other] = (metadata as { programs: Item[] }).programs;
  const assigned = { ...program, organisationUnits: [{ id: 'OuAlpha0001' }, { id: 'OuGamma0001' }] };
  const users = [{ ...ANNA, orgUnits: ['OuAlpha0001', 'OuGamma0001'] }];
  const lookup = {
    'Alpha Health Post': 'OuAlpha0001',
    'Beta Health Post': 'OuBeta00001',
    Gamma: 'OuGamma0001',
    Delta: 'OuDelta0001',
    Epsilon: 'OuEpsilon',
    '': 'OuAlpha0001',
    Zeta: '',
  };
  const files = {
    'pipeline.yaml': spec({ connections: AS_ANNA, lookups: { orgUnits: 'units.json' } }),
    'units.json': JSON.stringify(lookup),
  };
  await withSandbox({ metadata: { ...metadata, programs: [assigned, other] }, users }, files, async (world) => {
    expect((await expectDiagnosis('units', ['Look-ups', 'DHIS2'], world)).exitCode).toBe(1);
  });
});

test('a look-up of another kind has a key with nothing beside it', async () => {
  const files = {
    'pipeline.yaml': spec({ lookups: { orgUnits: 'units.json', roads: 'roads.json' } }),
    'units.json': '{"Alpha Health Post": "OuAlpha0001"}',
    'roads.json': '{"tarred": "1", "track": " "}',
  };
  await withSandbox({}, files, async (world) => {
    const found = await findingsOf(world);
    const blank = { code: 'doctor/lookup-blank-value', is: 'warning', args: { name: 'roads', keys: ['track'] } };
    expect(found).toContainEqual(expect.objectContaining(blank));
  });
});

test('somebody else has changed an entry of the index', async () => {
  await withSandbox({}, {}, async (world) => {
    await run(world);
    const [key, entry] = Object.entries(await world.index())[0] ?? [];
    await world.write('index.json', JSON.stringify({ ...(await world.index()), [key ?? '']: { ...entry, hash: 'x' } }));
    const remarks = (await findingsOf(world)).filter(({ code }) => code === 'doctor/index-remark');
    expect(remarks).toEqual([expect.objectContaining({ part: 'index', is: 'warning' })]);
  });
});

test('a user without any unit, on a program that may only be read', async () => {
  const metadata = changed('programs', () => ({ sharing: { public: 'rwr-----' } }));
  const files = { 'pipeline.yaml': spec({ connections: AS_ANNA }) };
  await withSandbox({ metadata, users: [{ ...ANNA, orgUnits: [] }] }, files, async (world) => {
    expect((await expectDiagnosis('read-only', ['DHIS2'], world)).exitCode).toBe(3);
  });
});

test('a program that nobody has shared, and one that closes its events', async () => {
  const hidden = changed('programs', () => ({ sharing: { public: '--------' } }));
  const files = { 'pipeline.yaml': spec({ connections: AS_ANNA }) };
  await withSandbox({ metadata: hidden, users: [ANNA] }, files, async (world) => {
    expect((await expectDiagnosis('program-not-shared', ['DHIS2'], world)).exitCode).toBe(3);
  });
  const closing = changed('programs', () => ({
    completeEventsExpiryDays: 30,
    expiryDays: 5,
    expiryPeriodType: 'Monthly',
  }));
  await withSandbox({ metadata: closing, users: [ANNA] }, files, async (world) => {
    expect((await expectDiagnosis('program-closes', ['DHIS2'], world)).exitCode).toBe(1);
  });
});

test('a token that the server does not know', async () => {
  const hmis = { kind: 'dhis2', url: '${DHIS2_URL}', token: 'd2p_nobodyknowsthistokenatallnobodyknowsthistokenatall1' };
  const files = { 'pipeline.yaml': spec({ connections: { ...AS_ANNA, hmis } }) };
  await withSandbox({}, files, async (world) => {
    const { exitCode, stdout } = await expectDiagnosis('wrong-token', ['DHIS2'], world);
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('d2p_nobody');
  });
});

test('a release that is too old, and one that is newer than any that was tried', async () => {
  for (const [name, version, exit] of [
    ['release-old', '2.37.9', 3],
    ['release-new', '2.49.0', 1],
  ] as const) {
    await withSystemInfo({ version }, async (world) => {
      expect((await expectDiagnosis(name, ['DHIS2'], world)).exitCode).toBe(exit);
    });
  }
});

test('the clock of the server is wrong, and its zone is one that nobody knows', async () => {
  const anHourAgo = new Date(Date.now() - 3_600_000);
  const headers = { date: anHourAgo.toUTCString() };
  await withSystemInfo(
    { serverTimeZoneId: 'Nowhere/Land' },
    async (world) => {
      expect((await expectDiagnosis('clock', ['DHIS2'], world)).exitCode).toBe(1);
    },
    headers,
  );
  await withSystemInfo({ serverTimeZoneId: 'Africa/Kinshasa' }, async (world) => {
    expect((await expectDiagnosis('time-zone', ['DHIS2'], world)).stdout).not.toContain('clock of this machine is');
  });
});

/** A server that passes all on to the sandbox, and says of itself something else. */
async function withSystemInfo(
  info: object,
  use: (world: World) => Promise<void>,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  await withSandbox({}, {}, async (world) => {
    const front = await serve(async ({ method, url, path, body, headers: given }) => {
      const { authorization = '' } = given;
      const answer = await fetch(`${world.url}${url}`, {
        method,
        headers: { authorization, 'content-type': 'application/json', 'x-requested-with': 'XMLHttpRequest' },
        ...(method === 'POST' && { body }),
      });
      const said = (await answer.json()) as object;
      return { status: answer.status, body: path === '/api/system/info' ? { ...said, ...info } : said, headers };
    });
    try {
      await use({ ...world, url: front.url, etl: (args, env) => world.etl(args, { DHIS2_URL: front.url, ...env }) });
    } finally {
      await front.close();
    }
  });
}

test('aggregate values: an authority is missing, and a period is closed', async () => {
  const files = {
    'pipeline.yaml': (await readFile(new URL('../pipelines/aggregate/pipeline.yaml', import.meta.url), 'utf8'))
      .replace('username: admin', 'username: anna')
      .replace('${DHIS2_PASSWORD}', '${ANNA_PASSWORD}'),
    'kobo.csv': await readFile(new URL('../pipelines/aggregate/kobo.csv', import.meta.url), 'utf8'),
  };
  await withSandbox({ metadata: DATA_SET, users: [{ ...ANNA, authorities: ['F_NOTHING'] }] }, files, async (world) => {
    expect((await expectDiagnosis('data-set-authority', ['DHIS2'], world)).exitCode).toBe(3);
  });
  await withSandbox({ metadata: DATA_SET, users: [ANNA] }, files, async (world) => {
    const { exitCode } = await expectDiagnosis('data-set', ['DHIS2'], world);
    expect(exitCode).toBe(0);
    expect(await readValues(world.url, 'DataSet0001', ['OrgClinic0A', 'OrgClinic0B'])).toEqual([]);
  });
});

async function contents(world: World): Promise<Map<string, string>> {
  const files = await filesBelow(world.folder);
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
}
