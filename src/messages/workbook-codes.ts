/** What is wrong with a workbook, its sheets, and the rows of them. */
import { didYouMean, failure, row, type Near } from './code-row.ts';

/** A row for people: `Row 12 of sheet Members`; of an unknown one `The row`. */
const theRow = (line: string, sheet: string): string =>
  line === '' ? 'The row' : `Row ${line}${sheet && ` of sheet ${sheet}`}`;

type OfRow = { readonly line?: number; readonly sheet?: string };

const EXPORT_AGAIN = 'Export or save it again, and see that it is whole before it is read';

const WHAT_INSTEAD: Readonly<Record<string, string>> = {
  csv: 'If it is a CSV, write kind: csv. Otherwise save it in Excel or LibreOffice as “Excel Workbook (.xlsx)”.',
  page: 'A web page often comes in the place of a file where nobody is logged in any more: open it, and download the workbook again.',
};

export const WORKBOOK_CODES = {
  // The file as a whole: the run stops.
  'source/not-a-workbook': failure<{ location: string; looksLike: string; instead?: string }>({
    exitCode: 3,
    message: ({ location, looksLike }) => `The source (${location}) is ${looksLike}, not an Excel workbook (.xlsx).`,
    hint: ({ instead }) =>
      WHAT_INSTEAD[instead] ?? 'Open it in Excel or LibreOffice, and save it as “Excel Workbook (.xlsx)”.',
  }),
  'source/encrypted': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The source (${location}) is protected with a password, and cannot be opened.`,
    hint: () =>
      'Open it in Excel, take the password away (File > Info > Protect Workbook > Encrypt with Password), and save it; or keep it in a protected place instead.',
  }),
  'source/broken-workbook': failure<{ location: string; part: string; reason: string }>({
    exitCode: 3,
    message: ({ location, part, reason }) =>
      `The source (${location}) is broken or cut short${part && `, in its part ${part}`}: ${reason}.`,
    hint: () => `${EXPORT_AGAIN}.`,
  }),
  'source/workbook-too-large': failure<{ location: string; what: string }>({
    exitCode: 3,
    message: ({ location, what }) => `The source (${location}) is larger than any workbook of records: ${what}.`,
    hint: () => 'It may be spoilt, or made to fill the memory. Export it again, or export less of it.',
  }),
  'source/no-sheet': failure<{ location: string; sheet: string; sheets: readonly string[] } & Near>({
    exitCode: 2,
    message: ({ location, sheet, sheets }) =>
      `The workbook (${location}) has no sheet ${sheet}${sheets && `; it has ${sheets}`}.`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Write the name of the sheet as on its tab, or its number, counted among the tabs that are shown.',
      ),
  }),
  'source/empty-sheet': failure<{ location: string; sheet: string; headerRow?: number }>({
    exitCode: 3,
    message: ({ location, sheet, headerRow }) =>
      headerRow
        ? `Sheet ${sheet} of the workbook (${location}) has nothing in row ${headerRow}, where the spec says that its header is.`
        : `Sheet ${sheet} of the workbook (${location}) is empty: it has not even a header.`,
    hint: () => 'Name the right sheet and row (source.sheet, source.headerRow), or export it again.',
  }),
  'source/no-join-column': failure<{ location: string; sheet: string; column: string; of: string } & Near>({
    exitCode: 2,
    message: ({ location, sheet, column, of }) =>
      `Rows of sheet ${sheet} cannot be joined to their records (${location}): ${of} has no column "${column}".`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Name the columns under source.repeats, join: { column of the sheet: column of the record }. Where the spec says headerRow: is that the row with the names of the columns?',
      ),
  }),
  'source/unknown-parent': failure<{ location: string; sheet: string; parent: string; sheets: readonly string[] }>({
    exitCode: 3,
    message: ({ location, sheet, parent, sheets }) =>
      `Rows of sheet ${sheet} belong to "${parent}" (_parent_table_name), and the workbook (${location}) has no such sheet; it has ${sheets}.`,
    hint: () =>
      'Leave the names of the sheets as Kobo gave them, or say under source.repeats how they belong together.',
  }),
  'source/ragged-sheet': failure<{ location: string; sheet: string; line: number; column: string }>({
    exitCode: 3,
    message: ({ location, sheet, line, column }) =>
      `In sheet ${sheet} of the source (${location}), every row from row ${line} on has something in column ${column}, to the right of the header: the columns no longer fit.`,
    hint: () =>
      'If that column is one of yours, give it a name in the header. Kobo writes this after an answer whose choice no version of the form knows: put the choice back into the form’s list, deploy, and export again.',
  }),

  'source/no-such-repeat': failure<{ name: string; names: readonly string[] } & Near>({
    exitCode: 2,
    message: ({ name, names }) => `source.repeats has no repeat ${name} in which another could be; it has ${names}.`,
    hint: (texts) => didYouMean(texts, 'Under in: stands the name of another repeat of the list.'),
  }),
  'source/repeat-twice': failure<{ name: string }>({
    exitCode: 2,
    message: ({ name }) => `Two of source.repeats have the name ${name}.`,
    hint: () => 'Give each a name: of its own.',
  }),

  // One row: it is rejected.
  'source/cell-without-header': row<OfRow & { column: string }>({
    who: 'source',
    message: ({ line, sheet, column }) =>
      `${theRow(line, sheet)} has something in column ${column}, to the right of the header.`,
    hint: () => 'Give the column a name in the header, or clear the cell.',
  }),
  'source/error-cell': row<OfRow & { column: string; error: string }>({
    who: 'source',
    message: ({ line, sheet, column, error }) => `${theRow(line, sheet)} has the error ${error} in column "${column}".`,
    hint: ({ error }) =>
      `Correct the formula in the workbook. If such cells stand for nothing, write missing: ['${error}'] under source, and they count as blank.`,
  }),
  'source/formula-without-result': row<OfRow & { column: string }>({
    who: 'source',
    message: ({ line, sheet, column }) =>
      `${theRow(line, sheet)} has a formula in column "${column}" whose result is not in the file: it was never calculated.`,
    hint: () =>
      'Open the workbook in Excel or LibreOffice, and save it: that writes the results. If it is an answer that begins with =, of which Kobo’s export makes a formula, correct the answer in Kobo.',
  }),
  'source/orphan': row<OfRow & { repeat: string; parent: string }>({
    who: 'source',
    message: ({ line, sheet, repeat, parent }) =>
      `${theRow(line, sheet)} is of the repeat ${repeat}, and belongs to no row of sheet ${parent}.`,
    hint: () =>
      'Its record was taken out of the sheet, or the row is of another export: put it back, or delete this row as well.',
  }),
  'source/child-twice': row<OfRow & { repeat: string }>({
    who: 'source',
    message: ({ line, sheet, repeat }) =>
      `${theRow(line, sheet)} of the repeat ${repeat} stands there twice, under one record: how many there are cannot be told.`,
    hint: () => 'The workbook was put together of two exports: export all submissions in one file.',
  }),
};
