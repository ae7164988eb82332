/** Sheets of repeats: their rows become the children of the records. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BadRow, SourceRecord } from '../../../src/contracts/record.ts';
import { XlsxSource } from '../../../src/sources/xlsx/xlsx.ts';
import { FileStorage } from '../../../src/storage/file.ts';
import type { XlsxOptions } from './read-xlsx.ts';
import { writeWorkbook, type Cell, type SheetToWrite } from './write-workbook.ts';

type Rows = readonly (readonly Cell[])[];

const MAIN: Rows = [
  ['_uuid', 'facility', '_index'],
  ['u1', 'North', 1],
  ['u2', 'South', 2],
  ['u3', 'East', 3],
];
const KOBO = ['_index', '_parent_table_name', '_parent_index', '_submission__id', '_submission__uuid'];
const MEMBERS: Rows = [
  ['household/members/name', 'household/members/age', ...KOBO],
  ['Zoé', '3', 1, 'Survey', 1, 7, 'u1'],
  ['Ada', '41', 2, 'Survey', 1, 7, 'u1'],
  ['Bo', '70', 3, 'Survey', 3, 9, 'u3'],
];
const DOSES: Rows = [
  ['household/members/doses/vaccine', ...KOBO],
  ['BCG', 1, 'members', 1, 7, 'u1'],
  ['OPV', 2, 'members', 1, 7, 'u1'],
  ['MMR', 3, 'members', 3, 9, 'u3'],
];

const book = (...sheets: readonly (readonly [string, Rows])[]): Buffer =>
  writeWorkbook({ sheets: sheets.map(([name, rows]): SheetToWrite => ({ name, rows })), isInline: true });

interface Family {
  readonly cells: string;
  readonly [repeat: string]: unknown;
}

interface Read {
  readonly families: readonly Family[];
  readonly records: readonly SourceRecord[];
  readonly badRows: readonly BadRow[];
  readonly remarks: readonly string[];
  readonly columns: (...path: readonly string[]) => readonly string[] | undefined;
  /** Files in the run's folder once all is read. */
  readonly left: readonly string[];
}

const toFamily = ({ cells, repeats = new Map<string, never>() }: SourceRecord): Family => ({
  ...Object.fromEntries(Array.from(repeats, ([name, children]) => [name, children.map(toFamily)])),
  cells: cells.join(' '),
});

async function read(bytes: Buffer, options?: XlsxOptions): Promise<Read> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-xlsx-'));
  try {
    await writeFile(join(folder, 'in.xlsx'), bytes);
    const extract = await new XlsxSource(new FileStorage(folder), 'in.xlsx', options).open(join(folder, 'run'));
    const records: SourceRecord[] = [];
    const badRows: BadRow[] = [];
    for await (const batch of extract.batches(2)) {
      records.push(...batch.records);
      badRows.push(...(batch.badRows ?? []));
    }
    const columns = (...path: readonly string[]): readonly string[] | undefined =>
      path.reduce<typeof extract.header | undefined>((header, name) => header?.repeats?.get(name), extract.header)
        ?.columns;
    const left = await readdir(join(folder, 'run'));
    return { records, families: records.map(toFamily), badRows, remarks: extract.facts.remarks, columns, left };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const FAMILIES = [
  {
    cells: 'u1 North 1',
    members: [
      { cells: 'Zoé 3', doses: [{ cells: 'BCG' }, { cells: 'OPV' }] },
      { cells: 'Ada 41', doses: [] },
    ],
  },
  { cells: 'u2 South 2', members: [] },
  { cells: 'u3 East 3', members: [{ cells: 'Bo 70', doses: [{ cells: 'MMR' }] }] },
];

describe('as Kobo writes them', () => {
  test('rows of repeats are children of their record, nested ones of theirs, with columns by their path inside', async () => {
    const { families, columns, records, badRows, left } = await read(
      book(['Survey', MAIN], ['members', MEMBERS], ['doses', DOSES]),
    );
    expect(families).toEqual(FAMILIES);
    expect(columns('members')).toEqual(['name', 'age']);
    expect(columns('members', 'doses')).toEqual(['vaccine']);
    expect(records[0]?.repeats?.get('members')?.[1]).toMatchObject({ sheet: 'members', row: 2, line: 3 });
    expect(badRows).toEqual([]);
    expect(left).toEqual(['source.xlsx']);
  });

  test('in whatever order rows and sheets stand', async () => {
    const turned = (rows: Rows): Rows => [rows[0] as readonly Cell[], ...rows.slice(1).toReversed()];
    const { families } = await read(book(['doses', DOSES], ['members', turned(MEMBERS)], ['Survey', turned(MAIN)]), {
      sheet: 'Survey',
    });
    expect(families).toEqual([
      FAMILIES[2],
      FAMILIES[1],
      { cells: 'u1 North 1', members: [{ cells: 'Ada 41', doses: [] }, FAMILIES[0]?.members[0]] },
    ]);
  });

  test('where the sheet of the records was given another name', async () => {
    const { families } = await read(book(['Data of March', MAIN], ['members', MEMBERS], ['doses', DOSES]));
    expect(families).toEqual(FAMILIES);
  });

  test('by the submission too: two exports in one workbook have the same numbers', async () => {
    const more = [...MAIN, ['u8', 'West', 1]];
    const others = [...MEMBERS, ['Kim', '5', 1, 'Survey', 1, 12, 'u8']];
    const { families } = await read(book(['Survey', more], ['members', others]));
    expect(families.map((one) => (one['members'] as readonly Family[]).map(({ cells }) => cells))).toEqual([
      ['Zoé 3', 'Ada 41'],
      [],
      ['Bo 70'],
      ['Kim 5'],
    ]);
  });

  test('by the submission alone, where the export has no _index', async () => {
    const main = MAIN.map((row) => row.slice(0, 2));
    const { families } = await read(book(['Survey', main], ['members', MEMBERS]));
    expect(families.map((one) => (one['members'] as readonly Family[]).length)).toEqual([2, 0, 1]);
  });

  test('by the number alone, where the submission was taken out', async () => {
    const members = MEMBERS.map((row) => row.slice(0, 5));
    const { families } = await read(book(['Survey', MAIN], ['members', members]));
    expect(families.map((one) => (one['members'] as readonly Family[]).length)).toEqual([2, 0, 1]);
  });

  test('a name too long for a tab is that of the group', async () => {
    const group = 'members_of_the_household_who_were_present';
    const tab = 'members_of_the_household_who...';
    const members = [
      [`a/${group}/name`, ...KOBO],
      ['Zoé', 1, 'Survey', 1, 7, 'u1'],
    ];
    const doses = [
      [`a/${group}/doses/vaccine`, ...KOBO],
      ['BCG', 1, group, 1, 7, 'u1'],
    ];
    const { families } = await read(book(['Survey', MAIN], [tab, members], ['doses', doses]));
    expect(families[0]).toEqual({ cells: 'u1 North 1', [group]: [{ cells: 'Zoé', doses: [{ cells: 'BCG' }] }] });
  });

  test('a sheet without rows is a repeat without children, in its place', async () => {
    const { families, columns } = await read(
      book(['Survey', MAIN], ['members', MEMBERS.slice(0, 1)], ['doses', DOSES.slice(0, 1)]),
    );
    expect(families.map((one) => one['members'])).toEqual([[], [], []]);
    expect(columns('members', 'doses')).toEqual(['vaccine']);
  });

  test('the sheet of a repeat can be that of the records', async () => {
    const { families, columns } = await read(book(['Survey', MAIN], ['members', MEMBERS], ['doses', DOSES]), {
      sheet: 'members',
    });
    expect(columns()).toEqual(MEMBERS[0]);
    expect(families.map((one) => (one['doses'] as readonly Family[]).map(({ cells }) => cells))).toEqual([
      ['BCG', 'OPV'],
      [],
      ['MMR'],
    ]);
  });
});

describe('nothing vanishes', () => {
  test('a child without parent is rejected, with sheet and row, and so are its own children', async () => {
    const main = MAIN.filter(([uuid]) => uuid !== 'u3');
    const { families, badRows } = await read(book(['Survey', main], ['members', MEMBERS], ['doses', DOSES]));
    expect(families).toEqual(FAMILIES.slice(0, 2));
    expect(badRows).toMatchObject([
      {
        row: 0,
        line: 4,
        sheet: 'members',
        reason: { code: 'source/orphan', args: { repeat: 'members', parent: 'Survey' } },
      },
      {
        row: 0,
        line: 4,
        sheet: 'doses',
        reason: { code: 'source/orphan', args: { repeat: 'doses', parent: 'members' } },
      },
    ]);
  });

  test('nor one whose columns for joining are blank', async () => {
    const { badRows } = await read(
      book(['Survey', MAIN], ['members', [...MEMBERS, ['Kim', '5', 4, 'Survey', '', 7, 'u1']]]),
    );
    expect(badRows).toMatchObject([{ line: 5, sheet: 'members', reason: { code: 'source/orphan' } }]);
  });

  test('a child that cannot be read rejects its record, with its own place', async () => {
    const error: Cell = { xml: '<c t="e"><v>#REF!</v></c>' };
    const { families, badRows } = await read(
      book(['Survey', MAIN], ['members', MEMBERS], ['doses', [...DOSES, [error, 4, 'members', 2, 7, 'u1']]]),
    );
    expect(families).toEqual(FAMILIES.slice(1));
    expect(badRows).toMatchObject([{ row: 1, line: 5, sheet: 'doses', reason: { code: 'source/error-cell' } }]);
  });

  test('children that stand there twice reject their record', async () => {
    const { families, badRows } = await read(book(['Survey', MAIN], ['members', [...MEMBERS, ...MEMBERS.slice(1)]]));
    expect(families.map(({ cells }) => cells)).toEqual(['u2 South 2']);
    expect(badRows).toMatchObject([
      { row: 1, line: 5, sheet: 'members', reason: { code: 'source/child-twice' } },
      { row: 3, line: 7, sheet: 'members', reason: { code: 'source/child-twice' } },
    ]);
  });

  test('children of a record that is rejected are not told as well', async () => {
    const main = [...MAIN.slice(0, 3), ['u3', 'East', 3, 'note']];
    const { badRows } = await read(book(['Survey', main], ['members', MEMBERS]));
    expect(badRows).toMatchObject([
      { row: 3, line: 4, sheet: 'Survey', reason: { code: 'source/cell-without-header' } },
    ]);
  });

  test('a parent that is no sheet stops it', async () => {
    const lost = [DOSES[0] as readonly Cell[], ['BCG', 1, 'persons', 1, 7, 'u1']];
    await expect(read(book(['Survey', MAIN], ['members', MEMBERS], ['doses', lost]))).rejects.toMatchObject({
      code: 'source/unknown-parent',
      exitCode: 3,
      args: { sheet: 'doses', parent: 'persons' },
    });
  });
});

describe('as the spec names them', () => {
  const families: Rows = [
    ['id', 'place'],
    ['f1', 'North'],
    ['f2', 'South'],
  ];
  const people: Rows = [
    ['family', 'name', 'no'],
    ['f2', 'Zoé', 1],
    ['f1', 'Bo', 2],
    ['f2', 'Ada', 3],
  ];
  const visits: Rows = [
    ['family_id', 'person', 'day'],
    ['f2', 3, 'Monday'],
    ['f2', 1, 'Friday'],
  ];
  const named = book(['Families', families], ['People', people], ['Visits', visits]);
  const MEMBERS_OPTION = { sheet: 'People', name: 'members', join: { family: 'id' } };
  const VISITS_OPTION = { sheet: 3, name: 'visits', in: 'members', join: { family_id: 'family', person: 'no' } };

  test('by columns of any name, nested too', async () => {
    const { families, columns } = await read(named, { repeats: [MEMBERS_OPTION, VISITS_OPTION] });
    expect(families).toEqual([
      { cells: 'f1 North', members: [{ cells: 'f1 Bo 2', visits: [] }] },
      {
        cells: 'f2 South',
        members: [
          { cells: 'f2 Zoé 1', visits: [{ cells: 'f2 1 Friday' }] },
          { cells: 'f2 Ada 3', visits: [{ cells: 'f2 3 Monday' }] },
        ],
      },
    ]);
    expect(columns('members', 'visits')).toEqual(['family_id', 'person', 'day']);
  });

  test('those of Kobo by their sheet alone; and no others', async () => {
    const { families, columns } = await read(book(['Survey', MAIN], ['members', MEMBERS], ['doses', DOSES]), {
      repeats: [{ sheet: 'members', name: 'people' }],
    });
    expect(columns('people')).toEqual(['name', 'age']);
    expect(families.map((one) => (one['people'] as readonly Family[]).length)).toEqual([2, 0, 1]);
  });

  test('one whose sheet is left out, since nobody has filled it in; also inside another', async () => {
    const { families, columns } = await read(book(['Survey', MAIN], ['members', MEMBERS]), {
      repeats: [
        { sheet: 'members' },
        { sheet: 'doses', in: 'members', columns: ['vaccine'] },
        { sheet: 'animals', columns: ['kind', 'number'] },
      ],
    });
    expect(columns('animals')).toEqual(['kind', 'number']);
    expect(columns('members', 'doses')).toEqual(['vaccine']);
    expect(families.map((one) => one['animals'])).toEqual([[], [], []]);
    const members = families.flatMap((one) => one['members'] as readonly Family[]);
    expect(members.map((one) => one['doses'])).toEqual([[], [], []]);
  });

  test('none', async () => {
    const { families } = await read(book(['Survey', MAIN], ['members', MEMBERS]), { repeats: [] });
    expect(families).toEqual(FAMILIES.map(({ cells }) => ({ cells })));
  });

  test.each<[string, XlsxOptions, object]>([
    [
      'a column that is not there',
      { repeats: [{ sheet: 'People', join: { famly: 'id' } }] },
      { code: 'source/no-join-column', args: { column: 'famly', nearest: 'family' } },
    ],
    [
      'a column that the parent has not',
      { repeats: [{ sheet: 'People', join: { family: 'key' } }] },
      { code: 'source/no-join-column', args: { column: 'key' } },
    ],
    [
      'no join, and no columns of Kobo',
      { repeats: [{ sheet: 'People' }] },
      { code: 'source/no-join-column', args: { column: '_parent_index' } },
    ],
    [
      'a repeat that is not there',
      { repeats: [{ ...MEMBERS_OPTION, in: 'houses' }] },
      { code: 'source/no-such-repeat', args: { name: 'houses' } },
    ],
    [
      'one name twice',
      { repeats: [MEMBERS_OPTION, { ...VISITS_OPTION, name: 'members' }] },
      { code: 'source/repeat-twice' },
    ],
    ['a sheet that is not there', { repeats: [{ sheet: 'Persons' }] }, { code: 'source/no-sheet' }],
  ])('%s', async (_, options, error) => {
    await expect(read(named, options)).rejects.toMatchObject({ ...error, exitCode: 2 });
  });
});
