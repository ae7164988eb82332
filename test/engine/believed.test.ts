/** The index is believed only as far as it deserves. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Nights, VILLAGE, type SpecOptions } from './nights.ts';

let nights: Nights;
afterEach(() => nights.close());

const rows = (...villages: readonly string[]) => villages.map((village, at) => ({ _id: String(at + 1), village }));

async function open(spec: SpecOptions = {}): Promise<void> {
  nights = await Nights.open(spec);
}

/** Of a JSON index, entries are held against their seals; of a database put back, nothing is believed. */
const doubted = (seals: number, all: number): number => (Nights.kind === 'json' ? seals : all);

const keep = () => nights.copy('index.json', 'yesterday.json');
const putBack = () => nights.copy('yesterday.json', 'index.json');

describe('an index put back from an earlier day', () => {
  test.each<[string, SpecOptions, number, string[]]>([
    ['is told, and nothing is taken for unchanged', {}, 1, ['b', 'y']],
    ['what DHIS2 has may be kept', { adopt: 'keep', editedInDhis2: 'keep' }, 0, ['b', 'y']],
    ['ours may be sent', { adopt: 'update', editedInDhis2: 'overwrite' }, 0, ['a', 'y']],
    ['one word for keeping is not enough', { adopt: 'keep' }, 1, ['b', 'y']],
    ['a wish to keep edits is stronger than one to update', { adopt: 'update', editedInDhis2: 'keep' }, 0, ['b', 'y']],
  ])('%s', async (_, spec, exitCode, villages) => {
    await open(spec);
    await nights.source(rows('a', 'y'));
    await nights.run('new-index');
    await keep();
    await nights.source(rows('b', 'y'));
    await nights.run();
    await putBack();
    await nights.source(rows('a', 'y'));
    const warned: string[] = [];
    nights.log = { ...SILENT, warn: (message) => void warned.push(message) };
    const night = await nights.run();
    nights.log = SILENT;
    const isAdopted = spec.adopt !== undefined && spec.editedInDhis2 === 'keep';
    expect(warned.filter((message) => message.startsWith('record 1: what is there counts'))).toHaveLength(
      isAdopted ? 1 : 0,
    );
    expect(night.exitCode).toBe(exitCode);
    expect(night.counts).toMatchObject({ created: 0, unchanged: 1 });
    expect(night.remarks).toEqual([
      expect.stringContaining(`${doubted(1, 2)} of 2 entries are not as a run of ours left them`),
    ]);
    expect(await nights.villages()).toEqual(villages);
  });

  test('records that it does not know yet are found by their UIDs', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await keep();
    await nights.source(rows('a', 'b'));
    await nights.run();
    await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
    await putBack();
    const night = await nights.run();
    expect(night).toMatchObject({
      exitCode: 1,
      counts: { created: 0, held: 1 },
      reasons: ['index/differs-from-dhis2'],
    });
    expect(night.remarks.at(-1)).toContain('1 entries of earlier runs are gone from it');
    expect(await nights.villages()).toEqual(['a', 'by hand']);
  });

  test('together with its sidecar: what it does not know yet is still not sent over', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await keep();
    await nights.copy('index.json.etl.json', 'yesterday.etl.json');
    await nights.source(rows('a', 'b'));
    await nights.run();
    await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
    await putBack();
    await nights.copy('yesterday.etl.json', 'index.json.etl.json');
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { created: 0, held: 1 } });
    expect(await nights.villages()).toEqual(['a', 'by hand']);
  });

  test('where an edit changes every id, a new record may be an edit of what it has lost: it waits until that is accepted', async () => {
    await open({ key: ['_uuid'], pair: ['day'] });
    await nights.source([{ _uuid: 'u1', village: 'a', day: '2025-03-01' }]);
    await nights.run('new-index');
    await keep();
    await nights.source([
      { _uuid: 'u1', village: 'a', day: '2025-03-01' },
      { _uuid: 'u2', village: 'b', day: '2025-03-02' },
    ]);
    await nights.run();
    await putBack();
    await nights.source([
      { _uuid: 'u1', village: 'a', day: '2025-03-01' },
      { _uuid: 'u3', village: 'b2', day: '2025-03-02' },
    ]);
    for (let night = 0; night < 2; night += 1) {
      expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/maybe-lost'] });
      expect(await nights.villages()).toEqual(['a', 'b']);
    }
    expect(await nights.run('lost')).toMatchObject({ exitCode: 0, counts: { created: 1 } });
    expect(await nights.run()).toMatchObject({ exitCode: 0, remarks: [] });
  });
});

describe('what others write', () => {
  test('a tool that writes the whole file anew and changes nothing is no trouble', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.editIndex(() => {});
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2 }, remarks: [] });
  });

  test('an entry that somebody has changed is told from the others, and believed again once DHIS2 has confirmed it', async () => {
    await open();
    await nights.source(rows('a', 'b', 'c'));
    await nights.run('new-index');
    await nights.editIndex((entries) => Object.assign(entries['2'] as object, { error: 'NOT_UPLOADED' }));
    const night = await nights.run();
    expect(night).toMatchObject({ exitCode: 0, counts: { unchanged: 3 } });
    expect(night.remarks).toEqual([expect.stringContaining('1 of 3 entries')]);
    expect(await nights.run()).toMatchObject({ exitCode: 0, remarks: [] });
  });

  test('`uploaded` set by hand for an event that is not there', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.source(rows('a', 'b'));
    await nights.editIndex((entries) => {
      entries['2'] = { dhis2_uuid: 'AbcdefghijK', uploaded: true, deleted: false, deleted_dhis2: false };
    });
    expect(await nights.run()).toMatchObject({ exitCode: 1, reasons: ['index/not-in-dhis2'] });
  });

  test('`uploaded` taken away by hand: the event is found, and not called new', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.editIndex((entries) => Object.assign(entries['1'] as object, { uploaded: false }));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 0, updated: 0 } });
    expect((await nights.index())['1']).toMatchObject({ uploaded: true });
  });

  test('an entry taken out by hand is told until somebody accepts it, or its record is found again', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.editIndex((entries) => delete entries['2']);
    expect(await nights.run()).toMatchObject({
      exitCode: 0,
      counts: { created: 0, adopted: 1 },
      remarks: [expect.stringContaining('gone')],
    });
    expect(await nights.run()).toMatchObject({ exitCode: 0, remarks: [] });
    await nights.source(rows('a'));
    await nights.editIndex((entries) => delete entries['2']);
    for (let night = 0; night < 2; night += 1)
      expect(await nights.run()).toMatchObject({ remarks: [expect.stringContaining('1 entries of earlier runs')] });
    expect(await nights.run('lost')).toMatchObject({ exitCode: 0, remarks: [] });
    expect(await nights.run()).toMatchObject({ exitCode: 0, remarks: [] });
  });

  test('the sidecar is gone: everything is looked at once', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
    await nights.remove('index.json.etl.json');
    expect(await nights.run()).toMatchObject({
      exitCode: 1,
      counts: { unchanged: 1, held: 1 },
      reasons: ['index/differs-from-index'],
    });
    expect(await nights.villages()).toEqual(['a', 'by hand']);
  });
});

async function readSidecar(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(nights.path('index.json.etl.json'), 'utf8')) as Record<string, unknown>;
}

async function changeSidecar(change: (sidecar: Record<string, unknown>) => object): Promise<void> {
  await writeFile(nights.path('index.json.etl.json'), JSON.stringify(change(await readSidecar())));
}

describe('whose server it is', () => {
  test('a DHIS2 before its first restart has no id: the one that it gets later is its own', async () => {
    nights = await Nights.open({}, { faults: { freshServer: true, faults: [] } });
    await nights.source(rows('a'));
    expect(await nights.run('new-index')).toMatchObject({ exitCode: 0 });
    const before = await readSidecar();
    expect(before['server']).toBe(nights.url);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1 } });
    nights.sandbox.restart(0);
    await nights.source(rows('a', 'b'));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1, created: 1 } });
    expect((await readSidecar())['server']).not.toBe(nights.url);
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 2 } });
  });

  test('another server stops the run; accepted, nothing is taken for granted', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await changeSidecar((sidecar) => ({ ...sidecar, server: 'elsewhere', address: 'https://old.example.org' }));
    expect(await nights.run()).toMatchObject({ exitCode: 4, code: 'guard/other-server' });
    await nights.edit(await nights.eventOf('b'), { [VILLAGE]: 'by hand' });
    expect(await nights.run('server')).toMatchObject({ exitCode: 1, counts: { unchanged: 1, held: 1 } });
    expect(await nights.villages()).toEqual(['a', 'by hand']);
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { unchanged: 1, held: 1 } });
  });

  test('another server that is empty: what was sent to the old one is not there, and is said so', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await changeSidecar((sidecar) => ({ ...sidecar, server: 'elsewhere' }));
    await nights.delete(await nights.eventOf('a'));
    expect(await nights.run('server')).toMatchObject({ exitCode: 1, reasons: ['index/deleted-in-dhis2'] });
  });
});

test('the entry of another object of a record is no rival of its own, and is gone by itself', async () => {
  await open();
  await nights.source(rows('a'));
  await nights.run('new-index');
  await nights.editIndex((entries) => {
    entries['1\u001fvisit/1'] = { ...entries['1'], dhis2_uuid: 'EvOfVisit01', ids: ['1'] };
  });
  const night = await nights.run();
  expect(night.counts).toMatchObject({ unchanged: 1, held: 0, missing: 1 });
  const entries = await nights.index();
  expect(entries['1']).not.toHaveProperty('missing_since');
  expect(entries['1\u001fvisit/1']).toHaveProperty('missing_since');
});

describe('an entry that others have called settled, of a record whose every id an edit has changed', () => {
  const REMOVED = { deleted: true, deleted_dhis2: true };
  const NEVER_SENT = { deleted: true, uploaded: false };
  const record = (uuid: string, team: string) => [{ _uuid: uuid, village: 'a', team }];

  async function settled(marks: object): Promise<void> {
    await open({ key: ['_uuid'], pair: ['day'] });
    await nights.source(record('u1', '3'));
    await nights.run('new-index');
    await nights.editIndex((entries) => Object.assign(entries['u1'] as object, marks));
    await nights.source(record('u2', '4'));
  }

  test.each([
    ['removed', REMOVED],
    ['removed, by a tool that writes no pair', { ...REMOVED, pair: undefined }],
  ])('%s, and it lives: nothing is made anew', async (_, marks) => {
    await settled(marks);
    for (let night = 0; night < 2; night += 1) {
      expect(await nights.run()).toMatchObject({
        exitCode: 1,
        counts: { created: 0, held: 1 },
        reasons: ['index/still-in-dhis2'],
      });
      expect(await nights.villages()).toEqual(['a']);
    }
    await nights.editIndex((entries) => Object.assign(entries['u1'] as object, { deleted_dhis2: false }));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 0, updated: 1 } });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1 }, remarks: [] });
    expect(await nights.villages()).toEqual(['a']);
  });

  test.each([
    ['never sent', NEVER_SENT],
    ['never sent, by a tool that writes no pair', { ...NEVER_SENT, pair: undefined }],
  ])('%s, and it lives: it is found', async (_, marks) => {
    await settled(marks);
    expect(await nights.run()).toMatchObject({ counts: { created: 0 } });
    expect((await nights.events()).length).toBe(1);
  });

  test('removed, and it is: the record is a new one', async () => {
    await settled(REMOVED);
    await nights.delete(await nights.eventOf('a'));
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { created: 1 } });
    expect(await nights.run()).toMatchObject({ exitCode: 0, counts: { unchanged: 1 }, remarks: [] });
  });

  test('never sent, and it lives, with its record gone: that is told', async () => {
    await settled(NEVER_SENT);
    await nights.source([{ _uuid: 'u3', village: 'b', day: '2025-03-09' }]);
    expect(await nights.run()).toMatchObject({ exitCode: 1, counts: { created: 1 }, reasons: ['index/missing'] });
    expect((await nights.index())['u1']).toMatchObject({ uploaded: true, deleted: true });
  });
});
