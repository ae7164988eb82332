/** Spreadsheets that people edit and hand to us: not the source, which has codes of its own. */
import { failure } from './code-row.ts';

export const SHEET_CODES = {
  'sheet/unreadable': failure<{ file: string; reason: string; isText?: boolean }>({
    exitCode: 2,
    message: ({ file, reason }) => `The spreadsheet ${file} cannot be read: ${reason}.`,
    hint: (_, { isText }) =>
      isText === true
        ? 'Save it as “CSV UTF-8”, or as “Excel Workbook (.xlsx)”.'
        : 'Open it in Excel or LibreOffice, and save it as “Excel Workbook (.xlsx)”.',
  }),
  'sheet/other-kind': failure<{ file: string }>({
    exitCode: 2,
    message: ({ file }) =>
      `${file} is no spreadsheet that is read or written here: its name ends in neither .xlsx nor .csv.`,
    hint: () => 'Give it a name that ends in .xlsx or .csv; what is of another kind, save as one of these.',
  }),
};
