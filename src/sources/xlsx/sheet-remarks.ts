import type { SheetTable } from './sheet-table.ts';

/** What is worth saying of a sheet once it is read. */
export function remarksOnSheet({ sheet: { name }, headerLine, habits }: SheetTable): string[] {
  const { hiddenRows, hiddenColumns, roundedNumbers } = habits;
  // What is merged above the header is a title.
  const merged = habits.merged.filter((area) => Number(/\d+/.exec(area)?.[0]) >= headerLine);
  const remarks: string[] = [];
  if (hiddenRows > 0)
    remarks.push(
      `Sheet ${name} has ${count(hiddenRows, 'hidden row')}: a filter may be on. They are read like the others.`,
    );
  if (hiddenColumns > 0)
    remarks.push(`Sheet ${name} has ${count(hiddenColumns, 'hidden column')}, read like the others.`);
  if (merged.length > 0)
    remarks.push(
      `Sheet ${name} has ${count(merged.length, 'merged area')} (first: ${merged[0]}): the value stands in the first cell, and the others are blank.`,
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
