/**
 * The verdict that a plan gives before anything is sent, beside what real servers of four releases were recorded to say of
 * the same events. The embedded server only holds the metadata and what was stored before; its own verdicts do not count.
 */
import { afterEach, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { isObject } from '../../src/base/json.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Sink } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { postEvents } from '../../src/dhis2/events.ts';
import { objectsOf } from '../../src/sandbox/loose-json.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { serve } from '../dhis2/http-server.ts';
import { send } from '../sandbox/http-client.ts';
import { withOwnCombos } from '../sandbox/own-combos.ts';
import {
  bodyOf,
  credentials,
  readExchanges,
  readPackage,
  readVerdicts,
  RELEASES,
  type Exchange,
  type Release,
} from '../sandbox/recordings.ts';
import { eventsIn, isKeptAsSent } from './recorded-events.ts';
import { CLASSES, exceptionsIn, hasUidOfAnother, type ExceptionClass } from './verdict-exceptions.ts';
import { shownCodes, tellOf, type Told } from './verdict-told.ts';

/** Minutes after the recordings were made: some events of them are of "today". */
const NOW = Date.UTC(2026, 10, 23, 16, 10);
const FILES = ['100-writing', '200-checking', '800-rules-and-combos'];

let sandbox: Sandbox;

afterEach(() => sandbox.close());

test.each(RELEASES)('%s: what the plan says of each event is what the server said', async (release) => {
  let clock = NOW - 2 * 3_600_000;
  sandbox = await startSandbox({ metadata: {}, version: release, now: () => clock });
  for (const exchange of readExchanges(release, '001-setup')) await post(exchange, release);
  clock = NOW;
  const ours = await ourParameters();
  const excepted = exceptionsIn(release);
  const all = FILES.flatMap((file) => readExchanges(release, file));
  const [wrong, idle, untrue, altered]: [string[], string[], string[], string[]] = [[], [], [], []];
  let [compared, readBack] = [0, 0];
  for (const recorded of all) {
    const exchange = await withCombos(recorded);
    const events = eventsIn(exchange).filter(isObject);
    const told: Told[] = [];
    for (const event of events)
      told.push(await tellOf(event, (program, stage) => openSink(exchange.as ?? 'admin', program, stage)));
    await post(recorded, release);
    compared += events.length;
    const difference = events.length > 0 ? differenceOf(exchange, told, () => false) : undefined;
    const classes = (excepted.get(exchange.name) ?? []).map((name) => CLASSES[name] as ExceptionClass);
    if (difference === undefined && classes.length > 0) idle.push(exchange.name);
    if (difference !== undefined && classes.length !== 1) wrong.push(`${exchange.name}: ${difference}`);
    for (const one of told.filter(({ codes, guards }) => codes.length + guards.length === 0)) {
      const isKept = isKeptAsSent({ ...one.object, event: one.event }, recorded);
      readBack += isKept === undefined ? 0 : 1;
      if (isKept === false && !hasUidOfAnother(recorded, all)) altered.push(recorded.name);
    }
    const withoutRules = differenceOf(exchange, told, (code) => OF_RULES.has(code));
    for (const { claim, isGuard, holds } of classes) {
      const evidence = { exchange: recorded, told, all, ours, withoutRules };
      if (!holds(evidence)) untrue.push(`${exchange.name}: ${claim}`);
      const isOurs = told.every(({ codes, guards }) => codes.length === 0 && guards.length > 0);
      if (isGuard && !isOurs) untrue.push(`${exchange.name}: kept back under a code that is not ours`);
    }
  }
  process.stdout.write(
    `plan and ${release}: ${compared} events, ${excepted.size} exchanges excepted, ${readBack} read back\n`,
  );
  expect({ wrong, idle, untrue, altered }).toEqual({ wrong: [], idle: [], untrue: [], altered: [] });
  expect(readBack).toBeGreaterThan(20);
  expect([...excepted.keys()].filter((name) => !all.some((one) => one.name === name))).toEqual([]);
  expect(compared).toBeGreaterThan(200);
});

test.each(RELEASES)('%s: what the plan says of values of every type is what the server said', async (release) => {
  const metadata = [readPackage('minimal'), readPackage('all-value-types', release)];
  sandbox = await startSandbox({ metadata, version: release, users: ADMIN });
  const sink = await openSink('admin', 'KobProgAll1', 'KobStageAl1');
  const elements = elementsByType(release);
  const verdicts = readVerdicts(release);
  const candidates = verdicts.map(([type, set, value], at) => ({
    ref: { key: String(at), role: '' },
    address: `KbVv${String(at).padStart(7, '0')}`,
    isNew: false,
    object: {
      orgUnit: 'KobFacOuA01',
      occurredAt: '2026-03-14',
      status: 'COMPLETED',
      dataValues: [{ dataElement: elements.get(`${type} ${set}`) ?? '', value }],
    },
  }));
  const told = await sink.refusals(candidates);
  const differing = verdicts.flatMap(([type, set, value, codes], at) => {
    const ours = shownCodes((told[at] ?? []).map(({ code }) => code));
    return ours.join() === codes.toSorted().join() ? [] : [[type, set, value.slice(0, 60), codes, ours]];
  });
  process.stdout.write(`plan and ${release}: ${verdicts.length} values, ${differing.length} differ\n`);
  expect(differing).toEqual([]);
});

const ADMIN = [{ username: 'admin', password: 'district', authorities: ['ALL'], orgUnits: ['KobRootOu01'] }];

/** Where an event names an option itself, by UID or code, ours names its combo. */
function withCombos(exchange: Exchange): Promise<Exchange> {
  const text = JSON.stringify(exchange)
    .replace(/"attributeCategoryOptions":"(KobCatOpt0[12])"/, '"attributeOptionCombo":"(combination $1)"')
    .replace('"attributeCategoryOptions":"KOB_CO_2"', '"attributeOptionCombo":"(combination KobCatOpt02)"');
  return withOwnCombos(JSON.parse(text) as Exchange, sandbox.url);
}

/** The parameters with which the sink sends events. */
async function ourParameters(): Promise<Readonly<Record<string, string>>> {
  const server = await serve(() => ({ status: 200, body: {} }));
  try {
    const login = { username: 'kobo', password: 'etl' };
    await postEvents(new Dhis2Client({ url: server.url, login, timeoutMs: 5000, log: SILENT }), [], 'sync');
    return Object.fromEntries(new URL(server.received[0]?.url ?? '', server.url).searchParams);
  } finally {
    await server.close();
  }
}

/** Where a program cannot be sent to, the plan is not even begun: what it says then, and the codes that say the same. */
const AT_THE_START: Readonly<Record<string, readonly string[]>> = {
  // 2.43 takes it for an event of a tracker program, and misses its enrollment.
  'dhis2/program-not-found': ['E1010', 'E1123'],
  'dhis2/stage-not-in-program': ['E1013', 'E1089'],
  // 2.40 shows a program that it then does not find.
  'dhis2/program-read-only': ['E1091', 'E1010'],
  'dhis2/program-with-registration': ['E1033', 'E1079', 'E1123'],
};

/** Codes that program rules alone give. */
const OF_RULES: ReadonlySet<string> = new Set(['E1300', 'E1301', 'E1307']);

/** Undefined: the plan said the same. */
function differenceOf(
  { answer }: Exchange,
  told: readonly Told[],
  passes: (code: string) => boolean,
): string | undefined {
  const isRefused = ({ codes, guards }: Told): boolean => codes.length + guards.length > 0;
  // The request could not be read, or the database did not take it: that was for some event of it.
  if (answer.status >= 400 && answer.errors === undefined)
    return told.some(isRefused) ? undefined : 'all of it could go';
  const faults = told.flatMap((one) => {
    const theirs = (answer.errors ?? []).flatMap(([code, uid]) => (uid === one.event && !passes(code) ? [code] : []));
    const atTheStart = AT_THE_START[one.guards[0] ?? ''];
    if (atTheStart && theirs.some((code) => atTheStart.includes(code))) return [];
    const isSame = one.codes.join() === theirs.toSorted().join() && isRefused(one) === theirs.length > 0;
    return isSame ? [] : [`${one.event}: plan ${[...one.codes, ...one.guards].join()}, server ${theirs.join()}`];
  });
  return faults.length > 0 ? faults.join('; ') : undefined;
}

const sinks = new Map<string, Promise<Sink>>();
afterEach(() => sinks.clear());

function openSink(user: string, program: string, stage: string | undefined): Promise<Sink> {
  const name = `${user} ${program} ${stage}`;
  const known = sinks.get(name) ?? connect(user, program, stage);
  sinks.set(name, known);
  return known;
}

async function connect(user: string, program: string, stage: string | undefined): Promise<Sink> {
  const [username = '', password = ''] = credentials(user).split(':');
  const server = new Dhis2Client({ url: sandbox.url, login: { username, password }, timeoutMs: 5000, log: SILENT });
  const config = { program, batchSize: 100, keyDataElement: null, validate: 'local' };
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: stage };
  const sink: Sink = dhis2Events.build(config as never, context);
  await sink.connect();
  return sink;
}

async function post(exchange: Exchange, release: Release): Promise<void> {
  const body = bodyOf(exchange, release);
  await send(sandbox.url, {
    method: exchange.method,
    path: exchange.path,
    ...(exchange.as ? { basic: credentials(exchange.as) } : {}),
    ...(body ? { body } : {}),
    ...(exchange.contentType !== undefined ? { contentType: exchange.contentType } : {}),
    ...(exchange.encoding === 'gzip' ? { contentEncoding: 'gzip' } : {}),
  });
}

/** Data element of each value type and option set of the package. */
function elementsByType(release: Release): ReadonlyMap<string, string> {
  const metadata = readPackage('all-value-types', release);
  const elements = objectsOf(isObject(metadata) ? metadata['dataElements'] : []);
  return new Map(
    elements
      .filter(({ id }) => String(id).startsWith('KobV'))
      .map(({ id, valueType, optionSet }) => {
        const set = isObject(optionSet) ? String(optionSet['id']) : null;
        return [`${String(valueType)} ${set}`, String(id)] as const;
      }),
  );
}
