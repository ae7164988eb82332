import type { SheetHabits } from './sheet-rows.ts';

/** What is worth saying of a sheet once it is read. */
export function remarksOnSheet(name: string, habits: SheetHabits): string[] {
  const { hiddenRows, hiddenColumns, merged, firstMerged, roundedNumbers } = habits;
  const remarks: string[] = [];
  if (hiddenRows > 0)
    remarks.push(
      `Sheet ${name} has ${count(hiddenRows, 'hidden row')}: a filter may be on. They are read like the others.`,
    );
  if (hiddenColumns > 0)
    remarks.push(`Sheet ${name} has ${count(hiddenColumns, 'hidden column')}, read like the others.`);
  if (merged > 0)
    remarks.push(
      `Sheet ${name} has ${count(merged, 'merged area')} (first: ${firstMerged}): the value stands in the first cell, and the others are blank.`,
    );
  if (roundedNumbers > 0)
    remarks.push(
      `Sheet ${name} has ${count(roundedNumbers, 'number')} of more than 15 digits that end in zeros: Excel keeps 15, and what was typed beyond them is lost. Give such columns the format Text.`,
    );
  return remarks;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
