/** Records that have not changed, while people work on their events in DHIS2: `reconcile.verify`. */
import { afterEach, describe, expect, test } from 'vitest';
import { randomOf } from './form-records.ts';
import { Nights, TEAM_SIZE, VILLAGE, type SpecOptions } from './nights.ts';

let nights: Nights;
afterEach(() => nights.close());

const DAY_MS = 24 * 3600_000;
const rows = (...villages: readonly string[]) => villages.map((village, at) => ({ _id: String(at + 1), village }));

/** Three records are sent, one of their events is edited and one is deleted. */
async function openEdited(spec: SpecOptions): Promise<void> {
  nights = await Nights.open(spec);
  await nights.source(rows('a', 'b', 'c'));
  await nights.run('new-index');
  await nights.edit(await nights.eventOf('a'), { [TEAM_SIZE]: '9' });
  await nights.delete(await nights.eventOf('b'));
}

function later(days: number): void {
  nights.now = new Date(nights.now.getTime() + days * DAY_MS);
}

async function sizes(): Promise<Record<string, string | undefined>> {
  return Object.fromEntries(
    (await nights.events()).map(({ dataValues }) => [dataValues[VILLAGE], dataValues[TEAM_SIZE]]),
  );
}

test('never (the default): nobody notices', async () => {
  await openEdited({});
  expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 3 } });
});

describe('always', () => {
  test('reported: held each night until a person has settled it, and nothing is touched', async () => {
    await openEdited({ verify: 'always' });
    for (const _ of [1, 2]) {
      expect(await nights.run()).toMatchObject({
        exitCode: 1,
        counts: { unchanged: 1, held: 2, updated: 0, created: 0 },
        reasons: ['index/edited-since-sent', 'index/deleted-in-dhis2'],
      });
      expect(await sizes()).toEqual({ a: '9', c: '3' });
    }
    await nights.edit(await nights.eventOf('a'), { [TEAM_SIZE]: '3' });
    await nights.source([
      { _id: '1', village: 'a' },
      { _id: '3', village: 'c' },
    ]);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2, missing: 1 } });
  });

  test('overwritten and made anew, once', async () => {
    await openEdited({ verify: 'always', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate' });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1, updated: 1, created: 1 } });
    expect(await sizes()).toEqual({ a: '3', b: '3', c: '3' });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 3 } });
  });

  test('kept: theirs stays, and the index as it was', async () => {
    await openEdited({ verify: 'always', editedInDhis2: 'keep' });
    const before = await nights.index();
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { unchanged: 2, held: 1 } });
    expect(await sizes()).toEqual({ a: '9', c: '3' });
    expect(await nights.index()).toEqual(before);
  });

  test('a guard counts what would be overwritten', async () => {
    await openEdited({ verify: 'always', editedInDhis2: 'overwrite' });
    nights.change({ guard: { changed: '10%', atLeast: 0 } });
    expect(await nights.run()).toMatchObject({ exitCode: 4, code: 'guard/too-many' });
    expect(await sizes()).toEqual({ a: '9', c: '3' });
    expect(await nights.run('changed=1')).toMatchObject({ exitCode: 1, counts: { updated: 1, held: 1 } });
  });

  test.each([true, false])(
    'killed while it overwrites (stored: %s): the next night ends the same',
    async (isStored) => {
      await openEdited({ verify: 'always', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate', batchSize: 1 });
      await nights.crash({ isStored });
      expect(await nights.run()).toMatchObject({ exitCode: 0 });
      expect(await sizes()).toEqual({ a: '3', b: '3', c: '3' });
      expect(await nights.events()).toHaveLength(3);
    },
  );

  test('a person edits between the look and the send: their work is held, not overwritten unread', async () => {
    await openEdited({ verify: 'always', editedInDhis2: 'report' });
    await nights.plan('night.ndjson');
    await nights.edit(await nights.eventOf('c'), { [TEAM_SIZE]: '8' });
    await nights.apply('night.ndjson');
    expect(await sizes()).toEqual({ a: '9', c: '8' });
  });
});

describe('weekly', () => {
  test('once in seven days, counted from a run that came to its end; what differs is told every night', async () => {
    await openEdited({ verify: 'weekly' });
    // The first run had nothing to look at; it counts as the first of the seven days.
    later(1);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 3 } });
    later(6);
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { unchanged: 1, held: 2 } });
    await nights.edit(await nights.eventOf('c'), { [TEAM_SIZE]: '8' });
    later(1);
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { unchanged: 1, held: 2 } });
    await nights.edit(await nights.eventOf('a'), { [TEAM_SIZE]: '3' });
    later(1);
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { unchanged: 2, held: 1 } });
    later(5);
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { unchanged: 1, held: 2 } });
  });

  test('killed before its end, it is due the next night', async () => {
    await openEdited({ verify: 'weekly', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate', batchSize: 1 });
    later(7);
    await nights.crash({ isStored: false });
    await nights.edit(await nights.eventOf('c'), { [TEAM_SIZE]: '8' });
    later(1);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 0, updated: 2, created: 1 } });
    expect(await sizes()).toEqual({ a: '3', b: '3', c: '3' });
  });

  test('what DHIS2 refused to take back is tried again the next night', async () => {
    await openEdited({ verify: 'weekly', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate' });
    later(7);
    const hit = { method: 'POST', path: '/api/tracker' } as const;
    nights.sandbox.setFaults({ faults: [{ kind: 'status', status: 409, ...hit, times: 100 }] });
    await nights.run();
    nights.sandbox.setFaults({ faults: [] });
    later(1);
    await nights.run();
    expect(await sizes()).toEqual({ a: '3', b: '3', c: '3' });
  });

  test('a plan that is made counts for nothing, and so does one that is applied', async () => {
    await openEdited({ verify: 'weekly' });
    later(7);
    expect(await nights.plan('night.ndjson')).toMatchObject({ exitCode: 1, counts: { held: 2 } });
    expect(await nights.apply('night.ndjson')).toMatchObject({ exitCode: 1 });
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { held: 2 } });
  });
});

describe('where nobody works in DHIS2, looking changes nothing', () => {
  test.each([1, 2, 3, 4])('random nights with kills, of seed %i', async (seed) => {
    const stories = [];
    for (const verify of ['never', 'always']) {
      nights = await Nights.open({
        verify,
        batchSize: 2,
        guard: { created: '100%', changed: '100%', missing: '100%' },
      });
      stories.push(await randomStory(randomOf(seed)));
      if (verify === 'never') await nights.close();
    }
    expect(stories[1]).toEqual(stories[0]);
  });

  async function randomStory(random: (below: number) => number): Promise<unknown[]> {
    const story: unknown[] = [];
    let records = rows('a', 'b', 'c', 'd');
    for (let night = 0; night < 7; night += 1) {
      await nights.source(records);
      nights.now = new Date(Date.parse('2026-03-01T02:00:00Z') + night * DAY_MS);
      const isKilled = night > 0 && random(4) === 0;
      const isStored = random(2) === 0;
      if (isKilled)
        story.push(
          await nights.crash({ isStored }).then(
            () => 'killed',
            () => 'nothing was sent',
          ),
        );
      const { exitCode, counts, reasons } = await nights.run('new-index');
      story.push({ exitCode, counts, reasons, villages: await nights.villages() });
      const id = String(100 + night);
      records = records.flatMap((record) => {
        const what = random(6);
        if (what === 0) return [];
        return [what === 1 ? { ...record, village: `${record.village}${night}` } : record];
      });
      if (random(2) === 0) records = [...records, { _id: id, village: `new${id}` }];
    }
    return story;
  }
});
