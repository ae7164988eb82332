/** Forms whose record says another clinic or month: they move, and nothing of them is left where they stood. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FormNights } from './forms.ts';

let forms: FormNights;
beforeEach(async () => {
  forms = await FormNights.open();
});
afterEach(() => forms.close());

const quiet = { exitCode: 0, code: undefined, reasons: [] };

describe('an edit', () => {
  test('moves a form: its cells are where it is, and not where it was', async () => {
    await forms.night('1 A 01 cases=4 deaths=1');
    const night = await forms.night('1 A 02 cases=5 deaths=1');
    expect(night).toMatchObject({ ...quiet, counts: { updated: 1 } });
    expect(await forms.values()).toEqual(['A 02 cases=5', 'A 02 deaths=1']);
    expect(await forms.night('1 A 02 cases=5 deaths=1')).toMatchObject({ ...quiet, counts: { unchanged: 1 } });
    expect(await forms.nights.index()).not.toHaveProperty(['1', 'moved_from']);
  });

  test('takes its completion along', async () => {
    await forms.night('1 A 01 cases=4 sent=2025-02-03');
    expect(await forms.values()).toEqual(['A 01 cases=4', 'A 01 completed']);
    await forms.night('1 B 01 cases=4 sent=2025-02-03');
    expect(await forms.values()).toEqual(['B 01 cases=4', 'B 01 completed']);
  });

  test('leaves what others have entered, there and here', async () => {
    await forms.enter('A 01 remark=mine', 'A 02 stock=true');
    await forms.night('1 A 01 cases=4');
    await forms.night('1 A 02 cases=4');
    expect(await forms.values()).toEqual(['A 01 remark=mine', 'A 02 cases=4', 'A 02 stock=true']);
  });

  test('and back: nothing is lost on the way', async () => {
    await forms.night('1 A 01 cases=4');
    await forms.night('1 A 02 cases=4');
    expect(await forms.night('1 A 01 cases=4')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=4']);
  });

  test('that moves it to where somebody has entered something: it waits, and stays', async () => {
    await forms.night('1 A 01 cases=4');
    await forms.enter('A 02 cases=9');
    expect(await forms.night('1 A 02 cases=4')).toMatchObject({ reasons: ['index/differs-from-dhis2'] });
    expect(await forms.values()).toEqual(['A 01 cases=4', 'A 02 cases=9']);
    forms.change({ adopt: 'update' });
    expect(await forms.night('1 A 02 cases=4')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 02 cases=4']);
  });

  test.each<['report' | 'overwrite' | 'keep', string[], string[]]>([
    ['report', ['index/edited-where-it-was'], ['A 01 cases=5']],
    ['overwrite', [], ['A 02 cases=4']],
    ['keep', ['index/left-where-it-was'], ['A 01 cases=5', 'A 02 cases=4']],
  ])('while somebody has worked on it where it was (%s)', async (editedInDhis2, reasons, values) => {
    forms.change({ editedInDhis2 });
    await forms.night('1 A 01 cases=4');
    await forms.enter('A 01 cases=5');
    expect(await forms.night('1 A 02 cases=4')).toMatchObject({ reasons });
    expect(await forms.values()).toEqual(values);
    await forms.night('1 A 02 cases=4');
    expect(await forms.values()).toEqual(values);
  });

  test('to be reported: nothing is sent', async () => {
    await forms.night('1 A 01 cases=4');
    forms.change({ changed: 'report' });
    expect(await forms.night('1 A 02 cases=4')).toMatchObject({ reasons: ['index/changed'] });
    expect(await forms.values()).toEqual(['A 01 cases=4']);
  });

  test('that is refused there: it stays where it was, until it is taken', async () => {
    await forms.night('1 A 01 cases=4');
    await forms.night('1 C 01 cases=4');
    expect(await forms.values()).toEqual(['A 01 cases=4']);
    await forms.night('1 B 01 cases=4');
    expect(await forms.values()).toEqual(['B 01 cases=4']);
  });
});

describe('killed while DHIS2 has what moves', () => {
  test.each([
    [true, 1],
    [false, 1],
    [true, 2],
    [false, 2],
  ])('stored: %s, request %i', async (isStored, nth) => {
    await forms.night('1 A 01 cases=4');
    await forms.crash(isStored, nth, '1 A 02 cases=5');
    expect(await forms.night('1 A 02 cases=5')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 02 cases=5']);
  });

  test.each([true, false])('and it moves on before it is settled (stored: %s)', async (isStored) => {
    await forms.night('1 A 01 cases=4');
    await forms.crash(isStored, 1, '1 A 02 cases=5');
    expect(await forms.night('1 A 03 cases=6')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 03 cases=6']);
  });

  test.each([true, false])('and it moves back before it is settled (stored: %s)', async (isStored) => {
    await forms.night('1 A 01 cases=4');
    await forms.crash(isStored, 1, '1 A 02 cases=5');
    expect(await forms.night('1 A 01 cases=4')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=4']);
  });

  test.each([true, false])('and its record vanishes: what is left is told (stored: %s)', async (isStored) => {
    await forms.night('1 A 01 cases=4', '2 B 01 cases=1');
    await forms.crash(isStored, 1, '1 A 02 cases=5', '2 B 01 cases=1');
    await forms.night('2 B 01 cases=1');
    forms.nights.now = new Date(forms.nights.now.getTime() + 5 * 24 * 3600_000);
    expect(await forms.night('2 B 01 cases=1')).toMatchObject({ reasons: ['index/missing'] });
    const left = isStored ? ['A 01 cases=4', 'A 02 cases=5'] : ['A 01 cases=4'];
    expect(await forms.values()).toEqual([...left, 'B 01 cases=1']);
    expect(await forms.night('1 A 02 cases=5', '2 B 01 cases=1')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 02 cases=5', 'B 01 cases=1']);
  });

  test('and what was on its way arrives where it was, when it has moved: it is taken away there, too', async () => {
    await forms.night('1 A 01 cases=4');
    await forms.crash(false, 1, '1 A 01 cases=5');
    expect(await forms.night('1 A 02 cases=6')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 02 cases=6']);
    await forms.enter('A 01 cases=5');
    expect(await forms.night('1 A 02 cases=6')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 02 cases=6']);
    for (const _ of [1, 2]) {
      forms.nights.now = new Date(forms.nights.now.getTime() + 24 * 3600_000);
      expect(await forms.night('1 A 02 cases=6')).toMatchObject(quiet);
    }
    expect(await forms.nights.index()).not.toHaveProperty(['1', 'moved_from']);
  });

  describe('and what was on its way arrives within the hour', () => {
    const LATER = 15 * 60_000;
    const pass = (ms: number): void => {
      forms.nights.now = new Date(forms.nights.now.getTime() + ms);
    };
    const DAY = 24 * 3600_000;

    test.each([1, 2])('where it was, and the run that moved it was killed, too (request %i)', async (nth) => {
      await forms.night('1 A 01 cases=4');
      pass(DAY);
      await forms.crash(false, 1, '1 A 01 cases=5');
      pass(LATER);
      await forms.crash(true, nth, '1 A 02 cases=6');
      pass(LATER);
      expect(await forms.night('1 A 02 cases=6')).toMatchObject(quiet);
      await forms.enter('A 01 cases=5');
      pass(DAY);
      expect(await forms.night('1 A 02 cases=6')).toMatchObject(quiet);
      expect(await forms.values()).toEqual(['A 02 cases=6']);
    });

    test('where it was to go, and it has moved back', async () => {
      await forms.night('1 A 01 cases=4');
      pass(DAY);
      await forms.crash(false, 1, '1 A 02 cases=5');
      for (const _ of [1, 2]) {
        pass(LATER);
        expect(await forms.night('1 A 01 cases=4')).toMatchObject(quiet);
      }
      await forms.enter('A 02 cases=5');
      pass(DAY);
      expect(await forms.night('1 A 01 cases=4')).toMatchObject(quiet);
      expect(await forms.values()).toEqual(['A 01 cases=4']);
    });

    test('where it was to go, and it has moved on', async () => {
      await forms.night('1 A 01 cases=4');
      pass(DAY);
      await forms.crash(false, 1, '1 A 02 cases=5');
      for (const _ of [1, 2]) {
        pass(LATER);
        expect(await forms.night('1 A 03 cases=5')).toMatchObject(quiet);
      }
      await forms.enter('A 02 cases=5');
      pass(DAY);
      expect(await forms.night('1 A 03 cases=5')).toMatchObject(quiet);
      expect(await forms.values()).toEqual(['A 03 cases=5']);
    });

    test('where it is, and has been again since', async () => {
      await forms.night('1 A 01 cases=4');
      pass(DAY);
      await forms.crash(false, 1, '1 A 01 cases=5');
      for (const place of ['A 02', 'A 01', 'A 01']) {
        pass(LATER);
        expect(await forms.night(`1 ${place} cases=4`)).toMatchObject(quiet);
      }
      await forms.enter('A 01 cases=5');
      pass(DAY);
      expect(await forms.night('1 A 01 cases=4')).toMatchObject(quiet);
      expect(await forms.values()).toEqual(['A 01 cases=4']);
    });
  });

  test('and what was on its way arrives: a record that has not changed is sent again, whatever is said of changes', async () => {
    await forms.crash(false, 1, '1 A 01 cases=4');
    await forms.night('1 A 01 cases=5');
    forms.change({ changed: 'report' });
    await forms.enter('A 01 cases=4');
    expect(await forms.night('1 A 01 cases=5')).toMatchObject({ ...quiet, counts: { updated: 1 } });
    expect(await forms.values()).toEqual(['A 01 cases=5']);
  });

  test('and what was on its way arrives days later: it is taken for an edit, told, and can be overwritten', async () => {
    await forms.night('1 A 01 cases=4');
    await forms.crash(false, 1, '1 A 01 cases=5');
    for (const _ of [1, 2]) {
      expect(await forms.night('1 A 01 cases=6')).toMatchObject(quiet);
      forms.nights.now = new Date(forms.nights.now.getTime() + 24 * 3600_000);
    }
    await forms.enter('A 01 cases=5');
    expect(await forms.night('1 A 01 cases=7')).toMatchObject({ reasons: ['index/edited-in-dhis2'] });
    expect(await forms.night('1 A 02 cases=6')).toMatchObject({ reasons: ['index/edited-where-it-was'] });
    expect(await forms.values()).toEqual(['A 01 cases=5']);
    forms.change({ editedInDhis2: 'overwrite' });
    expect(await forms.night('1 A 02 cases=6')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 02 cases=6']);
  });

  test.each([true, false])('while two change places (stored: %s)', async (isStored) => {
    await forms.night('1 A 01 cases=1', '2 B 01 cases=2');
    await forms.crash(isStored, 1, '1 B 01 cases=1', '2 A 01 cases=2');
    expect(await forms.night('1 B 01 cases=1', '2 A 01 cases=2')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=2', 'B 01 cases=1']);
  });
});

describe('several forms', () => {
  test.each([1, 100])('change places in one night, in batches of %i', async (batchSize) => {
    forms.change({ batchSize });
    await forms.night('1 A 01 cases=1', '2 B 01 cases=2', '3 A 02 cases=3');
    const night = await forms.night('1 B 01 cases=1', '2 A 02 cases=2', '3 A 01 cases=3');
    expect(night).toMatchObject({ ...quiet, counts: { updated: 3 } });
    expect(await forms.values()).toEqual(['A 01 cases=3', 'A 02 cases=2', 'B 01 cases=1']);
    expect(await forms.night('1 B 01 cases=1', '2 A 02 cases=2', '3 A 01 cases=3')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=3', 'A 02 cases=2', 'B 01 cases=1']);
  });

  test('change places and say the same: neither takes away what the other says', async () => {
    await forms.night('1 A 01 cases=1', '2 B 01 cases=1');
    for (const _ of [1, 2, 3]) expect(await forms.night('1 B 01 cases=1', '2 A 01 cases=1')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=1', 'B 01 cases=1']);
  });

  test('follow each other: the last place is empty', async () => {
    await forms.night('1 A 01 cases=1', '2 A 02 cases=2');
    expect(await forms.night('1 A 02 cases=1', '2 A 03 cases=2')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 02 cases=1', 'A 03 cases=2']);
  });

  test('a new one takes the place that another leaves', async () => {
    await forms.night('1 A 01 cases=1');
    expect(await forms.night('1 A 02 cases=1', '2 A 01 cases=2')).toMatchObject(quiet);
    for (const _ of [1, 2]) await forms.night('1 A 02 cases=1', '2 A 01 cases=2');
    expect(await forms.values()).toEqual(['A 01 cases=2', 'A 02 cases=1']);
  });

  test('of which one cannot go: the one that wants its place waits, and nothing is lost', async () => {
    await forms.night('1 A 01 cases=1', '2 B 01 cases=2');
    await forms.enter('B 02 cases=9');
    const night = await forms.night('1 B 01 cases=1', '2 B 02 cases=2');
    expect([...night.reasons].sort()).toEqual(['index/differs-from-dhis2', 'index/place-taken']);
    expect(await forms.values()).toEqual(['A 01 cases=1', 'B 01 cases=2', 'B 02 cases=9']);
    await forms.enter('B 02 cases=');
    expect(await forms.night('1 B 01 cases=1', '2 B 02 cases=2')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['B 01 cases=1', 'B 02 cases=2']);
  });

  test('of one clinic and month: all are rejected, and say so', async () => {
    const night = await forms.night('1 A 01 cases=1', '2 A 01 cases=2', '3 A 02 cases=3');
    expect(night).toMatchObject({
      exitCode: 1,
      reasons: ['index/same-place', 'index/same-place'],
      counts: { created: 1, rejected: 2 },
    });
    expect(await forms.values()).toEqual(['A 02 cases=3']);
    expect(await forms.night('1 A 01 cases=1', '2 B 01 cases=2', '3 A 02 cases=3')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=1', 'A 02 cases=3', 'B 01 cases=2']);
  });

  test('a second one for a form that is there: it waits, and the first goes on', async () => {
    await forms.night('1 A 01 cases=1');
    const night = await forms.night('1 A 01 cases=3', '2 A 01 cases=2');
    expect(night).toMatchObject({ reasons: ['index/place-taken'], counts: { updated: 1, held: 1 } });
    expect(await forms.values()).toEqual(['A 01 cases=3']);
  });

  test('one that is sent anew under another id follows the one that is gone', async () => {
    await forms.night('1 A 01 cases=1', '9 B 01 cases=9');
    expect(await forms.night('2 A 01 cases=2', '9 B 01 cases=9')).toMatchObject({
      ...quiet,
      counts: { updated: 1, missing: 0 },
    });
    expect(await forms.values()).toEqual(['A 01 cases=2', 'B 01 cases=9']);
  });
});

describe('a plan that is kept', () => {
  const planned = async (...lines: string[]) => {
    await forms.source(...lines);
    return forms.nights.plan('plan.ndjson');
  };

  test('moves forms, and has them change places', async () => {
    await forms.night('1 A 01 cases=1', '2 B 01 cases=2', '3 A 03 cases=3');
    expect(await planned('1 B 01 cases=1', '2 A 01 cases=2', '3 A 04 cases=3')).toMatchObject(quiet);
    expect(await forms.nights.apply('plan.ndjson')).toMatchObject({ ...quiet, counts: { updated: 3 } });
    expect(await forms.values()).toEqual(['A 01 cases=2', 'A 04 cases=3', 'B 01 cases=1']);
  });

  test('holds what cannot go any more, and whoever was to follow it', async () => {
    await forms.night('1 A 01 cases=1', '2 B 01 cases=2');
    await planned('1 B 01 cases=1', '2 B 02 cases=2');
    await forms.enter('B 02 cases=9');
    const { reasons } = await forms.nights.apply('plan.ndjson');
    expect([...reasons].sort()).toEqual(['index/differs-from-dhis2', 'index/place-taken']);
    expect(await forms.values()).toEqual(['A 01 cases=1', 'B 01 cases=2', 'B 02 cases=9']);
  });

  test('follows a record that is gone', async () => {
    await forms.night('1 A 01 cases=1', '9 B 01 cases=9');
    expect(await planned('2 A 01 cases=2', '9 B 01 cases=9')).toMatchObject(quiet);
    expect(await forms.nights.apply('plan.ndjson')).toMatchObject(quiet);
    expect(await forms.values()).toEqual(['A 01 cases=2', 'B 01 cases=9']);
  });
});
