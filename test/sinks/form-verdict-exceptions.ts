/** Where the plan has codes of its own for what DHIS2 says, and where it says something else, by the reason. */
import type { Release } from '../sandbox/recordings.ts';

/** Codes of DHIS2 that say the same as one of ours: E7… up to 2.42, E8… from 2.43 on. */
export const SAME: Readonly<Record<string, readonly string[]>> = {
  'data-set-not-found': ['E7600', 'E8004', 'E8020'],
  'bad-property': ['E7603', 'E7611', 'E7612', 'E8008', 'E8021', 'E8100', 'E8105', 'E8106'],
  'org-unit-not-assigned': ['E7603', 'E7612', 'E8022'],
  'org-unit-out-of-reach': ['E7617', 'E8011'],
  'period-type': ['E8021'],
  'period-not-open': ['E7641', 'E8030'],
  'period-expired': ['E7640', 'E8030'],
  'element-not-in-data-set': ['E7610', 'E8020', 'E8104'],
  'combo-missing': ['E8024'],
  'combo-foreign': ['E7613', 'E8024', 'E8108'],
  'attribute-combo-missing': ['E8023'],
  'attribute-combo-unknown': ['E8023'],
  'attribute-combo-dates': ['E7638', 'E8032'],
  'duplicate-data-element': ['E8128'],
};

type Exceptions = readonly (readonly [names: string, reason: string])[];

/** Where the plan is stricter, so that nothing is stored where nobody sees it, and nothing is guessed. */
const OF_ALL: Exceptions = [
  ['B241-coc-missing', 'a cell without its combo is stored under the default one, where no form shows it'],
  ['B264-value-blank', 'blanks alone: some releases delete by them, some store them'],
  ['B133-weekly-padded B212-period-malformed B222-period-bad-in-one-row', 'a period that comes back written otherwise'],
];

const OLDER: Exceptions = [
  ...OF_ALL,
  ['B119-data-set-other B203-de-in-no-set B205-de-of-tracker', 'an element that no form of the data set shows'],
  ['B127-same-key-twice', 'a cell that comes twice: the last one would win'],
  ['B215-period-wrong-type B216-period-day', 'a period that no form of the data set shows'],
  ['B234-ou-not-assigned B235-ou-root', 'a unit that does not report the data set'],
  ['B242-coc-default B243-coc-foreign B244-coc-on-plain', 'a combo that its element does not have'],
  ['B250-aoc-missing B253-aoc-on-default-set', 'an attribute option combo that the data set does not have'],
];

const NEWER: Exceptions = [...OF_ALL, ['B270-value-nul', 'U+0000 loses all of the request, under SUCCESS']];

const named = (exceptions: Exceptions): ReadonlyMap<string, string> =>
  new Map(exceptions.flatMap(([names, reason]) => names.split(' ').map((name) => [name, reason] as const)));

export const FORM_EXCEPTIONS: Readonly<Record<Release, ReadonlyMap<string, string>>> = {
  '2.42.5.2': named(OLDER),
  '2.43.1': named(NEWER),
  '2.41.9.1': named(OLDER),
  '2.40.12': named(OLDER),
};
