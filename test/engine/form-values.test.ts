/** Forms in which people work, or of which DHIS2 takes only a part. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FormNights, OF_CLINIC_A } from './forms.ts';

let forms: FormNights;
beforeEach(async () => {
  forms = await FormNights.open();
});
afterEach(() => forms.close());

const quiet = { exitCode: 0, code: undefined, reasons: [] };

describe('a form of which DHIS2 takes only some values', () => {
  beforeEach(() => forms.change({ cells: { DeCases0001: '=$int(cases)', DeSupply001: '=remark' } }));
  const BAD = '1 A 01 cases=4 remark=ann@depot.invalid';

  test('is rejected, and tried again each night; what was taken is there, and is no change by others', async () => {
    for (const _ of [1, 2, 3])
      expect(await forms.night(BAD)).toMatchObject({ exitCode: 1, reasons: ['dhis2/E7619'], counts: { rejected: 1 } });
    expect(await forms.values()).toEqual(['A 01 cases=4']);
    expect(await forms.night('1 A 01 cases=5 remark=ann@example.org')).toMatchObject({
      ...quiet,
      counts: { updated: 1 },
    });
    expect(await forms.values()).toEqual(['A 01 DeSupply001=ann@example.org', 'A 01 cases=5']);
    expect(await forms.night('1 A 01 cases=5 remark=ann@example.org')).toMatchObject({ counts: { unchanged: 1 } });
  });

  test('is tried again where changes are to be reported, too, as it has not changed', async () => {
    await forms.night(BAD);
    forms.change({ changed: 'report' });
    expect(await forms.night(BAD)).toMatchObject({ reasons: ['dhis2/E7619'] });
    expect(await forms.night('1 A 01 cases=5 remark=ann@example.org')).toMatchObject({ reasons: ['index/changed'] });
  });

  test('keeps its old place until all of it is taken', async () => {
    await forms.night('1 A 02 cases=4 remark=ann@example.org');
    expect(await forms.night(BAD)).toMatchObject({ reasons: ['dhis2/E7619'] });
    expect(await forms.values()).toEqual(['A 01 cases=4', 'A 02 DeSupply001=ann@example.org', 'A 02 cases=4']);
    expect(await forms.night('1 A 01 cases=4 remark=bo@example.org')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 DeSupply001=bo@example.org', 'A 01 cases=4']);
  });

  test('and on which somebody works since: it waits', async () => {
    await forms.night(BAD);
    await forms.enter('A 01 cases=7');
    expect(await forms.night(BAD)).toMatchObject({ reasons: ['index/edited-in-dhis2'] });
    expect(await forms.values()).toEqual(['A 01 cases=7']);
  });
});

test('a form of a clinic that this user may not see: that is told, and not that it was deleted', async () => {
  await forms.night('1 B 01 cases=1');
  forms.change({ user: OF_CLINIC_A.username });
  expect(await forms.night('1 B 01 cases=2')).toMatchObject({ reasons: ['dhis2/org-unit-out-of-reach'] });
  forms.change({ user: 'admin' });
  expect(await forms.night('1 B 01 cases=2')).toMatchObject(quiet);
  expect(await forms.values()).toEqual(['B 01 cases=2']);
});

test('a form that leaves a clinic that this user may not see: told each night, until it can be cleared there', async () => {
  await forms.night('1 B 01 cases=1');
  forms.change({ user: OF_CLINIC_A.username });
  for (const _ of [1, 2])
    expect(await forms.night('1 A 01 cases=1')).toMatchObject({ reasons: ['index/left-where-it-was'] });
  forms.change({ user: 'admin' });
  expect(await forms.night('1 A 01 cases=1')).toMatchObject(quiet);
  expect(await forms.values()).toEqual(['A 01 cases=1']);
});

describe('values', () => {
  test('blank all: nothing is there, and that is no deletion by others', async () => {
    await forms.night('1 A 01 cases=1');
    await forms.night('1 A 01');
    expect(await forms.values()).toEqual([]);
    expect(await forms.night('1 A 01 cases=2')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=2']);
  });

  test('deleted by a person: told, or made anew in the same place', async () => {
    await forms.night('1 A 01 cases=1');
    await forms.enter('A 01 cases=');
    expect(await forms.night('1 A 01 cases=2')).toMatchObject({ reasons: ['index/deleted-in-dhis2'] });
    forms.change({ deletedInDhis2: 'recreate' });
    expect(await forms.night('1 A 01 cases=2')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=2']);
  });

  test('said in the index to be removed: told, or made anew in the same place', async () => {
    await forms.night('1 A 01 cases=1');
    await forms.enter('A 01 cases=');
    await forms.nights.editIndex((entries) => void ((entries['1'] ?? {})['deleted_dhis2'] = true));
    expect((await forms.night('1 A 01 cases=1')).reasons).toEqual(['index/returned-after-removal']);
    forms.change({ deletedInDhis2: 'recreate' });
    expect(await forms.night('1 A 01 cases=1')).toMatchObject(quiet);
    expect(await forms.night('1 A 01 cases=1')).toMatchObject({ ...quiet, counts: { unchanged: 1 } });
    expect(await forms.values()).toEqual(['A 01 cases=1']);
  });

  test('that somebody has entered as we want them are taken as ours; what is beside them is filled in', async () => {
    await forms.enter('A 01 cases=1');
    expect(await forms.night('1 A 01 cases=1 deaths=2')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=1', 'A 01 deaths=2']);
  });
});
