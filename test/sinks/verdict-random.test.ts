/**
 * Random programs, users and events: what the plan foresees, with nothing of the server's own checks in it, is what the
 * embedded server then says. The two share no code but the table of releases.
 */
import { afterEach, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Candidate, Sink } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { valueTypes } from '../../src/dhis2/value-types.ts';
import { asShown } from '../../src/dhis2/verdict/finding.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { Random } from '../fuzz/random.ts';
import { send } from '../sandbox/http-client.ts';

const RELEASES = ['2.40', '2.41', '2.42', '2.43'] as const;
const ROUNDS = process.env['TESTS'] === 'all' ? 40 : 6;
const EVENTS = 60;
const NOW = Date.UTC(2026, 10, 23, 12);

let sandbox: Sandbox;
afterEach(() => sandbox.close());

test.each(RELEASES)('%s: what is foreseen is what the server says', async (version) => {
  let refused = 0;
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const random = new Random(seed);
    const world = randomWorld(random);
    sandbox = await startSandbox({ metadata: world.metadata, version, users: world.users, now: () => NOW });
    const sink = await connect();
    await sink.send(someEvents(random, world, 20).map((one) => ({ ...one, isNew: true, mayReplace: () => true })));
    const candidates = someEvents(random, world, EVENTS);
    const foreseen = await sink.refusals(candidates);
    const theirs = await validate(candidates, world);
    for (const [at, { address, object }] of candidates.entries()) {
      const ours = shown((foreseen[at] ?? []).map(({ code }) => code));
      expect({ seed, object, codes: ours }).toEqual({ seed, object, codes: theirs.get(address) ?? [] });
      refused += ours.length > 0 ? 1 : 0;
    }
    await sandbox.close();
  }
  const all = ROUNDS * EVENTS;
  process.stdout.write(`random programs under ${version}: ${refused} of ${all} events refused, as foreseen\n`);
  expect(refused).toBeGreaterThan(all / 10);
  expect(refused).toBeLessThan((all * 9) / 10);
});

test('whatever stands in an event, there is a verdict', async () => {
  const random = new Random(7);
  const world = randomWorld(random);
  sandbox = await startSandbox({ metadata: world.metadata, version: '2.42', users: world.users, now: () => NOW });
  const sink = await connect();
  const odd = (): string | null =>
    random.pick([null, '', ' ', '\t\n', '__proto__', '\ud800', '😀', 'x'.repeat(60_000), 'a\0b', ...ODD]);
  let judged = 0;
  for (let round = 0; round < 20; round += 1) {
    const candidates = Array.from({ length: 100 }, (_, at): Candidate => {
      const values = Array.from({ length: 5 }, () => ({
        dataElement: random.pick([...world.elements, 'DeNowhere01', '__proto__', '']),
        value: odd(),
      }));
      const object = {
        orgUnit: odd(),
        occurredAt: odd(),
        status: odd(),
        completedAt: odd(),
        attributeOptionCombo: odd(),
        dataValues: values,
      };
      judged += values.length;
      return {
        ref: { key: `k${at}`, role: '' },
        address: uid('Ev', at),
        object,
        isNew: random.chance(0.5),
      };
    });
    const verdicts = await sink.refusals(candidates);
    expect(verdicts.length).toBe(candidates.length);
    for (const refusals of verdicts)
      for (const { target, args } of refusals) expect([typeof target, typeof args]).toEqual(['string', 'object']);
  }
  expect(judged).toBeGreaterThanOrEqual(10_000);
});

const ODD = [
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '-1e999',
  'NaN',
  '[[1,2]]',
  'https://[::1',
  'a@b@c',
  '{}',
  'constructor',
  '١٢٣',
];
/** Values of all kinds: good ones of some types, and bad ones of others. */
const VALUES = [
  '1',
  '0',
  '-1',
  '1.5',
  '007',
  'true',
  'no',
  'A',
  'B',
  'a',
  'A,B',
  '2026-03-14',
  '2026-03-14T10:15',
  '10:15',
  '[12.5,41.9]',
  'ann@example.org',
  'https://example.org/a',
  '+34 600 123 456',
  'Unit0000001',
  'Unit0000009',
  'kobo',
  'somebody',
  '  ',
  'text',
];

interface World {
  readonly metadata: object;
  readonly users: { username: string; password: string; authorities: string[]; orgUnits: string[] }[];
  readonly elements: readonly string[];
  readonly program: string;
  readonly stage: string;
}

function uid(before: string, at: number): string {
  return `${before}${String(at).padStart(11 - before.length, '0')}`;
}

function randomWorld(random: Random): World {
  const types = valueTypes().filter((type) => type !== 'TRACKER_ASSOCIATE');
  const options = ['A', 'B', '1', '2.5', 'true'].map((code, at) => ({
    id: uid('Op', at),
    code,
    name: `Option ${code}`,
  }));
  const elements = Array.from({ length: 12 }, (_, at) => ({
    id: uid('De', at),
    name: `Element ${at}`,
    shortName: `Element ${at}`,
    valueType: random.pick(types),
    ...(random.chance(0.3) && {
      valueType: random.pick(['TEXT', 'MULTI_TEXT', 'INTEGER', 'BOOLEAN']),
      optionSet: { id: 'OptSet00001' },
    }),
  }));
  const inStage = elements.slice(0, 10);
  const units = ['Root0000001', 'Unit0000001', 'Unit0000002', 'Unit0000003'];
  const program = {
    id: 'Program0001',
    name: 'Visits',
    programType: 'WITHOUT_REGISTRATION',
    organisationUnits: [{ id: 'Unit0000001' }, { id: 'Unit0000002' }],
    programStages: [{ id: 'Stage000001' }],
    ...(random.chance(0.4) && {
      expiryPeriodType: random.pick(['Daily', 'Weekly', 'Monthly', 'Quarterly', 'Yearly']),
      expiryDays: random.pick([1, 5, 40]),
    }),
    ...(random.chance(0.4) && { completeEventsExpiryDays: random.pick([1, 5, 40]) }),
    sharing: { public: 'rwrw----' },
  };
  const stage = {
    id: 'Stage000001',
    name: 'Visit',
    program: { id: 'Program0001' },
    validationStrategy: random.pick(['ON_COMPLETE', 'ON_UPDATE_AND_INSERT']),
    ...(random.chance(0.7) && { featureType: random.pick(['NONE', 'POINT', 'POLYGON']) }),
    programStageDataElements: inStage.map(({ id }) => ({ dataElement: { id }, compulsory: random.chance(0.1) })),
    sharing: { public: 'rwrw----' },
  };
  return {
    metadata: {
      organisationUnits: units.map((id) => ({
        id,
        name: id,
        shortName: id,
        ...(id !== 'Root0000001' && { parent: { id: 'Root0000001' } }),
      })),
      options,
      optionSets: [
        { id: 'OptSet00001', name: 'Options', valueType: 'TEXT', options: options.map(({ id }) => ({ id })) },
      ],
      dataElements: elements.map((element) => ({ ...element, sharing: { public: 'rw------' } })),
      programs: [program],
      programStages: [stage],
    },
    users: [
      {
        username: 'kobo',
        password: 'Kobo-etl-1',
        authorities: random.chance(0.5) ? ['ALL'] : [],
        orgUnits: [random.pick(['Root0000001', 'Unit0000001'])],
      },
    ],
    elements: elements.map(({ id }) => id),
    program: program.id,
    stage: stage.id,
  };
}

function someEvents(random: Random, world: World, count: number): Candidate[] {
  return Array.from({ length: count }, (_, at): Candidate => {
    // Half of them have little that can be wrong.
    const isPlain = random.chance(0.5);
    const chosen = world.elements.filter(() => random.chance(isPlain ? 0.03 : 0.3));
    const status = random.pick(['ACTIVE', 'COMPLETED']);
    const object = {
      orgUnit: isPlain
        ? 'Unit0000001'
        : random.pick(['Unit0000001', 'Unit0000002', 'Unit0000003', 'Unit0000009', 'Root0000001']),
      occurredAt: isPlain
        ? '2026-11-22'
        : random.pick(['2026-11-22', '2026-03-14', '2027-01-01', '2020-02-29T10:00:00']),
      status,
      ...(!isPlain && random.chance(0.3) && { completedAt: random.pick(['2026-11-22', '2026-01-01']) }),
      ...(random.chance(0.2) && {
        geometry: random.pick([
          { type: 'Point', coordinates: [12.5, 41.9] },
          {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 0],
                [1, 1],
                [0, 0],
              ],
            ],
          },
        ]),
      }),
      ...(random.chance(0.1) && { attributeOptionCombo: random.pick(['HllvX50cXC0', 'NoCombo0001']) }),
      dataValues: chosen.map((dataElement) => ({
        dataElement,
        value: random.chance(0.1) ? null : random.pick(VALUES),
      })),
    };
    return { ref: { key: `k${at}`, role: '' }, address: uid('Ev', at), object, isNew: false };
  });
}

async function connect(): Promise<Sink> {
  const login = { username: 'kobo', password: 'Kobo-etl-1' };
  const server = new Dhis2Client({ url: sandbox.url, login, timeoutMs: 10_000, log: SILENT });
  const config = { program: 'Program0001', batchSize: 100, keyDataElement: null, validate: 'local' };
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
  const sink: Sink = dhis2Events.build(config as never, context);
  await sink.connect();
  return sink;
}

/** The server's own codes for events as they would be sent, nulls and all. */
async function validate(candidates: readonly Candidate[], { program, stage }: World): Promise<Map<string, string[]>> {
  const events = candidates.map(({ address, object }) => ({ event: address, program, programStage: stage, ...object }));
  const path =
    '/api/tracker?async=false&importMode=VALIDATE&importStrategy=CREATE_AND_UPDATE&atomicMode=OBJECT&reportMode=FULL';
  const { json } = await send(sandbox.url, { path, basic: 'kobo:Kobo-etl-1', body: { events } });
  const codes = new Map<string, string[]>();
  for (const { uid: event, errorCode = '' } of json?.validationReport?.errorReports ?? [])
    codes.set(event, [...(codes.get(event) ?? []), errorCode].toSorted());
  return codes;
}

function shown(codes: readonly string[]): string[] {
  const own = codes.map((code) => ({ code: code.replace('dhis2/', '') }));
  return asShown(own)
    .map(({ code }) => code)
    .toSorted();
}
