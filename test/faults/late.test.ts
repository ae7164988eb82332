/** A request of one night is carried out after the next night has sent something newer: it does not stay so. */
import { beforeAll, expect, test } from 'vitest';
import { valuesOf } from '../cli/events.ts';
import { csv, row, spec, type Row } from '../cli/outreach-files.ts';
import { makeSeed, NEW_ROWS, openWorld, type FaultWorld, type Seed } from './fault-world.ts';

const SPEC = spec({ reconcile: { guard: { created: '100%', changed: '100%', missing: '100%' } } });
const SEND = { method: 'POST', path: '/api/tracker' } as const;

const NEWER: readonly Row[] = NEW_ROWS.map((one) =>
  one['_id'] === '1002' ? row(2, { village: 'Village 2, at last' }) : one,
);
const villages = async (world: FaultWorld): Promise<string[]> => valuesOf(await world.events(), 'DeVillage01');

let seed: Seed;
beforeAll(async () => {
  seed = await makeSeed(SPEC);
});

test('what was sent last is what is there in the end', async () => {
  const world = await openWorld({ spec: SPEC, seed, rows: NEW_ROWS });
  try {
    world.sandbox.setFaults({
      faults: [
        { kind: 'late', lateMs: 'next', ...SEND },
        { kind: 'reset', times: 1000, ...SEND },
      ],
    });
    expect((await world.night()).exitCode).not.toBe(0);
    world.sandbox.setFaults({ faults: [] });
    await world.shelf.write('kobo.csv', csv(NEWER));
    const second = await world.night();
    expect(second.exitCode).toBe(0);
    const wanted = NEWER.map((one) => one['village'] ?? '').sort();
    // Right behind the newer values the older ones have arrived.
    expect(await villages(world)).toContain('Village 2, again');
    const third = await world.night();
    expect({ ...third, there: await villages(world) }).toMatchObject({ exitCode: 0, there: wanted });
  } finally {
    await world.close();
  }
});
