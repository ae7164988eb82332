/**
 * What a sink says that DHIS2 does not keep is not kept there, and all else is: random objects are sent over each other, read
 * back, and compared with what was filled, target by target.
 */
import { describe, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Filled, Ignored } from '../../src/contracts/shape.ts';
import type { Sink } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { randomOf } from '../engine/form-records.ts';
import { DATA_SET } from './data-set.ts';
import { EVENT_PROGRAM } from './event-program.ts';
import { ADMIN, openForms, VERSIONS } from './forms.ts';

const ROUNDS = 40;

/** Sends what was filled over what is there. What is kept otherwise, and what the sink has said of it, by target. */
async function send(sink: Sink, filled: Filled): Promise<{ readonly kept: Told; readonly said: Told } | undefined> {
  const made = sink.assemble(filled);
  if (!('object' in made)) throw new Error(JSON.stringify(made.reasons));
  const { object, ignored = [] } = made;
  const ref = { key: 'one', role: '' };
  const address = sink.addressOf('test', ref, 0, object);
  const [refusals = []] = await sink.refusals([{ ref, address, object, isNew: false }]);
  if (refusals.length > 0) return undefined;
  const before = await thereAt(sink, address);
  const said = [...ignored, ...sink.ignored(object, before)];
  const sent = await sink.send([{ ref, address, object, isNew: false, mayReplace: () => true }]);
  expect(sent.get(address)?.is).toMatch(/created|updated/);
  const there = await thereAt(sink, address);
  return { kept: keptOtherwise(sink, filled, there), said: toTold(said) };
}

/** What is there of a target, where that is not what was filled. */
type Told = Readonly<Record<string, Json>>;

async function thereAt(sink: Sink, address: string): Promise<JsonObject | undefined> {
  const remote = (await sink.read([address])).get(address);
  return remote?.is === 'live' ? remote.object : undefined;
}

function toTold(ignored: readonly Ignored[]): Told {
  // Of a time that the server's clock gives, nobody knows it beforehand.
  return Object.fromEntries(ignored.map(({ target, kept }) => [target, kept]));
}

function keptOtherwise(sink: Sink, { properties, names, values }: Filled, there: JsonObject | undefined): Told {
  const theirs = there ? sink.valuesOf(there) : new Map<string, string | null>();
  const ofValues = names.flatMap((name, at): [string, Json][] => {
    const kept = theirs.get(name) ?? null;
    return kept === values[at] ? [] : [[name, kept]];
  });
  const ofProperties = Object.entries(properties).flatMap(([name, sent]): [string, Json][] => {
    const kept = there?.[name] ?? null;
    const isSame = JSON.stringify(dayOf(kept)) === JSON.stringify(dayOf(sent));
    return isSame ? [] : [[name, dayOf(kept)]];
  });
  return Object.fromEntries([...ofValues, ...ofProperties]);
}

/** The server writes a day as its first moment. */
function dayOf(value: Json): Json {
  return typeof value === 'string' ? value.replace(/T00:00:00\.000$/, '') : value;
}

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  test('events: statuses, days of completion, places, values', async () => {
    const sandbox = await startSandbox({ metadata: EVENT_PROGRAM, version });
    try {
      const sink = await openEvents(sandbox);
      const random = randomOf(Number(version.slice(2)));
      const codes = new Set<string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const result = await send(sink, randomEvent(random));
        if (!result) continue;
        expect(result.kept).toEqual(result.said);
        for (const target of Object.keys(result.said)) codes.add(target);
      }
      expect([...codes]).toEqual(['completedAt']);
    } finally {
      await sandbox.close();
    }
  });

  test('forms: zeros, days of completion, values', async () => {
    const sandbox = await startSandbox({ metadata: DATA_SET, version });
    try {
      const sink = (await openForms(sandbox.url)) as unknown as Sink;
      const random = randomOf(Number(version.slice(2)));
      const codes = new Set<string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const result = await send(sink, randomForm(random));
        if (!result) continue;
        expect(result.kept).toEqual(result.said);
        for (const target of Object.keys(result.said)) codes.add(target);
      }
      const dropsZeros = version !== '2.43';
      expect([...codes].sort()).toEqual([...(dropsZeros ? ['DeDeaths001'] : []), 'completedAt']);
    } finally {
      await sandbox.close();
    }
  });
});

async function openEvents({ url }: Sandbox): Promise<Sink> {
  const server = new Dhis2Client({ url, login: ADMIN, timeoutMs: 5000, log: SILENT });
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
  const sink = dhis2Events.build({ program: 'ProgramEv01', batchSize: 100, keyDataElement: null } as never, context);
  await sink.connect();
  return sink;
}

type Random = (below: number) => number;

function randomEvent(random: Random): Filled {
  const isCompleted = random(3) > 0;
  const day = (): string => `2025-03-${String(1 + random(4)).padStart(2, '0')}`;
  const properties = {
    orgUnit: 'OrgClinic0A',
    occurredAt: day(),
    status: isCompleted ? 'COMPLETED' : 'ACTIVE',
    ...(random(4) > 0 && { completedAt: day() }),
    ...(random(2) > 0 && { geometry: { type: 'Point', coordinates: [12.5, random(5)] } }),
  };
  const values = [String(random(3)), random(2) === 0 ? null : 'Ann', random(2) === 0 ? null : 'true'];
  return {
    shape: 'event',
    role: '',
    properties,
    names: ['DeBeds00001', 'DeName00001', 'DeOpen00001'],
    values,
    blanks: [],
  };
}

function randomForm(random: Random): Filled {
  const properties = {
    orgUnit: 'OrgClinic0A',
    period: '202503',
    ...(random(2) > 0 && { completedAt: `2025-04-0${1 + random(3)}` }),
  };
  const number = (): string | null => [null, '0', '1', '2'][random(4)] ?? null;
  const values = [number(), number(), random(2) === 0 ? null : 'seen'];
  return {
    shape: 'form',
    role: '',
    properties,
    names: ['DeCases0001', 'DeDeaths001', 'DeRemark001'],
    values,
    blanks: [],
  };
}
