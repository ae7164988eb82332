import { expect, test } from 'vitest';
import { columnSpeltLike, nearestColumn } from '../../src/base/nearest-column.ts';

const WARD = ['_id', 'ward/beds', 'ward/head', 'visit_date'];

test.each<[string, string[], string | undefined]>([
  ['beds', WARD, 'ward/beds'],
  ['ward.beds', WARD, 'ward/beds'],
  ['ward_beds', WARD, 'ward/beds'],
  ['ward-beds', WARD, 'ward/beds'],
  ['ward:beds', WARD, 'ward/beds'],
  ['Beds ', WARD, 'ward/beds'],
  ['rooms/beds', WARD, 'ward/beds'],
  ['ward/bedss', WARD, 'ward/beds'],
  ['ward/beds', ['beds', 'heads'], 'beds'],
  ['ward.beds', ['beds', 'heads'], 'beds'],
  ['visit date', WARD, 'visit_date'],
  ['beds_total', WARD, 'ward/beds'],
  ['numberOfBeds', WARD, 'ward/beds'],
  ['beds2', WARD, 'ward/beds'],
  ['facility', ['facility_name', 'village'], 'facility_name'],
  ['facility_name', ['facility', 'village'], 'facility'],
  ['facility', ['facility_name', 'facility_code'], undefined],
  ['site/facility', ['site/facility_name', 'place/facility_code'], 'site/facility_name'],
  // Several are called so: the one whose group is near, and none where no group is named.
  ['visits/date', ['birth/date', 'visit/date'], 'visit/date'],
  ['date', ['birth/date', 'visit/date'], undefined],
  // What they share is their group, and no more.
  ['household_information/beds', ['household_information/name', 'household_information/sex'], undefined],
  ['household_information/beds', ['household_information/name', 'ward/beds'], 'ward/beds'],
  ['facilty', ['FACILITY', 'VILLAGE'], 'FACILITY'],
  ['age', ['language', 'stage'], undefined],
  ['sex', ['sex_ratio', 'village'], undefined],
  ['2', ['1', '12'], undefined],
  ['_', ['', 'a'], undefined],
  ['meta/rootUuid', ['_uuid'], undefined],
  ['_version', ['form_version'], undefined],
  ['', WARD, undefined],
])('%s among %j', (word, columns, found) => expect(nearestColumn(word, columns)).toBe(found));

test.each<[string, string[], string | undefined]>([
  ['beds', WARD, 'ward/beds'],
  ['ward.beds', WARD, 'ward/beds'],
  ['facility', ['facility_name'], undefined],
  ['beds_total', WARD, undefined],
])('%s, where %j are not all columns', (word, columns, found) => expect(columnSpeltLike(word, columns)).toBe(found));
