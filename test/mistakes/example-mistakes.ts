/** Mistakes in the examples, each of which made many messages, or one that led astray. */
import { ALONE, mistakesIn, type Mistake } from './mistake.ts';

const NBSP = '\u00A0';

/** What must stand in the one message that there is. */
const alone = (...says: readonly string[]): readonly string[] => [ALONE, ...says];

export const EXAMPLE_MISTAKES: readonly Mistake[] = [
  ...mistakesIn('water-points', 'pipeline.yaml', 'check', [
    ['one key further right', '  orgUnit: =$orgUnit', '‸   orgUnit: =$orgUnit', alone('3 blanks', 'line 39')],
    ['a tab before a key', '  path: points.csv', '‸\tpath: points.csv', alone('yaml/tab')],
    ['a blank of a web page', 'path: points.csv', `path:‸${NBSP}points.csv`, alone('U+00A0', 'type a blank')],
    ['such blanks before a key', '  path: points.csv', `‸${NBSP}${NBSP}path: points.csv`, alone('U+00A0')],
    ['a bracket that is not closed', 'transform:', 'transform: ‸{', alone('this bracket is not closed')],
    ['a key of DHIS2', 'occurredAt:', '‸eventDate:', alone('Did you mean occurredAt?')],
    ['a key of another program', 'dataValues:', '‸dataElements:', alone('Did you mean dataValues?')],
    ['a key of Excel', 'path: points.csv', 'path: points.csv\n  ‸sheet: Data', alone('key of kind: xlsx')],
    ['a part of the spec within another', 'transform:\n  orgUnit', '  ‸transform:\n    orgUnit', alone('left margin')],
    ['a list for keys', 'orgUnits: wards.csv', '‸- orgUnits: wards.csv', alone('without a dash')],
    ['a column as in XLSForm', '$orgUnit(ward)', '$orgUnit(‸${ward})', alone('without ${ }: ward')],
    ['a method of Python', '$choices(problems)', 'problems.‸split(" ")', alone('$split')],
    ['a variable without braces', 'url: ${DHIS2_URL}', 'url: ‸$DHIS2_URL', alone('stands in braces')],
  ]),
  ...mistakesIn('water-points', 'points.csv', 'check', [
    [
      'the export of another form',
      '',
      '',
      alone('none of the columns', 'another form', 'Wanted are ward'),
      { at: 'source/other-export', change: { whole: () => 'day,centre,sex,_id\n2026-03-02,mill,f,1\n' } },
    ],
  ]),
  ...mistakesIn('water-points', 'mapping_de.json', 'check', [
    ['a UID that is cut', '"DeFlow00001"', '‸"DeFlow0000"', alone('Did you mean DeFlow00001?')],
    ['a UID of an option set', '"DeKind00001"', '‸"OsKind00001"', alone('Did you mean DeKind00001?')],
  ]),
  ...mistakesIn('water-points', 'wards.csv', 'check', [
    [
      'no heading',
      'key,uid,name in DHIS2,officer\nriverside,OuRiverside,Riverside Ward,Water officer of the north',
      '‸riverside,OuRiverside',
      ['taken for its heading', '"riverside" is no entry', 'key,uid'],
      {
        at: 'wards.csv:1:1',
        change: { whole: () => 'riverside,OuRiverside\nhilltop,OuHilltop01\nold_market,OuOldMarket\n' },
      },
    ],
    [
      'the columns the wrong way round',
      '',
      '',
      ['lookup/not-a-uid', 'wrong way round'],
      { at: 'wards.csv:2:1', change: { whole: () => 'key,uid\nOuRiverside,riverside\nOuHilltop01,hilltop\n' } },
    ],
  ]),
  ...mistakesIn('water-points', '.env', 'plan', [
    ['https where there is none', 'http://', 'https://', ['http://', 'address and port'], { at: 'dhis2/tls' }],
  ]),
  ...mistakesIn('cholera-weekly', 'pipeline.yaml', 'check', [
    [
      'a list without its name',
      '    as: forms\n',
      '',
      alone('"forms"', '12 more places', 'Did you mean rows?'),
      { at: 'pipeline.yaml:34:33' },
    ],
    ['a column to group by with a typo', 'by: [centre', 'by: [‸center', alone('Did you mean centre?')],
    [
      'double quotes within double quotes',
      'CHOL_POSITIVE: =$count(forms[rdt = "yes"])',
      'CHOL_POSITIVE: ‸"=$count(forms[rdt = "yes"])"',
      alone('single quotes', `'=$count(forms[rdt = "yes"])'`),
    ],
    [
      'an expression over lines',
      'CHOL_POSITIVE: =$count(forms[rdt = "yes"])',
      'CHOL_POSITIVE: ‸=$count(forms[\n  rdt = "yes"])',
      alone('Write it with a bar'),
    ],
    ['the first of a list', 'forms[0].day', 'forms.‸day[0]', ['(forms.day)[0]']],
    [
      'a cell with a typo',
      'CHOL_DEATHS.Under 5, Male',
      '‸CHOL_DEATHS.Under 5 Male',
      alone('CHOL_DEATHS.Under 5, Male'),
    ],
  ]),
  ...mistakesIn('cholera-weekly', 'pipeline.yaml', 'test', [
    [
      'a column of many cases with a typo',
      'by: [centre',
      'by: [center',
      alone('"centre"'),
      { at: 'pipeline.cases.yaml:2:8' },
    ],
  ]),
  ...mistakesIn('csv-to-data-set', 'pipeline.yaml', 'check', [
    ['a key of another sink', 'dataSet: DsMalaria01', '‸program: DsMalaria01', alone('key of kind: dhis2-events')],
    ['a word for a list', 'path: reports.csv', 'path: reports.csv\n  missing: ‸NA', alone('Write ["NA"]')],
  ]),
  ...mistakesIn('csv-to-data-set', 'pipeline.yaml', 'plan', [
    [
      'a key that needs two columns',
      '[[facility, month]]',
      '[facility, month]',
      ['source.key', '[[a, b]]'],
      { at: 'row 1' },
    ],
  ]),
  ...mistakesIn('csv-to-data-set', 'reports.csv', 'plan', [
    [
      'a row of totals',
      '',
      '',
      ['source.key', 'no total'],
      { at: 'row 4', change: { whole: (text) => `${text.trimEnd()}\nTotal,,297,67,51,770\n` } },
    ],
    [
      'a line below the table',
      '',
      '',
      ['1 cell;'],
      { at: 'row 4', change: { whole: (text) => `${text.trimEnd()}\nSource: HMIS\n` } },
    ],
  ]),
];
