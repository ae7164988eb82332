/** Random nights of forms that are edited, moved, swapped, doubled, lost and found, with kills between: what is right at the end. */
import { describe, expect, test } from 'vitest';
import { FormRecords, PLACES, randomOf } from './form-records.ts';
import { FormNights } from './forms.ts';

const SEEDS = Number(process.env['FORM_SEEDS'] ?? 4);
const FIRST = Number(process.env['FORM_FIRST_SEED'] ?? 1);
const NIGHTS = 6;

describe('after random nights', () => {
  test.each(Array.from({ length: SEEDS }, (_, seed) => FIRST + seed))('of seed %i', async (seed) => {
    const random = randomOf(seed);
    const forms = await FormNights.open({ batchSize: 1 + random(3) });
    try {
      const world = new FormRecords(random);
      const theirs = ['A 01 remark=a', 'B 02 remark=b'];
      await forms.enter(...theirs);
      const story: string[] = [];
      const night = async (kill: boolean): Promise<readonly string[]> => {
        const lines = world.lines();
        forms.nights.now = new Date(forms.nights.now.getTime() + 20 * 3600_000);
        story.push(`${kill ? 'kill' : 'night'} ${lines.join(' | ')}`);
        if (kill) {
          const isStored = random(2) === 0;
          const wasSent = await forms.crash(isStored, 1 + random(3), ...lines).then(
            () => true,
            () => false,
          );
          story.push(`  ${wasSent ? `killed, stored: ${isStored}` : 'nothing was sent'}`);
          return [];
        }
        const { reasons, exitCode, code } = await forms.night(...lines);
        story.push(`  ${exitCode} ${code ?? ''} ${reasons.join(' ')}: ${(await forms.values()).join(', ')}`);
        expect({ story, ended: exitCode < 2 }).toEqual({ story, ended: true });
        return reasons;
      };
      for (let n = 0; n < NIGHTS; n += 1) {
        if (n > 0) world.change();
        await night(random(3) === 0);
      }
      // Nobody changes anything any more: after some nights all is as the source says.
      world.part();
      let reasons: readonly string[] = [];
      for (let n = 0; n < 4; n += 1) reasons = await night(false);
      const values = await forms.values();
      expect({ story, theirs: theirs.filter((cell) => values.includes(cell)) }).toEqual({ story, theirs });
      const sure = world.sure();
      const isSure = (cell: string): boolean => sure.has(cell.slice(0, 4)) && !theirs.includes(cell);
      expect({ story, values: values.filter(isSure) }).toEqual({ story, values: world.cells().filter(isSure) });
      if (sure.size === PLACES.length) expect({ story, reasons }).toEqual({ story, reasons: [] });
    } finally {
      await forms.close();
    }
  });
});
