/** The wire to DHIS2: each kind of fault hits each kind of request, once or all night; then come good nights. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../src/sandbox/faults/fault-kinds.ts';
import { spec } from '../cli/outreach-files.ts';
import { makeSeed, NEW_ROWS, openWorld, type Seed } from './fault-world.ts';
import { faultsAt, timeoutOf, type Target } from './kinds.ts';
import { judgeBadNight, judgeGoodNight } from './judge.ts';

const SPEC = spec({
  sink: { batchSize: 2 },
  reconcile: { guard: { created: '100%', changed: '100%', missing: '100%' } },
});

const ALWAYS = 10_000;
const [FIRST, SECOND, ALL] = [{}, { nth: 2 }, { times: ALWAYS }] as const;

/** Requests of a night, as a fault names them, and which of them it hits. */
const TARGETS: readonly (readonly [string, Target])[] = [
  ['what sends', { method: 'POST', path: '/api/tracker', which: [FIRST], isMain: true }],
  ['what sends, later', { method: 'POST', path: '/api/tracker', which: [SECOND, ALL] }],
  ['what reads events', { method: 'GET', path: '/api/tracker/events', which: [FIRST, ALL] }],
  ['the login', { method: 'GET', path: '/api/me', which: [FIRST] }],
  ['the question who the server is', { method: 'GET', path: '/api/system/info', which: [FIRST] }],
  ['the question for the program', { method: 'GET', path: '/api/programs/*', which: [FIRST] }],
];

let seed: Seed;
beforeAll(async () => {
  seed = await makeSeed(SPEC);
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
  const world = await openWorld({ spec: SPEC, seed, rows: NEW_ROWS });
  try {
    world.sandbox.setFaults({ faults: [fault] });
    const bad = await world.night(timeoutOf(fault));
    world.sandbox.setFaults({ faults: [] });
    const wrong = await judgeBadNight(world, bad, seed);
    if (world.hits.length === 0 && timeoutOf(fault) === undefined) wrong.push('the fault hit nothing');
    wrong.push(...(await judgeGoodNight(world, await world.night())));
    // What reads alone leaves nothing that could be sent again.
    if (fault.method === 'GET') return wrong;
    const last = await world.night();
    wrong.push(...(await judgeGoodNight(world, last)));
    if (last.counts.created + last.counts.updated > 0) wrong.push(`sent again: ${JSON.stringify(last.counts)}`);
    return wrong;
  } finally {
    await world.close();
  }
}
