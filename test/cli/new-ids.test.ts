/** Records that come back under new ids, where neither a key that stays nor `source.pair` tells that they are known. */
import { describe, expect, test } from 'vitest';
import { COLUMNS, csv, row, rows, spec, type Row } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';
import { run, type Ran, type World } from './world.ts';

const ONLY_UUID = COLUMNS.filter((one) => one !== '_id' && one !== 'meta/rootUuid');
const SPEC = spec({ source: { key: ['_uuid'] } });

/** The same answers under another id. */
const again = (n: number, answers: Row = {}): Row => row(n, { _uuid: `uuid-new-${n}`, ...answers });
const BUSY = { facility: 'Alpha Health Post', visit_date: '2025-03-02' };

interface Night {
  readonly exit: number;
  readonly counts?: Partial<Ran['report']['counts']>;
  readonly events: number;
  readonly says?: RegExp;
}

/** Two nights: what came first, what came then, flags of the second, and what it must come to. */
const NIGHTS: readonly (readonly [string, readonly Row[], readonly Row[], readonly string[], Night])[] = [
  [
    'three edited ones stop the run, which says which and what to do',
    rows(8),
    [again(1, { village: 'Edited' }), row(2), again(3), row(4), again(5), row(6), row(7), row(8)],
    [],
    { exit: 4, events: 8, says: /3 new records .* \(rows 1, 3, 5\)[^]*source\.pair[^]*--accept ids=3/ },
  ],
  [
    'three, and fewer were accepted',
    rows(8),
    [again(1), again(2), again(3), ...rows(8).slice(3)],
    ['--accept', 'ids=2'],
    { exit: 4, events: 8 },
  ],
  [
    'three, accepted as new',
    rows(8),
    [again(1), again(2), again(3), ...rows(8).slice(3)],
    ['--accept', 'ids=3'],
    { exit: 0, counts: { created: 3, missing: 3 }, events: 11 },
  ],
  [
    'one is held, the others go on, and nothing is missing yet',
    rows(8),
    [again(1), row(2, { village: 'Edited' }), ...rows(9).slice(2)],
    [],
    { exit: 1, counts: { held: 1, updated: 1, created: 1, missing: 0 }, events: 9 },
  ],
  [
    'one, accepted as new',
    rows(8),
    [again(1), ...rows(8).slice(1)],
    ['--accept', 'ids=1'],
    { exit: 0, counts: { created: 1, missing: 1 }, events: 9 },
  ],
  [
    'one is gone, and another came from another place',
    rows(8),
    [again(1, { facility: 'Beta Health Post' }), ...rows(8).slice(1)],
    [],
    { exit: 0, counts: { created: 1, missing: 1 }, events: 9 },
  ],
  [
    'one is gone, and another came from the same place on another day',
    rows(8),
    [again(1, { visit_date: '2025-04-11' }), ...rows(8).slice(1)],
    [],
    { exit: 0, counts: { created: 1, missing: 1 }, events: 9 },
  ],
  [
    'of two from one place and day one is gone, one has another id',
    [row(1, BUSY), row(2, BUSY), row(3)],
    [row(3), again(1, BUSY)],
    [],
    { exit: 1, counts: { held: 1, created: 0, missing: 0 }, events: 3 },
  ],
  [
    'a busy place: one is gone, and several others come',
    [row(1, { ...BUSY, village: 'One', team_size: '1', road: '1' }), ...rows(8).slice(1)],
    [
      ...rows(8).slice(1),
      row(21, { ...BUSY, village: 'A', team_size: '2', road: '2' }),
      row(22, { ...BUSY, village: 'B', team_size: '3', road: '3' }),
    ],
    [],
    { exit: 0, counts: { created: 2, missing: 1 }, events: 10 },
  ],
  [
    'a busy place: of several that come one says what the gone one said',
    [row(1, { ...BUSY, village: 'One', team_size: '1', road: '1' }), ...rows(8).slice(1)],
    [
      ...rows(8).slice(1),
      row(21, { ...BUSY, village: 'A', team_size: '2', road: '2' }),
      row(22, { ...BUSY, village: 'One, edited', team_size: '1', road: '1' }),
    ],
    [],
    { exit: 1, counts: { created: 1, held: 1, missing: 0 }, events: 9 },
  ],
];

/** What the second of two nights comes to. */
async function secondOf(world: World, first: readonly Row[], second: readonly Row[], flags: readonly string[]) {
  await world.write('kobo.csv', csv(first, ONLY_UUID));
  await run(world);
  await world.write('kobo.csv', csv(second, ONLY_UUID));
  const planned = await world.etl(['plan', 'pipeline.yaml', ...flags]);
  const ran = await world.etl(['run', 'pipeline.yaml', '--json', ...flags]);
  const { counts = {} } = JSON.parse(ran.stdout) as Partial<Ran['report']>;
  return { planned, exitCode: ran.exitCode, counts, events: (await world.events()).length };
}

describe('known records under new ids', () => {
  test.each(NIGHTS)('%s', (_, first, second, flags, expected) =>
    withOutreach({ files: { 'pipeline.yaml': SPEC } }, async (world) => {
      const { planned, exitCode, counts, events } = await secondOf(world, first, second, flags);
      expect([planned.exitCode, exitCode, events]).toEqual([expected.exit, expected.exit, expected.events]);
      expect(planned.stderr).toMatch(expected.says ?? /./);
      expect(counts).toMatchObject(expected.counts ?? {});
    }),
  );

  test('one that is held waits, past the grace as well, and its row and the way out are shown', () =>
    withOutreach(
      { files: { 'pipeline.yaml': spec({ source: { key: ['_uuid'] }, reconcile: { grace: '0 s' } }) } },
      async (world) => {
        await world.write('kobo.csv', csv(rows(3), ONLY_UUID));
        await run(world);
        await world.write('kobo.csv', csv([again(1), ...rows(3).slice(1)], ONLY_UUID));
        for (const night of [2, 3]) {
          const { exitCode, report } = await run(world);
          expect([night, exitCode, report.counts.held, report.counts.created]).toEqual([night, 1, 1, 0]);
          expect(report.tasks).toMatchObject([
            { code: 'index/maybe-known', rows: [1], hint: expect.stringContaining('source.pair') as string },
          ]);
        }
        expect(await world.events()).toHaveLength(3);
        // What stays is named: now it is known as an edit.
        await world.write('pipeline.yaml', spec({ source: { key: ['_uuid'], pair: ['facility', 'visit_date'] } }));
        expect((await run(world)).report.counts).toMatchObject({ held: 0, created: 0 });
        expect(await world.events()).toHaveLength(3);
      },
    ));
});
