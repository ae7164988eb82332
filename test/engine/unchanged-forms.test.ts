/** The same of forms: records that have not changed, while people work on their values in DHIS2. */
import { afterEach, describe, expect, test } from 'vitest';
import { FormRecords, randomOf } from './form-records.ts';
import { FormNights, OF_CLINIC_A, type FormOptions } from './forms.ts';

let forms: FormNights;
afterEach(() => forms.close());

const LINES = ['1 A 01 cases=4 deaths=1', '2 A 02 cases=5', '3 B 01 cases=6'];

/** One form is edited, one emptied, and in one a cell that we do not fill gets a value. */
async function openEdited(options: FormOptions): Promise<void> {
  forms = await FormNights.open(options);
  await forms.night(...LINES);
  await forms.enter('A 01 deaths=9', 'A 02 cases=', 'B 01 remark=theirs');
}

describe('always', () => {
  test('reported each night, and nothing is touched', async () => {
    await openEdited({ verify: 'always' });
    for (const _ of [1, 2])
      expect(await forms.night(...LINES)).toMatchObject({
        exitCode: 1,
        counts: { unchanged: 1, held: 2 },
        reasons: ['index/edited-since-sent', 'index/deleted-in-dhis2'],
      });
    expect(await forms.values()).toEqual(['A 01 cases=4', 'A 01 deaths=9', 'B 01 cases=6', 'B 01 remark=theirs']);
  });

  test('overwritten and filled again', async () => {
    await openEdited({ verify: 'always', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate' });
    expect(await forms.night(...LINES)).toMatchObject({ exitCode: 0, counts: { unchanged: 1 } });
    const cells = ['A 01 cases=4', 'A 01 deaths=1', 'A 02 cases=5', 'B 01 cases=6', 'B 01 remark=theirs'];
    expect(await forms.values()).toEqual(cells);
    expect(await forms.night(...LINES)).toMatchObject({ exitCode: 0, counts: { unchanged: 3 } });
  });

  test('a cell that we say is blank, and that somebody has filled', async () => {
    forms = await FormNights.open({ verify: 'always', editedInDhis2: 'overwrite' });
    await forms.night('2 A 02 cases=5');
    await forms.enter('A 02 deaths=3');
    expect(await forms.night('2 A 02 cases=5')).toMatchObject({ exitCode: 0, counts: { updated: 1 } });
    expect(await forms.values()).toEqual(['A 02 cases=5']);
  });

  test('a form in a unit that this user may no longer see is nobody’s deletion', async () => {
    await openEdited({ verify: 'always', deletedInDhis2: 'recreate', editedInDhis2: 'overwrite' });
    await forms.night(...LINES);
    forms.change({ user: OF_CLINIC_A.username });
    expect(await forms.night(...LINES)).toMatchObject({ exitCode: 0, counts: { unchanged: 3 } });
  });
});

describe('where nobody works in DHIS2, looking changes nothing', () => {
  test.each([1, 2, 3])('random nights with kills, of seed %i', async (seed) => {
    const stories = [];
    for (const verify of ['never', 'always']) {
      forms = await FormNights.open({ verify, batchSize: 1 });
      stories.push(await randomStory(randomOf(seed)));
      if (verify === 'never') await forms.close();
    }
    expect(stories[1]).toEqual(stories[0]);
  });

  async function randomStory(random: (below: number) => number): Promise<unknown[]> {
    const story: unknown[] = [];
    const world = new FormRecords(random);
    for (let night = 0; night < 6; night += 1) {
      if (night > 0) world.change();
      const lines = world.lines();
      forms.nights.now = new Date(Date.parse('2026-03-01T02:00:00Z') + night * 20 * 3600_000);
      const [isKilled, isStored] = [night > 0 && random(3) === 0, random(2) === 0];
      if (isKilled)
        story.push(
          await forms.crash(isStored, 1, ...lines).then(
            () => 'killed',
            () => 'nothing was sent',
          ),
        );
      const { exitCode, counts, reasons } = await forms.night(...lines);
      story.push({ exitCode, counts, reasons, values: await forms.values() });
    }
    return story;
  }
});
