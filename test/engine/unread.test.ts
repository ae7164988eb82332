/** People's work in DHIS2 is never overwritten unread, whatever became of the runs before. */
import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { loadJournal } from '../../src/index/json/journal.ts';
import { FileStorage } from '../../src/storage/file.ts';
import { Nights, TEAM_SIZE, VILLAGE, type SpecOptions } from './nights.ts';

let nights: Nights;
afterEach(() => nights.close());

const HOUR_MS = 3600_000;
const rows = (...villages: readonly string[]) => villages.map((village, at) => ({ _id: String(at + 1), village }));

async function open(spec: SpecOptions = {}): Promise<void> {
  nights = await Nights.open(spec);
}

describe('a killed run', () => {
  test.each(['report', 'keep'])(
    'whose updates were stored: a person edits one before the next night (%s)',
    async (editedInDhis2) => {
      await open({ editedInDhis2 });
      await nights.source(rows('a', 'b', 'c'));
      expect(await nights.run('new-index')).toMatchObject({ exitCode: 0, counts: { created: 3 } });
      await nights.source(rows('a2', 'b2', 'c2'));
      await nights.crash({ isStored: true });
      await nights.edit(await nights.eventOf('b2'), { [VILLAGE]: 'by hand' });
      const night = await nights.run();
      expect(await nights.villages()).toEqual(['a2', 'by hand', 'c2']);
      expect(night.counts).toMatchObject({ adopted: 2, updated: 0, created: 0 });
      expect(night.exitCode).toBe(editedInDhis2 === 'keep' ? 0 : 1);
    },
  );

  test('whose updates were not stored: as it was before, it is sent; edited meanwhile, it is held', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.source(rows('a2', 'b2'));
    await nights.crash({ isStored: false });
    await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
    expect(await nights.run()).toMatchObject({
      exitCode: 1,
      counts: { updated: 1, held: 1 },
      reasons: ['index/edited-in-dhis2'],
    });
    expect(await nights.villages()).toEqual(['a2', 'by hand']);
  });

  test('whose first send was stored, and which a person then worked on', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.crash({ isStored: true }, 'new-index');
    await nights.edit(await nights.eventOf('a'), { [VILLAGE]: 'by hand' });
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { adopted: 1, held: 1 } });
    expect(await nights.villages()).toEqual(['b', 'by hand']);
  });

  test("whose record has changed again since: our own older value is nobody's edit", async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.source(rows('a2'));
    await nights.crash({ isStored: true });
    await nights.source(rows('a3'));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { updated: 1 } });
    expect(await nights.villages()).toEqual(['a3']);
  });

  test('which was the very first, and all its records have changed since: finished, and no guard asks', async () => {
    await open({ guard: { changed: '50%' } });
    await nights.source(rows('a', 'b', 'c', 'd', 'e', 'f'));
    await nights.crash({ isStored: true }, 'new-index');
    await nights.source(rows('a2', 'b2', 'c2', 'd2', 'e2', 'f2'));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 0, updated: 6 } });
    expect(await nights.villages()).toEqual(['a2', 'b2', 'c2', 'd2', 'e2', 'f2']);
  });

  test('only what was really under way is in doubt', async () => {
    await open({ batchSize: 2 });
    await nights.source(rows('a', 'b', 'c', 'd', 'e', 'f'));
    await nights.crash({ isStored: true, nth: 2 }, 'new-index');
    expect(await doubted()).toEqual(['3', '4']);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2, adopted: 2, created: 2 } });
    expect(await nights.villages()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});

/** Keys of the entries that the killed run has left without a verdict; a JSON index has them in its journal. */
async function doubted(): Promise<string[]> {
  const isDoubted = (entry: Record<string, unknown>): boolean => entry['error'] === 'NO_RESPONSE_FROM_DHIS2';
  if (Nights.kind === 'sqlite')
    return Object.entries(await nights.index()).flatMap(([key, entry]) => (isDoubted(entry) ? [key] : []));
  const journal = await loadJournal(new FileStorage(), nights.path('index.json'));
  return [...(journal?.changes ?? [])].filter(({ patch }) => isDoubted(patch)).map(({ key }) => key);
}

describe('a plan that was kept', () => {
  test('is applied after a look at what people have done since', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.source(rows('a2', 'b2'));
    await nights.plan('kept.ndjson');
    await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
    expect(await nights.apply('kept.ndjson')).toMatchObject({ exitCode: 1, counts: { updated: 1, held: 1 } });
    expect(await nights.villages()).toEqual(['a2', 'by hand']);
  });

  test('finds an event that was deleted, and one that has come, since', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.copy('index.json', 'before.json');
    await nights.copy('index.json.etl.json', 'before.etl.json');
    await nights.source([...rows('a2', 'b'), { _id: '3', village: 'c' }]);
    await nights.plan('kept.ndjson');
    await nights.run();
    await nights.copy('before.json', 'index.json');
    await nights.copy('before.etl.json', 'index.json.etl.json');
    await nights.delete(await nights.eventOf('a2'));
    await nights.edit(await nights.eventOf('c'), { [VILLAGE]: 'by hand' });
    const night = await nights.apply('kept.ndjson');
    expect(night).toMatchObject({ exitCode: 1, counts: { created: 0, updated: 0, held: 2 } });
    expect(await nights.villages()).toEqual(['b', 'by hand']);
  });

  test.each<[string, (line: Record<string, unknown>) => void]>([
    ['a UID exchanged', (line) => (line['uid'] = 'AbcdefghijK')],
    [
      'a value changed',
      (line) => ((line['object'] as { dataValues: { value: string }[] }).dataValues[0] = { value: 'x' }),
    ],
    ['an action changed', (line) => (line['action'] = 'leave')],
  ])('is refused once it has been changed by hand: %s', async (_, change) => {
    const { readFile } = await import('node:fs/promises');
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.source(rows('a2'));
    await nights.plan('kept.ndjson');
    const line = JSON.parse(await readFile(nights.path('kept.ndjson'), 'utf8')) as Record<string, unknown>;
    change(line);
    await writeFile(nights.path('kept.ndjson'), `${JSON.stringify(line)}\n`);
    expect(await nights.apply('kept.ndjson')).toMatchObject({ exitCode: 2, code: 'run/no-plan' });
    expect(await nights.villages()).toEqual(['a']);
  });
});

describe('an index that was lost', () => {
  test.each<[string, number, string[]]>([
    ['report', 1, ['a', 'by hand']],
    ['keep', 0, ['a', 'by hand']],
    ['update', 0, ['a', 'b']],
  ])('a new one is accepted over events that are ours: adopt: %s', async (adopt, exitCode, villages) => {
    await open({ adopt });
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
    await nights.remove('index.json');
    await nights.remove('index.json.etl.json');
    const night = await nights.run('new-index');
    expect(night.counts.created).toBe(0);
    expect(night.exitCode).toBe(exitCode);
    expect(await nights.villages()).toEqual(villages);
    expect(await nights.run()).toMatchObject({ exitCode, counts: { created: 0, updated: 0 } });
    expect(await nights.villages()).toEqual(villages);
  });

  test('an event of a later generation is found', async () => {
    await open({ deletedInDhis2: 'recreate' });
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.delete(await nights.eventOf('a'));
    await nights.source(rows('a2'));
    expect(await nights.run()).toMatchObject({ counts: { created: 1 } });
    await nights.remove('index.json');
    await nights.remove('index.json.etl.json');
    expect(await nights.run('new-index')).toMatchObject({ exitCode: 0, counts: { created: 0, adopted: 1 } });
    expect(await nights.villages()).toEqual(['a2']);
    await nights.source(rows('a3'));
    expect(await nights.run()).toMatchObject({ counts: { updated: 1 } });
    expect(await nights.villages()).toEqual(['a3']);
  });

  test('of the records that were deleted in DHIS2 nothing is made anew in silence', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.delete(await nights.eventOf('a'));
    await nights.remove('index.json');
    await nights.remove('index.json.etl.json');
    expect(await nights.run('new-index')).toMatchObject({ exitCode: 1, reasons: ['index/deleted-in-dhis2'] });
    expect(await nights.villages()).toEqual(['b']);
  });
});

describe('a request that is carried out late', () => {
  test('after the next run has settled it: one more look finds it, and ours is sent again', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    const event = await nights.eventOf('a');
    await nights.source(rows('v1'));
    await nights.crash({ isStored: false });
    await nights.source(rows('v2'));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { updated: 1 } });
    expect(await nights.villages()).toEqual(['v2']);
    await nights.edit(event, { [VILLAGE]: 'v1' });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { updated: 1 } });
    expect(await nights.villages()).toEqual(['v2']);
  });

  test('nothing comes of it any more: the doubt ends, and nothing is read', async () => {
    await open();
    await nights.source(rows('v1'));
    await nights.crash({ isStored: true }, 'new-index');
    expect(await nights.run()).toMatchObject({ counts: { adopted: 1 } });
    expect((await nights.index())['1']).toHaveProperty('doubts');
    nights.now = new Date(Date.now() + 2 * HOUR_MS);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1 } });
    const entry = (await nights.index())['1'];
    expect(entry).not.toHaveProperty('doubts');
    expect(entry).toMatchObject({ uploaded: true });
  });

  test("a person's edit in the meantime is still one", async () => {
    await open();
    await nights.source(rows('v1'));
    await nights.crash({ isStored: true }, 'new-index');
    await nights.run();
    await nights.edit(await nights.eventOf('v1'), { [VILLAGE]: 'by hand' });
    expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/edited-in-dhis2'] });
    expect(await nights.villages()).toEqual(['by hand']);
  });
});

describe('a data element leaves the mapping and comes back', () => {
  const BOTH = { [TEAM_SIZE]: '=$int(team)', [VILLAGE]: '=village' };
  const ONE = { [TEAM_SIZE]: '=$int(team)' };
  const byTeam = async (team: string) => (await nights.events()).find((one) => one.dataValues[TEAM_SIZE] === team);

  test("records that changed in between are nobody's edit", async () => {
    await open({ values: BOTH });
    await nights.source([
      { _id: '1', team: '3', village: 'a' },
      { _id: '2', team: '4', village: 'b' },
    ]);
    await nights.run('new-index');
    nights.change({ values: ONE });
    await nights.source([
      { _id: '1', team: '5', village: 'a2' },
      { _id: '2', team: '4', village: 'b2' },
    ]);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { updated: 1, adopted: 1 } });
    nights.change({ values: BOTH });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { updated: 2 } });
    expect(await nights.villages()).toEqual(['a2', 'b2']);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2 } });
  });

  test('what a person typed into it while it was out is an edit', async () => {
    await open({ values: BOTH });
    await nights.source([{ _id: '1', team: '3', village: 'a' }]);
    await nights.run('new-index');
    nights.change({ values: ONE });
    await nights.run();
    await nights.edit(await nights.eventOf('a'), { [VILLAGE]: 'by hand' });
    nights.change({ values: BOTH });
    await nights.source([{ _id: '1', team: '3', village: 'a2' }]);
    expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/edited-in-dhis2'] });
    expect(await nights.villages()).toEqual(['by hand']);
  });

  test('one that is new to the mapping is not sent over what a person has there', async () => {
    await open({ values: ONE });
    await nights.source([
      { _id: '1', team: '3', village: 'a' },
      { _id: '2', team: '4', village: 'b' },
    ]);
    await nights.run('new-index');
    await nights.edit(await byTeam('3'), { [VILLAGE]: 'by hand' });
    nights.change({ values: BOTH });
    expect(await nights.run()).toMatchObject({
      exitCode: 1,
      counts: { updated: 1, held: 1 },
      reasons: ['index/strange-values'],
    });
    expect(await nights.villages()).toEqual(['b', 'by hand']);
  });

  test('an answer that is taken away while it is out is cleared when it is back', async () => {
    await open({ values: BOTH });
    await nights.source([{ _id: '1', team: '3', village: 'a' }]);
    await nights.run('new-index');
    nights.change({ values: ONE });
    await nights.source([{ _id: '1', team: '3', village: ' ' }]);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { updated: 0 } });
    nights.change({ values: BOTH });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { updated: 1 } });
    expect(await nights.villages()).toEqual(['']);
  });
});

describe('deleted_dhis2 set by hand', () => {
  const setByHand = () =>
    nights.editIndex((entries) => ((entries['1'] as Record<string, unknown>)['deleted_dhis2'] = true));

  test.each(['recreate', 'report'])(
    'for an event that lives: it is said, and nothing is doubled (%s)',
    async (deletedInDhis2) => {
      await open({ deletedInDhis2 });
      await nights.source(rows('a'));
      await nights.run('new-index');
      await setByHand();
      expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/still-in-dhis2'] });
      expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/still-in-dhis2'] });
      expect(await nights.villages()).toEqual(['a']);
    },
  );

  test('for one that is gone from the source, too', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.source([{ _id: '2', village: 'b' }]);
    await nights.run();
    await nights.editIndex((entries) => Object.assign(entries['1'] as object, { deleted: true, deleted_dhis2: true }));
    expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/still-in-dhis2'] });
    await nights.delete(await nights.eventOf('a'));
    expect(await nights.run()).toMatchObject({ exitCode: 0 });
    expect(await nights.run()).toMatchObject({ exitCode: 0, remarks: [] });
  });

  test('for one that was removed: made anew once', async () => {
    await open({ deletedInDhis2: 'recreate' });
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.delete(await nights.eventOf('a'));
    await setByHand();
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 1 } });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1 } });
    expect(await nights.villages()).toEqual(['a']);
  });
});
