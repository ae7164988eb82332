import { MissingWords } from '../missing-words.ts';
import { OpenWorkbook } from '../../sheets/xlsx/open-workbook.ts';
import type { RepeatOption } from './repeat-parents.ts';
import { findRepeats, type ChildTable } from './repeats.ts';
import { SheetExtract, type WorkbookFacts } from './sheet-extract.ts';
import { SheetTable } from './sheet-table.ts';

/** What a spec says of the sheet that it wants. */
export interface SheetOptions {
  readonly sheet?: string | number;
  readonly headerRow?: number;
  readonly missing?: readonly string[];
  readonly repeats?: readonly RepeatOption[];
}

/** Opens a sheet of a workbook that lies in `facts.copy`; `folder` is for what has no room in memory. Throws EtlError. */
export async function openSheet(
  folder: string,
  facts: Omit<WorkbookFacts, 'remarks'>,
  options: SheetOptions,
  tell: (remark: string) => void,
): Promise<SheetExtract> {
  const { location } = facts;
  const workbook = await OpenWorkbook.open(facts.copy, folder, location);
  let table: SheetTable | undefined;
  try {
    table = await SheetTable.open(workbook, workbook.sheetOf(options.sheet), location, options.headerRow);
    const { children, others } = await findRepeats(workbook, table, options.repeats, location);
    const remarks = [
      ...remarksOnSheets(workbook, table),
      ...remarksOnRepeats(children),
      ...others.map((name) => `Sheet ${name} is left out: its rows are no children of these.`),
    ];
    const missing = new MissingWords(options.missing ?? []);
    return new SheetExtract({ facts: { ...facts, remarks }, workbook, table, children, folder, missing, tell });
  } catch (error) {
    await table?.close();
    workbook.close();
    throw error;
  }
}

function remarksOnSheets({ sheets }: OpenWorkbook, { sheet, isEmpty, remarks }: SheetTable): string[] {
  const others = sheets.length > 1 ? `, one of ${sheets.length}` : '';
  return [
    `Sheet ${sheet.name} is read${others}${sheet.isHidden ? '; it is hidden' : ''}.`,
    ...remarks,
    ...(isEmpty ? ['The sheet has a header and no rows.'] : []),
  ];
}

function remarksOnRepeats(children: readonly ChildTable[], parent = ''): string[] {
  return children.flatMap(({ name, table, children }) => [
    table.isAbsent
      ? `There is no sheet ${table.sheet.name}: no record has any ${name}.`
      : `Sheet ${table.sheet.name} has the rows of the repeat ${name}${parent && `, inside ${parent}`}.`,
    ...remarksOnRepeats(children, name),
  ]);
}
