/**
 * Random data sets, users and forms: what the plan foresees, with nothing of the server's own checks in it, is what the
 * embedded server then says of the same rows (`dryRun`). The two share no code but the table of value types' names.
 */
import { afterEach, expect, test } from 'vitest';
import type { FormObject } from '../../src/dhis2/form-object.ts';
import { valueTypes } from '../../src/dhis2/value-types.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { Random } from '../fuzz/random.ts';
import { openForms, sendingOf, toFilled, VERSIONS, type Sending, type Sink } from './forms.ts';

const ROUNDS = process.env['TESTS'] === 'all' ? 40 : 6;
const FORMS = 40;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

test.each(VERSIONS)('%s: what is foreseen is what the server says', async (version) => {
  let refused = 0;
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const random = new Random(seed);
    const world = randomWorld(random);
    sandbox = await startSandbox({ metadata: world.metadata, version, users: world.users });
    const sink = await openForms(sandbox.url, 'DataSet0001', { username: 'kobo', password: 'Kobo-etl-1' });
    const sendings = Array.from({ length: FORMS }, () => sendingOf(sink, randomForm(sink, random, world)));
    const foreseen = await sink.refusals(sendings);
    for (const [at, sending] of sendings.entries()) {
      const told = (foreseen[at] ?? []).map(({ code }) => code.replace('dhis2/', ''));
      const theirs = await verdictOn(sink, sending);
      const ours = told.length === 0 ? 'taken' : told.every((code) => OF_VALUES.has(code)) ? codesOf(told) : 'refused';
      expect({ seed, form: sending.object, told, ours }).toMatchObject({
        ours: ours === 'refused' ? theirs.is : theirs.codes,
      });
      refused += told.length > 0 ? 1 : 0;
    }
    await sandbox.close();
  }
  const all = ROUNDS * FORMS;
  process.stdout.write(`random data sets under ${version}: ${refused} of ${all} forms refused, as foreseen\n`);
  expect(refused).toBeGreaterThan(all / 10);
  expect(refused).toBeLessThan((all * 9) / 10);
});

/** Codes that plan and server share; for the rest the plan has its own. */
const OF_VALUES = new Set(['E7619', 'E7621', 'E8122', 'E8123']);
const codesOf = (codes: readonly string[]): string => [...new Set(codes)].toSorted().join(' ');

async function verdictOn(sink: Sink, sending: Sending): Promise<{ readonly is: string; readonly codes: string }> {
  const rehearsal = await sink.rehearse?.([sending]);
  if (rehearsal?.is !== 'checked') throw new Error('no verdict');
  const isRefused = rehearsal.refused.size > 0;
  return { is: isRefused ? 'refused' : 'taken', codes: isRefused ? codesOf(rehearsal.codes) : 'taken' };
}

/** Values of all kinds: good ones of some types, and bad ones of others; none of which only the server knows. */
// oxfmt-ignore
const VALUES = [
  '1', '0', '-1', '1.5', '007', 'true', 'no', 'T', 'A', 'B', 'a', 'A,B', 'A,', ',A', 'A,x', '2026-03-14',
  '2026-03-14T10:15', '2026-02-30', '10:15', '[12.5,41.9]', 'ann@example.org', 'https://example.org/a',
  '+34 600 123 456', 'Unit0000001', 'Unit0000009', 'kobo', 'somebody', 'text', 'é', 'NaN', '١٢٣', '{}',
];

/** One that each type takes. */
// oxfmt-ignore
const GOOD = new Map(Object.entries({
  LETTER: 'A', NUMBER: '1.5', PERCENTAGE: '1', UNIT_INTERVAL: '1', INTEGER: '1', INTEGER_POSITIVE: '1',
  INTEGER_NEGATIVE: '-1', INTEGER_ZERO_OR_POSITIVE: '0', BOOLEAN: 'true', TRUE_ONLY: 'true', DATE: '2026-03-14',
  AGE: '2026-03-14', DATETIME: '2026-03-14T10:15', TIME: '10:15', COORDINATE: '[12.5,41.9]', EMAIL: 'ann@example.org',
  PHONE_NUMBER: '+34 600 123 456', URL: 'https://example.org/a', USERNAME: 'kobo', ORGANISATION_UNIT: 'Unit0000009',
  FILE_RESOURCE: 'Unit0000009', IMAGE: 'Unit0000009',
}));

interface World {
  readonly metadata: object;
  readonly users: { username: string; password: string; authorities: string[]; orgUnits: string[] }[];
  /** Each with a value that it takes. */
  readonly elements: readonly (readonly [id: string, good: string])[];
}

const uid = (before: string, at: number): string => `${before}${String(at).padStart(11 - before.length, '0')}`;

function randomWorld(random: Random): World {
  const types = valueTypes().filter((type) => type !== 'TRACKER_ASSOCIATE' && type !== 'MULTI_TEXT');
  const options = ['A', 'B', '1', '2.5', 'true'].map((code, at) => ({
    id: uid('Op', at),
    code,
    name: `Option ${code}`,
  }));
  const elements = Array.from({ length: 14 }, (_, at) => ({
    id: uid('De', at),
    name: `Element ${at}`,
    shortName: `Element ${at}`,
    domainType: 'AGGREGATE',
    aggregationType: 'NONE',
    zeroIsSignificant: true,
    valueType: random.pick(types),
    ...(random.chance(0.3) && {
      valueType: random.pick(['TEXT', 'MULTI_TEXT', 'INTEGER', 'NUMBER']),
      optionSet: { id: 'OptSet00001' },
    }),
    sharing: { public: 'rw------' },
  }));
  const opening = (): object => ({
    openingDate: random.pick(['2000-01-01', '2025-02-10']),
    ...(random.chance(0.3) && { closedDate: random.pick(['2025-04-10', '2025-12-31']) }),
  });
  const units = ['Root0000001', 'Unit0000001', 'Unit0000002', 'Unit0000003'];
  return {
    metadata: {
      organisationUnits: units.map((id) => ({
        id,
        name: id,
        shortName: id,
        ...(id === 'Root0000001' ? { openingDate: '2000-01-01' } : { parent: { id: 'Root0000001' }, ...opening() }),
      })),
      options,
      optionSets: [
        { id: 'OptSet00001', name: 'Options', valueType: 'TEXT', options: options.map(({ id }) => ({ id })) },
      ],
      dataElements: elements,
      dataSets: [
        {
          id: 'DataSet0001',
          name: 'Monthly',
          shortName: 'Monthly',
          periodType: 'Monthly',
          openFuturePeriods: random.pick([0, 2]),
          expiryDays: random.pick([0, 0, 0, 10]),
          organisationUnits: ['Unit0000001', 'Unit0000002'].map((id) => ({ id })),
          dataSetElements: elements.map(({ id }) => ({ dataElement: { id } })),
          sharing: { public: 'rwrw----' },
        },
      ],
    },
    users: [
      {
        username: 'kobo',
        password: 'Kobo-etl-1',
        authorities: random.chance(0.5) ? ['ALL'] : ['F_DATAVALUE_ADD'],
        orgUnits: [random.pick(['Root0000001', 'Unit0000001'])],
      },
    ],
    elements: elements.map(({ id, valueType, ...rest }) => [
      id,
      'optionSet' in rest ? '1' : (GOOD.get(valueType) ?? 'text'),
    ]),
  };
}

/** Half of them have little that can be wrong. */
function randomForm(sink: Sink, random: Random, { elements }: World): FormObject {
  const isPlain = random.chance(0.5);
  const some = elements.filter(() => random.chance(0.2));
  // A form without a cell sends nothing.
  const cells = some.length > 0 ? some : [random.pick(elements)];
  const valueOf = (good: string): string => (random.chance(isPlain ? 0.05 : 0.6) ? random.pick(VALUES) : good);
  const filled = toFilled(Object.fromEntries(cells.map(([cell, good]) => [cell, valueOf(good)])), {
    orgUnit: random.pick(isPlain ? ['Unit0000001'] : ['Unit0000001', 'Unit0000002']),
    period: random.pick(isPlain ? ['202503'] : ['202501', '202502', '202503', '202505', '209901']),
  });
  const made = sink.assemble(filled);
  if (!('object' in made)) throw new Error(JSON.stringify(made.reasons));
  return made.object;
}
