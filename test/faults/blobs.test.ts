/** The wire to the blobs of source and index: each kind of fault hits each kind of request; then come good nights. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../src/sandbox/faults/fault-kinds.ts';
import { startAzurite, type Azurite } from '../azurite.ts';
import { HMIS, spec } from '../cli/outreach-files.ts';
import { startFaultyBlobs } from '../storage/faulty-blobs.ts';
import { makeSeed, NEW_ROWS, openWorld, type Seed, type Shelf } from './fault-world.ts';
import { judgeBadNight, judgeGoodNight } from './judge.ts';
import { faultsAt, timeoutOf, type Target } from './kinds.ts';

const PARTS = {
  sink: { batchSize: 2 },
  reconcile: { guard: { created: '100%', changed: '100%', missing: '100%' } },
};
const LAKE = {
  kind: 'azure-blob',
  accountUrl: '${LAKE_URL}',
  container: '${LAKE_CONTAINER}',
  sasToken: '${LAKE_SAS}',
} as const;
const SPEC = spec({
  ...PARTS,
  connections: { lake: LAKE, hmis: HMIS },
  source: { connection: 'lake' },
  index: { connection: 'lake' },
});

const [FIRST, SECOND] = [{}, { nth: 2 }] as const;

/** Requests of a night, as a fault names them, and which of them it hits. */
const TARGETS: readonly (readonly [string, Target])[] = [
  ['the source, read', { method: 'GET', path: '*/kobo.csv', which: [FIRST] }],
  ['the index, read', { method: 'GET', path: '*/index.json', which: [FIRST] }],
  ['the index, written', { method: 'PUT', path: '*/index.json', which: [FIRST], isMain: true }],
  ['the index, written later', { method: 'PUT', path: '*/index.json', which: [SECOND] }],
  ['what stands beside the index, read', { method: 'GET', path: '*/index.json.etl.json', which: [FIRST] }],
  ['what stands beside the index, written', { method: 'PUT', path: '*/index.json.etl.json', which: [FIRST] }],
  ['the lock, made and taken', { method: 'PUT', path: '*/index.json.lock', which: [FIRST, SECOND] }],
];

let azurite: Azurite;
let seed: Seed;
beforeAll(async () => {
  azurite = await startAzurite();
  seed = await makeSeed(spec(PARTS));
});

// Most of the time is spent waiting for answers that never come.
vi.setConfig({ maxConcurrency: 10 });

describe.concurrent.each(TARGETS.map(([name, target], at) => [name, target, at] as const))(
  'hit is %s',
  (_, target, at) => {
    test.each(faultsAt(target, at))('%s', async (_name, fault) => {
      expect(await wrongAfter(fault)).toEqual([]);
    });
  },
);

async function wrongAfter(fault: Fault): Promise<string[]> {
  const container = await azurite.newContainer();
  const road = await startFaultyBlobs(azurite.accountUrl);
  const env = { LAKE_URL: road.accountUrl, LAKE_CONTAINER: container, LAKE_SAS: azurite.sas(container) };
  const world = await openWorld({ spec: SPEC, env, shelf: shelfOf(container), seed, rows: NEW_ROWS });
  try {
    road.setFaults({ faults: [fault] });
    const bad = await world.night(timeoutOf(fault));
    road.setFaults({ faults: [] });
    const wrong = await judgeBadNight(world, bad, seed);
    if (road.hits.length === 0 && timeoutOf(fault) === undefined) wrong.push('the fault hit nothing');
    await road.isBack();
    await releaseLock(container);
    wrong.push(...(await judgeGoodNight(world, await world.night())));
    return wrong;
  } finally {
    await world.close();
    await road.stop();
  }
}

function shelfOf(container: string): Shelf {
  const client = azurite.service.getContainerClient(container);
  return {
    async read(name) {
      const blob = client.getBlockBlobClient(name);
      return (await blob.exists()) ? (await blob.downloadToBuffer()).toString('utf8') : undefined;
    },
    async write(name, text) {
      await client.getBlockBlobClient(name).upload(text, Buffer.byteLength(text));
    },
  };
}

/** A lease that was taken while its answer got lost is nobody's until it has run out, a minute later. */
async function releaseLock(container: string): Promise<void> {
  const lock = azurite.service.getContainerClient(container).getBlobClient('index.json.lock');
  await lock
    .getBlobLeaseClient()
    .breakLease(0)
    .catch(() => undefined);
}
