/** Mistakes in look-ups, cases and spreadsheets. */
import { tableOf } from '../exchange/colleague.ts';
import { mistakesIn, type Mistake } from './mistake.ts';

const IMPORT = 'mapping import mapping.xlsx';
const DECIDE = 'unmapped import night.unmapped.xlsx';

/** One cell of a sheet gets another text. */
function cell(sheet: string, by: string, row: string, heading: string, text: string | null): Partial<Mistake> {
  return { change: { cells: (sheets) => tableOf(sheets, sheet).row(by, row).set(heading, text) } };
}

/** A heading of a sheet gets another text. */
function heading(sheet: string, was: string, text: string): Partial<Mistake> {
  return {
    change: {
      cells: (sheets) => {
        const titles = sheets.find((one) => one.sheet === sheet)?.data[0] ?? [];
        titles[titles.indexOf(was)] = text;
      },
    },
  };
}

const LOOKUP_MISTAKES = [
  ...mistakesIn('visits', 'units.csv', 'check', [
    ['a UID of a unit with a typo', 'OuSouthClin', 'OuSouthClni', 'OuSouthClni', { by: 'plan', at: 'row 2' }],
    ['a UID of a unit that is too short', 'South Clinic,OuSouthClin', '‸South Clinic,OuSouthCli', 'OuSouthCli'],
    ['one name twice', 'South Clinic', '‸North Hospital', 'North Hospital'],
    ['a name without a UID', 'OuNorthHosp', '', 'North Hospital', { at: 'units.csv:2' }],
    [
      'a bar for a comma',
      ',',
      '|',
      [','],
      { at: 'units.csv:1', change: { whole: (text) => text.replaceAll(',', '|') } },
    ],
    ['headings that name nothing', 'facility,orgUnit', 'note,facility,orgUnit', 'key', { at: 'units.csv:1' }],
    ['a name with a typo', 'South Clinic', 'South Clinik', 'South Clinik', { by: 'plan', at: 'row 2' }],
  ]),
];

const CASE_MISTAKES = [
  ...mistakesIn('visits', 'pipeline.cases.yaml', 'test', [
    [
      'a misspelt key of a case',
      '    expect:\n      orgUnit: OuNorthHosp',
      '    ‸expects:\n      orgUnit: OuNorthHosp',
      'expect',
    ],
    ['a column that the export has not', 'under5: 1', '‸under_5: 1', 'under5'],
    ['a field that no record has', '      Fever: true', '      ‸Fevr: true', 'Fever'],
    ['an expected value that is wrong', 'Members: 4', 'Members: ‸5', '4'],
    [
      'a row that the export has not',
      '{ file: visits.csv, row: 2 }',
      '‸{ file: visits.csv, row: 20 }',
      'it has 3 rows',
    ],
    ['an unknown reason', 'lookup/no-match', '‸lookup/no-mach', 'lookup/no-match'],
    ['a file that is not there', '{ file: visits.csv, row: 2 }', '‸{ file: visit.csv, row: 2 }', 'visits.csv'],
  ]),
];

const SHEET_MISTAKES = [
  ...mistakesIn('visits', 'mapping.xlsx', IMPORT, [
    [
      'a UID with a typo',
      '',
      '',
      'DeWeight001',
      { at: 'Questions!E6', ...cell('Questions', 'column', 'weight', 'UID', 'DeWeigth001') },
    ],
    [
      'an option code with a typo',
      '',
      '',
      'RIVER',
      { at: 'Choices!G4', ...cell('Choices', 'choice', '3', 'option code', 'RIVR') },
    ],
    [
      'a unit with a typo',
      '',
      '',
      'OuSouthClin',
      { at: 'Units!B3', ...cell('Units', 'key', 'South Clinic', 'UID', 'OuSouthClni') },
    ],
    [
      'a column that another line has',
      '',
      '',
      'members',
      { at: 'Questions!B3', ...cell('Questions', 'column', 'under5', 'column', 'members') },
    ],
    ['a heading that is gone', '', '', 'column', { at: 'Questions', ...heading('Questions', 'column', 'kolumn') }],
    [
      'a version with a typo',
      '',
      '',
      'old',
      { at: 'Questions!A7', ...cell('Questions', 'column', 'people', 'version', 'odl') },
    ],
  ]),
  ...mistakesIn('visits', 'night.unmapped.xlsx', DECIDE, [
    [
      'a decision that names no unit',
      '',
      '',
      'North Hospital',
      { at: 'Unmapped!H', ...cell('Unmapped', 'value', 'Nord Hospital', 'decision', 'Noth Hospital') },
    ],
    [
      'a decision that names no option',
      '',
      '',
      'RIVER',
      { at: 'Unmapped!H', ...cell('Unmapped', 'value', '4', 'decision', 'RIVR') },
    ],
    [
      'the heading decision renamed',
      '',
      '',
      'decision',
      { at: 'Unmapped', ...heading('Unmapped', 'decision', 'answer') },
    ],
  ]),
];

export const OTHER_MISTAKES = [...LOOKUP_MISTAKES, ...CASE_MISTAKES, ...SHEET_MISTAKES];
