/**
 * The verdict that a plan gives before anything is sent, beside what real servers of four releases were recorded to say of
 * the same events. The embedded server only holds the metadata and what was stored before; its own verdicts do not count.
 */
import { afterEach, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { EtlError } from '../../src/base/errors.ts';
import { isObject } from '../../src/base/json.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Sink } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { isUid } from '../../src/dhis2/uid.ts';
import { asShown } from '../../src/dhis2/verdict/finding.ts';
import { objectsOf } from '../../src/sandbox/loose-json.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { send } from '../sandbox/http-client.ts';
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
import { EXCEPTIONS } from './verdict-exceptions.ts';

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
  const differing = new Map<string, string>();
  let compared = 0;
  for (const recorded of FILES.flatMap((file) => readExchanges(release, file))) {
    const exchange = await withCombos(recorded);
    const events = eventsOf(exchange);
    const told = await verdictsOn(events, exchange);
    await post(recorded, release);
    if (events.length === 0) continue;
    compared += events.length;
    const difference = differenceOf(exchange, told);
    if (difference !== undefined) differing.set(exchange.name, difference);
  }
  process.stdout.write(`plan and ${release}: ${compared} events, ${differing.size} exchanges differ\n`);
  const excepted = EXCEPTIONS[release];
  expect([...differing].filter(([name]) => !excepted.has(name))).toEqual([]);
  expect([...excepted.keys()].filter((name) => !differing.has(name))).toEqual([]);
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

/**
 * Option combos that a server has made have other UIDs on each: they are named by their option. Where an event names the
 * option itself, by UID or code, ours names its combo.
 */
async function withCombos(exchange: Exchange): Promise<Exchange> {
  const text = JSON.stringify(exchange)
    .replace(/"attributeCategoryOptions":"(KobCatOpt0[12])"/, '"attributeOptionCombo":"(combination $1)"')
    .replace('"attributeCategoryOptions":"KOB_CO_2"', '"attributeOptionCombo":"(combination KobCatOpt02)"');
  const named = new Set(text.match(/\(combination \w+\)/g));
  if (named.size === 0) return exchange;
  const path = '/api/categoryOptionCombos?paging=false&fields=id,categoryOptions%5Bid%5D';
  const { json } = await send(sandbox.url, { path, basic: credentials('admin') });
  const combos = objectsOf((json as Record<string, unknown>)['categoryOptionCombos']);
  const idOf = (name: string): string => {
    const found = combos.find(
      ({ categoryOptions }) => name === `(combination ${String(objectsOf(categoryOptions)[0]?.['id'])})`,
    );
    return String(found?.['id']);
  };
  return JSON.parse(text.replaceAll(/\(combination \w+\)/g, idOf)) as Exchange;
}

/** One event of an exchange. */
type Event = Readonly<Record<string, unknown>>;

/** What the plan says of an event: DHIS2's codes as it would show them, and whether it keeps the event back at all. */
interface Told {
  readonly event: string;
  readonly codes: readonly string[];
  readonly isRefused: boolean;
}

function eventsOf({ method, path, body, text, encoding }: Exchange): Event[] {
  if (method !== 'POST' || !path.startsWith('/api/tracker?') || encoding !== undefined) return [];
  let parsed: unknown = body;
  if (text !== undefined) {
    try {
      parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch {
      return [];
    }
  }
  const { events } = isObject(parsed) ? parsed : {};
  return Array.isArray(events) ? events.filter(isObject) : [];
}

async function verdictsOn(events: readonly Event[], exchange: Exchange): Promise<Told[]> {
  const told: Told[] = [];
  for (const event of events) told.push(await verdictOn(event, exchange));
  return told;
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

async function verdictOn(event: Event, { as }: Exchange): Promise<Told> {
  const uid = String(event['event'] ?? '');
  const program = String(event['program'] ?? '');
  let sink: Sink;
  try {
    sink = await openSink(as ?? 'admin', program, String(event['programStage'] ?? '') || undefined);
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return { event: uid, codes: [error.code], isRefused: true };
  }
  const there = isUid(uid) ? (await sink.read([uid])).get(uid) : undefined;
  if (there?.is === 'deleted') return { event: uid, codes: ['E1082'], isRefused: true };
  const { orgUnit, occurredAt, status, completedAt, geometry, attributeOptionCombo } = event;
  const properties = { orgUnit, occurredAt, status, completedAt, geometry, attributeOptionCombo };
  const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value != null && value !== ''));
  const dataValues = objectsOf(event['dataValues']).map(({ dataElement, value }) => ({
    dataElement: typeof dataElement === 'string' ? dataElement : '',
    value: textOf(value),
  }));
  const object = { ...given, dataValues } as never;
  // What was sent as null is judged as that.
  const [refusals = []] = await sink.refusals([{ ref: { key: '', role: '' }, address: uid, object, isNew: false }]);
  return { event: uid, codes: shownCodes(refusals.map(({ code }) => code)), isRefused: refusals.length > 0 };
}

function textOf(value: unknown): string | null {
  if (isObject(value) && Array.isArray(value['repeat']))
    return String(value['repeat'][0]).repeat(Number(value['repeat'][1]));
  if (typeof value === 'string') return value === '' ? null : value;
  return value == null ? null : JSON.stringify(value);
}

function shownCodes(codes: readonly string[]): string[] {
  const own = codes.filter((code) => /^dhis2\/E\d+$/.test(code)).map((code) => ({ code: code.slice('dhis2/'.length) }));
  return asShown(own)
    .map(({ code }) => code)
    .toSorted();
}

/** Undefined: the plan said the same. */
function differenceOf({ answer }: Exchange, told: readonly Told[]): string | undefined {
  // The request could not be read, or the database did not take it: that was for some event of it.
  if (answer.status >= 400 && answer.errors === undefined)
    return told.some(({ isRefused }) => isRefused) ? undefined : 'all of it could go';
  const faults = told.flatMap(({ event, codes, isRefused }) => {
    const theirs = (answer.errors ?? []).filter(([, uid]) => uid === event).map(([code]) => code);
    const atTheStart = AT_THE_START[codes[0] ?? ''];
    if (atTheStart && theirs.some((code) => atTheStart.includes(code))) return [];
    const isSame = codes.join() === theirs.toSorted().join() && isRefused === theirs.length > 0;
    return isSame ? [] : [`${event}: plan ${codes.join()}${isRefused ? ' (refused)' : ''}, server ${theirs.join()}`];
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
