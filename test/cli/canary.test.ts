/**
 * Canaries: distinctive secrets of every kind, told back by whatever answers, in every form. After a run, a plan and a
 * check, real processes all, not six characters of one are in what they print or in any file that they leave.
 */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serve, type Received, type Reply } from '../dhis2/http-server.ts';
import { ENCODINGS } from '../encodings.ts';
import { readableFile } from '../readable-file.ts';
import { readableIn } from '../readable-secret.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import { ADMIN } from './events.ts';
import { CONNECTIONS, csv, HMIS, row, rows, spec } from './outreach-files.ts';
import { isSend, withOutreach } from './with-outreach.ts';
import { filesBelow, type World } from './world.ts';

const PASSWORD = 'Zebra-Kö/+="7<&\\ x9Q';
const TOKEN = 'd2pat_5xVA12xyUbWNedQxy4ohH77WlxRGVvZZ1151814092';
const KEY = 'mQ2zt7Xk9pRq4wYvB1nLcE8sJdUfGhTo5iA3bVxZl0eW6rKyPjMuNaHqCgFsDtIk4S8dLw1ZoXcVbN2mQyE7Rg==';
const SIGNATURE = 'p/Q3+z8Wk1Lm9Vt7Yb5Rc2Xd4Nf6Jh0GsAAbbCCddEE=';
const SAS = `sv=2024-11-04&ss=b&srt=co&sp=rwc&se=2099-01-01T00:00:00Z&sig=${encodeURIComponent(SIGNATURE)}`;

/** All forms in one text; what is not ASCII cannot stand in a header. */
const allForms = (secret: string): string =>
  Object.values(ENCODINGS)
    .map((encode) => encode(secret))
    .join(' | ');
const inHeader = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, (one) => encodeURIComponent(one));

/** Before the cut after 300 characters, and over it. */
const told = (secret: string, before = 0): string => `${'x'.repeat(before)} ${allForms(secret)}`;

/** What goes wrong: an answer for some requests; all others are those of a real DHIS2. */
type Wrong = (request: Received, secret: string) => Reply | undefined;

const onPath =
  (path: string, answer: (secret: string) => Reply): Wrong =>
  (request, secret) =>
    request.path === path ? answer(secret) : undefined;
const onSend =
  (answer: (secret: string, request: Received) => Reply): Wrong =>
  (request, secret) =>
    isSend(request) ? answer(secret, request) : undefined;

/** A report that refuses every event, with the server's own words. */
function refusing(request: Received, code: string, words: string): Reply {
  const { events } = JSON.parse(request.body) as { events: { event: string }[] };
  const errorReports = events.map(({ event }) => ({
    uid: event,
    trackerType: 'EVENT',
    errorCode: code,
    message: words,
    args: [words],
    [words]: words,
  }));
  const stats = { created: 0, updated: 0, deleted: 0, ignored: events.length, total: events.length };
  const body = { status: 'ERROR', message: words, validationReport: { errorReports, warningReports: [] }, stats };
  return { status: 409, body: { ...body, bundleReport: { typeReportMap: { EVENT: { objectReports: [] } } } } };
}

const WRONG: Readonly<Record<string, Wrong>> = {
  'the login is refused': onPath('/api/me', (secret) => ({ status: 401, body: { message: told(secret) } })),
  'the login is refused, over the cut': onPath('/api/me', (secret) => ({
    status: 403,
    body: { message: told(secret, 285) },
  })),
  'a page': onPath('/api/me', (secret) => ({ status: 404, body: `<html>${told(secret)}</html>` })),
  'a redirect': onPath('/api/me', (secret) => ({
    status: 302,
    headers: { location: `https://sso.org/login/${inHeader(told(secret))}?${inHeader(told(secret))}` },
  })),
  'the words of the status': onPath('/api/me', (secret) => ({ status: 403, statusText: inHeader(told(secret)) })),
  'the name of the user': onPath('/api/me', (secret) => ({
    status: 200,
    body: { id: 'UserAdmin01', username: told(secret), authorities: ['ALL'], programs: [] },
  })),
  'the release': onPath('/api/system/info', (secret) => ({
    status: 200,
    body: { version: `2.42.1-${told(secret)}`, systemId: 'a', serverTimeZoneId: told(secret) },
  })),
  'no release': onPath('/api/system/info', (secret) => ({ status: 200, body: { version: told(secret) } })),
  'a body not read': onSend((secret) => ({ status: 400, body: { status: 'ERROR', message: told(secret) } })),
  'a value refused': onSend((secret, request) => refusing(request, 'E1302', told(secret))),
  'an option refused': onSend((secret, request) =>
    refusing(request, 'E1125', `Value \`${told(secret)}\` is no option`),
  ),
  'an org unit refused': onSend((secret, request) => refusing(request, 'E1011', told(secret, 290))),
  'a code that nobody knows': onSend((secret, request) => refusing(request, told(secret), told(secret))),
  'no login any more': onSend((secret) => ({ status: 401, body: { message: told(secret) } })),
};

/** Four visits, one of which cannot go: `rejects.ndjson` is written, too. */
const FILES = {
  'kobo.csv': csv([...rows(3), row(4, { facility: 'No such place' })]),
};

interface Kind {
  readonly secret: string;
  readonly connection: object;
  readonly env: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'password of the environment': { secret: PASSWORD, connection: HMIS, env: { DHIS2_PASSWORD: PASSWORD } },
  'token of the environment': {
    secret: TOKEN,
    connection: { kind: 'dhis2', url: '${DHIS2_URL}', token: '${DHIS2_TOKEN}' },
    env: { DHIS2_TOKEN: TOKEN },
  },
  'password of an INI file': {
    secret: PASSWORD,
    connection: { ...HMIS, password: '${ini:../credentials.ini#dhis2.password}' },
    env: {},
    files: { '../credentials.ini': `[dhis2]\npassword = ${PASSWORD}\n` },
  },
};

/** Runs, plans and checks, and gives all that came of it but what was there before. */
async function tellAll(world: World, env: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const before = new Set(await filesBelow(world.folder));
  const all = new Map<string, string>();
  const commands = [
    ['run', 'pipeline.yaml', '--json', '--verbose'],
    ['plan', 'pipeline.yaml', '--out', 'night.plan'],
    ['explain', 'pipeline.yaml', 'row 1'],
    ['explain', 'pipeline.yaml', 'row 1', '--json'],
  ];
  for (const args of commands) {
    const ended = await world.etl(args, env);
    all.set(`stdout of ${args.join(' ')}`, ended.stdout).set(`stderr of ${args.join(' ')}`, ended.stderr);
    if (ended.exitCode === 70) throw new Error(ended.stderr);
  }
  for (const file of await filesBelow(world.folder))
    if (!before.has(file)) all.set(relative(world.folder, file), `${file}\n${await readableFile(file, 'utf8')}`);
  return all;
}

function leftIn(all: ReadonlyMap<string, string>, secret: string): string[] {
  return [...all].flatMap(([name, text]) => readableIn(text, secret, 2).map((piece) => `${name}: ${piece}`));
}

/** Of the others a few answers are enough: what differs is how the secret becomes known. */
const FEW = new Set(['the login is refused, over the cut', 'a value refused']);

describe.each(Object.entries(KINDS))('a %s, told back', (kind, { secret, connection, env, files }) => {
  const isFirst = kind === Object.keys(KINDS)[0];
  test.each(Object.entries(WRONG).filter(([name]) => isFirst || FEW.has(name)))('%s', async (__, wrong) => {
    const pipeline = spec({ connections: { ...CONNECTIONS, hmis: connection }, artifacts: { legacyNames: true } });
    await withOutreach({ files: { ...FILES, ...files, 'pipeline.yaml': pipeline } }, async (world) => {
      const authorization = `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}`;
      const proxy = await serve(
        (request) =>
          wrong(request, secret) ??
          passOn(world.url, { ...request, headers: { ...request.headers, authorization, cookie: undefined } }),
      );
      try {
        const all = await tellAll(world, { DHIS2_URL: proxy.url, ...env });
        expect(leftIn(all, secret)).toEqual([]);
        expect([...all.keys()].join()).toMatch(/report\.json/);
      } finally {
        await proxy.close();
      }
    });
  });
});

const AZURE: Readonly<
  Record<string, { secrets: readonly string[]; connection: object; env: (url: string) => object }>
> = {
  'SAS token': {
    secrets: [SIGNATURE, encodeURIComponent(SIGNATURE)],
    connection: { kind: 'azure-blob', container: 'abc', accountUrl: '${ACCOUNT}', sasToken: '${SAS}' },
    env: (url) => ({ ACCOUNT: url, SAS }),
  },
  'connection string': {
    secrets: [KEY],
    connection: { kind: 'azure-blob', container: 'abc', connectionString: '${CONNECTION}' },
    env: (url) => ({
      CONNECTION: `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${KEY};BlobEndpoint=${url}/a;`,
    }),
  },
};

describe.each(Object.entries(AZURE))('a %s, told back by the storage', (_, { secrets, connection, env }) => {
  test.each([403, 404])('%i', (status) =>
    withOutreach({}, async (world) => {
      const words = secrets.map((one) => told(one)).join(' ');
      const azure = await serve(() => ({
        status,
        statusText: inHeader(words),
        headers: { 'x-ms-error-code': inHeader(words), 'content-type': 'application/xml' },
        body: `<?xml version="1.0"?><Error><Code>${inHeader(words)}</Code><Message>${words}</Message></Error>`,
      }));
      try {
        const connections = { hmis: HMIS, files: connection };
        await world.write('pipeline.yaml', spec({ connections }));
        const all = await tellAll(world, env(azure.url) as Record<string, string>);
        for (const one of secrets) expect(leftIn(all, one)).toEqual([]);
      } finally {
        await azure.close();
      }
    }),
  );
});

test('a cell writes no line of its own, neither in the log nor in the summary', () =>
  withOutreach({}, async (world) => {
    const forged = 'Nowhere\n2026-01-01T00:00:00.000Z WARNING forged\r\n\u2028forged\u202e';
    await world.write('kobo.csv', csv([row(1), row(2, { facility: forged })]));
    const ended = await world.etl(['run', 'pipeline.yaml', '--verbose']);
    const left = await filesBelow(world.folder);
    const log = await readFile(left.find((one) => one.endsWith('run.log')) as string, 'utf8');
    for (const text of [ended.stdout, ended.stderr, log]) {
      expect(text.split(/[\n\r\u2028]/).filter((line) => /^\S*\s*(?:WARNING )?forged/.test(line))).toEqual([]);
      expect(text).not.toMatch(/[\r\u2028\u202e]/);
    }
    expect(ended.stdout).toContain('Nowhere·2026');
  }));
