/** Mistakes in the JSON files of a mapping: UIDs, option codes, doubles, syntax. */
import { mistakesIn } from './mistake.ts';

export const MAPPING_MISTAKES = [
  ...mistakesIn('visits', 'mapping_de.json', 'check', [
    ['a UID with a typo', '"DeWeight001"', '‸"DeWeigth001"', 'DeWeight001'],
    ['a UID in small letters', '"DeFever0001"', '‸"defever0001"', 'DeFever0001'],
    ['a UID with a blank at its end', '"DeFever0001"', '‸"DeFever0001 "', 'DeFever0001'],
    [
      'one data element twice',
      '"under5": "DeUnder5001"',
      '"under5": "DeMembers01"',
      ['under5', 'Keep one'],
      { at: 'mapping_de.json:2:3' },
    ],
    ['a column twice', '"under5"', '‸"members"', 'members'],
    ['a column that the export has not', '"fever"', '‸"fevers"', 'fever'],
    [
      'a column with a group that is not there',
      '"weight"',
      '"vitals/weight"',
      'it has "weight" for "vitals/weight"',
      { at: 'source/no-groups' },
    ],
    ['a column with its group behind a dot', '"weight"', '‸"vitals.weight"', ['vitals.weight', '"weight"']],
    ['a column with a suffix', '"weight"', '‸"weight_kg"', ['weight_kg', '"weight"']],
    ['a column with a prefix', '"weight"', '‸"child_weight"', ['child_weight', '"weight"']],
    ['a column with a blank at its end', '"weight"', '‸"weight "', ['"weight"', 'blank']],
    ['a column in another case', '"weight"', '‸"Weight"', 'weight'],
    ['a comma forgotten', '"DeMembers01",', '"DeMembers01"', ['comma'], { at: 'mapping_de.json:3:3' }],
    ['a comma too many', '"DeWeight001"', '"DeWeight001",', ['comma'], { at: 'mapping_de.json:' }],
    ['single quotes', '"water"', "‸'water'", '"'],
    ['a quote forgotten', '"water": "', '"water: "‸', 'double quote before its colon'],
    ['a name instead of a UID', '"DeWater0001"', '‸"Watr"', 'DeWater0001?'],
    ['a data element left out', '  "fever": "DeFever0001",\n', '', 'DeFever0001', { at: 'mapping_de.json:1:1' }],
    ['a comment in JSON', '  "fever"', '  ‸// fever\n  "fever"', 'comment'],
  ]),
  ...mistakesIn('visits', 'mapping_optionSet.json', 'check', [
    ['an option code with a typo', '"RIVER"', '‸"RIVR"', 'RIVER'],
    ['an option code in small letters', '"TAP"', '‸"tap"', 'TAP'],
    ['the name of an option instead of its code', '"PUMP"', '‸"Hand pump"', 'PUMP'],
    ['an option set with a typo', '"OsWater0001"', '‸"OsWatr0001"', 'mean OsWater0001'],
    ['a choice twice', '"2"', '‸"1"', '1'],
    ['a choice left out', '"TAP",\n    "3": "RIVER"', '"TAP"', 'water', { by: 'plan', at: 'row 3' }],
  ]),
  ...mistakesIn('visits', 'columns_old.json', 'check', [
    ['a column of an old version with a typo', '"people"', '‸"peple"', 'people'],
    ['a UID of an old version with a typo', '"DeMembers01"', '‸"DeMember01"', 'mean DeMembers01'],
  ]),
  ...mistakesIn('csv-to-data-set', 'mapping_de.json', 'check', [
    ['a cell with another age group', '"CASES.Under 5"', '‸"CASES.Under5"', 'Under 5'],
    ['a code of a data element with a typo', '"TESTS"', '‸"TEST"', 'TESTS'],
    ['a cell without its age group', '"CASES.Under 5"', '‸"CASES"', 'Under 5'],
  ]),
];
