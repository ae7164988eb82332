/** Mistakes in a workbook that records come from, and in what the spec says of it. */
import type { OpenedSheet } from '../exchange/colleague.ts';
import { mistakesIn, type Mistake } from './mistake.ts';

const VISITS = 'Household visits';
const FILE = 'households.xlsx';

type Rows = OpenedSheet['data'];

/** The rows of a sheet are changed. */
function rows(edit: (data: Rows) => void, sheet = VISITS): Partial<Mistake> {
  return { change: { cells: (sheets) => edit(sheets.find((one) => one.sheet === sheet)?.data ?? []) } };
}

/** One cell of the visits gets another value. */
function cell(row: number, heading: string, value: Rows[number][number]): Partial<Mistake> {
  return rows((data) => void (data[row] as Rows[number]).splice((data[0] ?? []).indexOf(heading), 1, value));
}

function rename(heading: string, name: string): Partial<Mistake> {
  return rows(([titles = []]) => void titles.splice(titles.indexOf(heading), 1, name));
}

export const WORKBOOK_MISTAKES = [
  ...mistakesIn('xlsx-to-events', 'pipeline.yaml', 'check', [
    [
      'a sheet that is not there',
      'path: households.xlsx #',
      'path: households.xlsx\n  sheet: ‸Household visit\n  #',
      'Household visits',
    ],
    [
      'a number of a sheet that is not there',
      'path: households.xlsx #',
      'path: households.xlsx\n  sheet: ‸7\n  #',
      'Household visits',
    ],
    [
      'a header row below the last row',
      'path: households.xlsx #',
      'path: households.xlsx\n  headerRow: ‸40\n  #',
      'row 40',
    ],
    [
      'a header row among the answers',
      'path: households.xlsx #',
      'path: households.xlsx\n  headerRow: ‸2\n  #',
      'headerRow: is that the row',
    ],
    ['a workbook that is not there', 'path: households.xlsx', 'path: ‸household.xlsx', 'mean households.xlsx'],
    ['a workbook read as a CSV', 'kind: xlsx', 'kind: csv', 'kind: xlsx', { at: 'pipeline.yaml:12' }],
    ['a repeat with a typo', '=$count(members)', '=$count(‸member)', 'members'],
    ['a column of a repeat with a typo', 'members[$int(age)', 'members[$int(‸aeg)', 'age'],
  ]),
  ...mistakesIn('xlsx-to-events', FILE, 'plan', [
    ['a workbook with a password', '', '', 'password', { at: FILE, change: { whole: () => encrypted() } }],
    [
      'an old .xls that was renamed',
      '',
      '',
      '.xlsx',
      {
        at: FILE,
        change: { whole: () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1024)]) },
      },
    ],
    [
      'a CSV that was renamed',
      '',
      '',
      'kind: csv',
      { at: FILE, change: { whole: () => 'facility;visit_date\nNorth Hospital;2026-03-01\n' } },
    ],
    [
      'a workbook that was cut short',
      '',
      '',
      'cut short',
      { at: FILE, change: { whole: (text) => Buffer.from(text.slice(0, 900), 'latin1') } },
    ],
    ['a day in words', '', '', ['visit_date', '2 March'], { at: 'row 3', ...cell(2, 'visit_date', '2 March') }],
    [
      'a day the other way round',
      '',
      '',
      ['visit_date', '02/03/2026'],
      { at: 'row 3', ...cell(2, 'visit_date', '02/03/2026') },
    ],
    ['a day that is empty', '', '', 'visit_date', { at: 'row 3', ...cell(2, 'visit_date', null) }],
    ['a choice as a number', '', '', ['water', '1'], { at: 'row 4', ...cell(3, 'household/water', 1) }],
    [
      'a facility with a typo',
      '',
      '',
      ['South Clinc', 'South Clinic'],
      { at: 'row 3', ...cell(2, 'facility', 'South Clinc') },
    ],
    [
      'a column renamed',
      '',
      '',
      'facility_name',
      { at: 'pipeline.yaml:', by: 'check', ...rename('facility', 'facility_name') },
    ],
    ['an id twice', '', '', 'u-0001', { at: 'row 3', ...cell(2, 'meta/rootUuid', 'uuid:u-0001') }],
    ['a child of a record that is gone', '', '', 'members', { at: 'row 5', ...rows((data) => void data.splice(2, 1)) }],
    [
      'an age in words',
      '',
      '',
      ['age', 'three'],
      {
        at: 'row 3 of sheet members',
        ...rows((data) => void (data[2] as Rows[number]).splice(1, 1, 'three'), 'members'),
      },
    ],
  ]),
];

/** What Excel makes of a workbook with a password: a container that begins as an old one does, with a stream of that name. */
function encrypted(): Buffer {
  const bytes = Buffer.alloc(2048);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  Buffer.from('EncryptedPackage', 'utf16le').copy(bytes, 1024);
  return bytes;
}
