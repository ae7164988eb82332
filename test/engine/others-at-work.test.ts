/** Other tools, people and backups at work on the index, while a run is at work or between two. */
import { afterEach, describe, expect, test } from 'vitest';
import { importEvents } from '../cli/events.ts';
import { PROGRAM } from '../cli/outreach.ts';
import { Nights, TEAM_SIZE, VILLAGE, type SpecOptions } from './nights.ts';

let nights: Nights;
afterEach(() => nights.close());

const rows = (...villages: readonly string[]) => villages.map((village, at) => ({ _id: String(at + 1), village }));
const entryOf = (entries: Record<string, Record<string, unknown>>, key: string): Record<string, unknown> =>
  entries[key] as Record<string, unknown>;

async function open(spec: SpecOptions = {}): Promise<void> {
  nights = await Nights.open(spec);
}

/** Two records sent, and a night on which one of them has changed. */
async function changed(spec: SpecOptions = {}): Promise<void> {
  await open(spec);
  await nights.source(rows('a', 'b'));
  await nights.run('new-index');
  await nights.source([...rows('a2', 'b'), { _id: '3', village: 'c' }]);
}

describe('while a run is at work, somebody', () => {
  test('takes an entry away: no half of one is written, and its record is found again', async () => {
    await changed();
    await nights.runWhile((entries) => delete entries['1']);
    expect(await nights.run()).toMatchObject({ counts: { created: 0 } });
    expect(await nights.run()).toMatchObject({ exitCode: 0 });
    expect(await nights.villages()).toEqual(['a2', 'b', 'c']);
  });

  test('tidies away an entry that is gone', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.source([{ _id: '2', village: 'b2' }]);
    await nights.runWhile((entries) => delete entries['1']);
    expect((await nights.run()).code).toBeUndefined();
  });

  test('gives an entry another UID: two senders are told', async () => {
    await changed();
    expect(await nights.runWhile((entries) => (entryOf(entries, '1')['dhis2_uuid'] = 'AbcdefghijK'))).toMatchObject({
      exitCode: 4,
      code: 'guard/two-senders',
    });
    // The event is found under the UID that it really has.
    expect(await nights.run()).toMatchObject({ exitCode: 0 });
    expect(await nights.villages()).toEqual(['a2', 'b', 'c']);
  });

  test('says that an event was removed which lives: it is told, and not believed', async () => {
    await changed();
    await nights.runWhile((entries) => (entryOf(entries, '1')['deleted_dhis2'] = true));
    expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/still-in-dhis2'] });
  });
});

describe('an older index is put back', () => {
  test('after a kill, or is lost after it: the journal of an entry that is not there makes none', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.copy('index.json', 'old.json');
    await nights.source(rows('a', 'b'));
    await nights.run();
    await nights.source(rows('a', 'b2'));
    await nights.crash({ isStored: true });
    await nights.copy('old.json', 'index.json');
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 0, adopted: 1 } });
    await nights.source(rows('a', 'b3'));
    await nights.crash({ isStored: true });
    await nights.remove('index.json');
    expect(await nights.run('new-index')).toMatchObject({ exitCode: 0, counts: { created: 0, adopted: 2 } });
    expect(await nights.villages()).toEqual(['a', 'b3']);
  });

  test('an event that an earlier tool had sent, under a UID that nobody can derive, is not sent twice', async () => {
    await open();
    await nights.source(rows('a', 'b', 'c'));
    await nights.run('new-index');
    await nights.copy('index.json', 'old.json');
    const place = { program: PROGRAM, programStage: 'StgOutreac1', orgUnit: 'OuAlpha0001' };
    const values = { [VILLAGE]: 'd', [TEAM_SIZE]: '3' };
    const dataValues = Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));
    await importEvents(nights.sandbox.url, [
      { event: 'AbcdefghijK', ...place, occurredAt: '2025-03-02', status: 'COMPLETED', dataValues },
    ]);
    await nights.editIndex((entries) => {
      entries['4'] = { dhis2_uuid: 'AbcdefghijK', uploaded: true, deleted: false, deleted_dhis2: false };
    });
    await nights.source(rows('a', 'b', 'c', 'd'));
    expect(await nights.run()).toMatchObject({ counts: { adopted: 1 } });
    await nights.copy('old.json', 'index.json');
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { created: 0 }, reasons: ['index/maybe-lost'] });
    expect(await nights.villages()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('of an event that was made anew, under ids that have changed: what a person typed stays', async () => {
    await open({ key: ['_uuid'], pair: ['village'], deletedInDhis2: 'recreate' });
    const record = (uuid: string, team: string) => [{ _uuid: uuid, village: 'a', team }];
    await nights.source(record('u', '3'));
    await nights.run('new-index');
    await nights.source(record('w', '4'));
    expect(await nights.run()).toMatchObject({ counts: { updated: 1 } });
    await nights.copy('index.json', 'old.json');
    for (const team of ['5', '6']) {
      await nights.delete((await nights.events())[0]);
      await nights.source(record('w', team));
      expect(await nights.run()).toMatchObject({ counts: { created: 1 } });
    }
    await nights.copy('old.json', 'index.json');
    await nights.edit((await nights.events())[0], { [TEAM_SIZE]: '99' });
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { created: 0, held: 1 } });
    expect((await nights.events()).map((one) => one.dataValues[TEAM_SIZE])).toEqual(['99']);
  });

  test('of an event that a person had removed, and that was made anew since', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.delete(await nights.eventOf('a'));
    await nights.editIndex((entries) => (entryOf(entries, '1')['deleted_dhis2'] = true));
    await nights.run();
    await nights.copy('index.json', 'old.json');
    nights.change({ deletedInDhis2: 'recreate' });
    expect(await nights.run()).toMatchObject({ counts: { created: 1 } });
    await nights.copy('old.json', 'index.json');
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 0, adopted: 1 } });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1 }, remarks: [] });
  });
});

describe('between two nights', () => {
  test('a UID changed by hand: the event is found under the one that it has', async () => {
    await open({ deletedInDhis2: 'recreate' });
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.editIndex((entries) => (entryOf(entries, '1')['dhis2_uuid'] = 'AbcdefghijK'));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 0, adopted: 1 } });
    expect(await nights.villages()).toEqual(['a', 'b']);
  });

  test('entries of an earlier tool that are gone are asked about once', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.source(rows('a'));
    await nights.run();
    await nights.editIndex((entries) => {
      const { dhis2_uuid } = entryOf(entries, '2');
      entries['2'] = { dhis2_uuid, uploaded: true, deleted: true, deleted_dhis2: false };
    });
    await nights.remove('index.json.etl.json');
    expect((await nights.run()).remarks).toHaveLength(1);
    expect((await nights.run()).remarks).toEqual([]);
  });

  test('a run has sent what a kept plan left alone: the plan is out of date', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.editIndex((entries) => (entryOf(entries, '1')['error'] = 'x'));
    await nights.plan('kept.ndjson');
    await nights.source(rows('a2', 'b'));
    expect(await nights.run()).toMatchObject({ counts: { updated: 1 } });
    expect(await nights.apply('kept.ndjson')).toMatchObject({ exitCode: 4, code: 'guard/plan-stale' });
  });

  test('a first send that was killed, and whose record is left out now: its event is told', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.crash({ isStored: true }, 'new-index');
    nights.change({ where: '=village != "a"' });
    for (let night = 0; night < 2; night += 1)
      expect((await nights.run()).reasons).toEqual(['index/excluded-after-sending']);
  });

  test('a question that is empty comes into the mapping: it is looked at once', async () => {
    const requests: string[] = [];
    nights = await Nights.open({}, { log: (line) => requests.push(line) });
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    nights.change({ values: { [VILLAGE]: '=village', [TEAM_SIZE]: '=$int(team)', DeRemarks01: '=_uuid' } });
    const reads: number[] = [];
    for (let night = 0; night < 2; night += 1) {
      requests.length = 0;
      expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2 } });
      reads.push(requests.filter((line) => line.includes('/api/tracker')).length);
    }
    expect(reads[0]).toBeGreaterThan(0);
    expect(reads[1]).toBe(0);
  });
});
