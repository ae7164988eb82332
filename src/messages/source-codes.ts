import { didYouMean, failure, row, type Near } from './code-row.ts';

const EXPORT_AGAIN = 'Export it again, and see that the export has ended before it is read';

/** Where only one row is spoken of. */
const inExcel = (line: string): string => line && ` (row ${line} in Excel)`;

/** The first of several, where the source has rows of its own. */
const first = (line: string, before: string): string => line && `${before}first: row ${line} in Excel`;

/** What has become of cells that somebody's program took for numbers. */
function altered(how: string, count: string, where: string): string {
  const [one, many] = count === '1' ? ['1 cell', ''] : [`${count} cells`, 's'];
  const verb = many === '' ? 's' : '';
  if (how === 'scientific')
    return `${one} of ${where} stand${verb} in scientific notation, as 2.02603E+11: a spreadsheet has taken ${many === '' ? 'it for a number' : 'them for numbers'}, and the last digits are lost`;
  if (how === 'rounded')
    return `${one} of ${where} ${many === '' ? 'has' : 'have'} more than 15 digits, and zeros behind the fifteenth: Excel has kept ${many === '' ? 'it as a number' : 'them as numbers'}, and the last digits are lost`;
  if (how === 'zeros')
    return `${one} of ${where} end${verb} in .0 or ,0: a program has taken whole numbers for decimals`;
  return `${one} of ${where} ${many === '' ? 'has' : 'have'} commas between digits: a spreadsheet has taken ${many === '' ? 'it for a number' : 'them for numbers'}`;
}

const AVOID: Readonly<Record<string, string>> = {
  scientific:
    'Export again, and do not save the file with Excel. If it must be opened there: Data > From Text/CSV, and Text as the type of that column.',
  rounded:
    'Export again, and do not save the file with Excel; or give that column the format Text there, before anything is in it.',
  zeros:
    'Export again, and see that no program takes that column for numbers: in pandas read_csv(…, dtype=str), in R colClasses = "character".',
  commas:
    'Export again, and do not save the file with Excel; or give that column the format Text there, before anything is in it.',
};

export const SOURCE_CODES = {
  // The file as a whole: the run stops.
  'source/not-found': failure<{ location: string } & Near>({
    exitCode: 3,
    message: ({ location }) => `The source is not there: ${location}.`,
    hint: (texts) => didYouMean(texts, 'Check path and connection of the source, and whether the export has run.'),
  }),
  'source/empty': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The source (${location}) is empty: it has not even a header.`,
    hint: () => `${EXPORT_AGAIN}.`,
  }),
  'source/not-utf8': failure<{
    encoding?: string;
    location: string;
    line?: number;
    byte?: string;
    offset?: number;
    sign?: string;
  }>({
    exitCode: 3,
    message: ({ encoding, location, line, byte, offset }) =>
      encoding
        ? `The source (${location}) is ${encoding}, not UTF-8.`
        : `The source (${location}) is not UTF-8: line ${line} has a byte that cannot stand there (${byte}, at offset ${offset}).`,
    hint: ({ sign }) =>
      `${sign && `In Windows-1252, as Excel and old tools write it, this byte is “${sign}”. `}Save or export it as UTF-8 (in Excel: “CSV UTF-8”).`,
  }),
  'source/not-text': failure<{ location: string; looksLike: string }>({
    exitCode: 3,
    message: ({ location, looksLike }) => `The source (${location}) is ${looksLike}, not a CSV text.`,
    hint: () => 'Check the path, and export it as CSV; a workbook (.xlsx) is read with kind: xlsx.',
  }),
  'source/nul-in-header': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The header of the source (${location}) holds the character U+0000.`,
    hint: () => 'The file is broken, or in another encoding. Export it again as CSV, in UTF-8.',
  }),
  'source/wrong-delimiter': failure<{ location: string; given: string; found: string; write: string }>({
    exitCode: 2,
    message: ({ location, given, found }) =>
      `The header of the source (${location}) has no ${given}, which the spec gives as delimiter; it has ${found}.`,
    hint: ({ write }) => `Write delimiter: ${write} or leave it out: then it is found from the header.`,
  }),
  'source/truncated': failure<{ reason: string; location: string; line: number; cells?: number; expected?: number }>({
    exitCode: 3,
    message: ({ reason, location, line, cells, expected }) =>
      reason === 'quote'
        ? `The source (${location}) is cut short: in the row on line ${line} a quote is opened and never closed.`
        : reason === 'character'
          ? `The source (${location}) is cut short: it ends in the middle of a character, on line ${line}.`
          : `The source (${location}) is cut short: its last row (line ${line}) ends after ${cells} of ${expected} cells, without a line end.`,
    hint: ({ reason }) => `${EXPORT_AGAIN}${reason === 'quote' ? '; if it is whole, correct that quote' : ''}.`,
  }),
  'source/stray-quote': failure<{ location: string; line: number }>({
    exitCode: 3,
    message: ({ location, line }) =>
      `In the source (${location}), the row on line ${line} opens a quote that goes over the end of the line and is not closed where a cell ends: where its cells and rows end would be a guess.`,
    hint: () =>
      'A cell that starts with a quote must be quoted as a whole, each quote in it doubled. Have the export write it so.',
  }),
  'source/id-of-nothing': failure<{
    location: string;
    count: number;
    columns: readonly string[];
    line?: number;
    word: string;
    writer: string;
  }>({
    exitCode: 3,
    message: ({ location, count, columns, line, word, writer }) =>
      `In the source (${location}), ${count} cells of the key (${columns}${first(line, '; ')}) have the word "${word}", which ${writer} writes for a blank cell: all these records would have one id.`,
    hint: ({ word }) => `Write it under source, missing: ['${word}'], and it counts as blank in all columns.`,
  }),
  'source/text-of-nothing': row<{ word: string; count: number; columns: readonly string[]; writer: string }>({
    message: ({ word, count, columns, writer }) =>
      `The word "${word}" goes out as text in ${count} cells (${columns}); ${writer} writes it for a blank cell.`,
    hint: ({ word }) => `Write it under source, missing: ['${word}'], and it counts as blank in all columns.`,
  }),
  'source/row-too-long': failure<{ location: string; line: number; limit: string }>({
    exitCode: 3,
    message: ({ location, line, limit }) =>
      `In the source (${location}), the row on line ${line} is longer than ${limit}.`,
    hint: () => 'Most likely a quote is opened there and never closed. Correct that quote, or export the file again.',
  }),
  'source/ragged': failure<{ location: string; line: number; cells: number; expected: number }>({
    exitCode: 3,
    message: ({ location, line, cells, expected }) =>
      `In the source (${location}), every row from line ${line} on has more cells than the header (${cells}, not ${expected}): the columns no longer fit.`,
    hint: () =>
      'Kobo writes this after an answer whose choice no version of the form knows. Find that answer in the row above that line or on it, put the choice back into the form’s list, deploy, and export again.',
  }),

  'source/ids-altered': failure<{ location: string; how: string; count: number; column: string; line?: number }>({
    exitCode: 3,
    message: ({ location, how, count, column, line }) =>
      `In the source (${location}), ${altered(how, count, `the key column "${column}"${line && ` (${first(line, '')})`}`)}. Under another id a record would be another one, with a second event.`,
    hint: ({ how }) => AVOID[how] ?? '',
    explain: {
      meaning:
        'A spreadsheet takes a long id for a number and shows it as 2.02603E+11; saved as CSV, the other digits are gone. pandas and R write 1012.0 where a cell of the column is blank. Nothing is sent: the records would not be known again.',
      wrong: 'Open the export in Excel, look at it, and save it.',
      right:
        'Leave the export as it came. To look at it, open a copy, by Data > From Text/CSV, that column as Text. In pandas: read_csv(…, dtype=str).',
    },
  }),
  'source/new-values': row<{ column: string; count: number; line?: number }>({
    message: ({ column, count, line }) =>
      `Column "${column}" has values that it had in no run before (rows: ${count}${first(line, ', ')}), and a condition of the spec compares it with a text.`,
    hint: () =>
      'See whether the export is in another form now, and whether `where` and `versions` still decide rightly.',
  }),
  'source/text-altered': row<{ how: string; count: number; column: string; line?: number; field: string }>({
    message: ({ how, count, column, line, field }) =>
      `In the source, ${altered(how, count, `column "${column}"${line && ` (${first(line, '')})`}`)}. This goes into ${field} as it stands.`,
    hint: ({ how }) => AVOID[how] ?? '',
  }),

  // One row: it is rejected.
  'source/too-many-cells': row<{ line?: number; cells: number; expected: number }>({
    who: 'source',
    message: ({ line, cells, expected }) => `The row${inExcel(line)} has ${cells} cells; the header has ${expected}.`,
    hint: () => 'A delimiter inside an answer must be in quotes. Correct the row, or how the file is exported.',
  }),
  'source/too-few-cells': row<{ line?: number; cells: number; expected: number }>({
    who: 'source',
    message: ({ line, cells, expected }) =>
      `The row${inExcel(line)} has ${cells} ${cells === '1' ? 'cell' : 'cells'}; the header has ${expected}.`,
    hint: () => 'A line break inside an answer must be in quotes. Correct the row, or how the file is exported.',
  }),
  'source/no-record': failure<{ what: string; rows?: number; unreadable?: number }>({
    exitCode: 2,
    message: ({ what, rows, unreadable }) =>
      `The source has no ${what}${rows && `; it has ${rows}`}${unreadable && `. ${unreadable} of its rows cannot be read: it may be one of them`}.`,
    hint: () => 'Rows count from 1, the first after the header; a key is any id of the record.',
  }),
  'source/word-for-nothing': row<{ word: string; writer: string }>({
    who: 'analyst',
    message: ({ word, writer }) =>
      `The word "${word}" stands where another answer is wanted: ${writer} writes it for a blank cell.`,
    hint: ({ word }) =>
      `Write it under source, missing: ['${word}'], and it counts as blank in all columns. If it is an answer, add it to the mapping or the look-up.`,
    valueIsPublic: true,
    isOfAllColumns: true,
  }),
  'source/no-key': row({
    who: 'source',
    message: () => 'The row has no key: what source.key names is blank in it.',
    hint: () =>
      'See that the row is whole, and no total or note below the answers; that Kobo exports _uuid, _id or meta/rootUuid; of a key of several columns, that none is blank.',
  }),
  'source/duplicate-key': row<{ key: string }>({
    who: 'source',
    message: ({ key }) =>
      `More than one row has the ${key ? `key ${key}` : 'same key'}, and they differ in columns that are mapped.`,
    hint: () =>
      'Which one is right cannot be told here: correct or delete the others in Kobo. If they are different records, name under source.key what tells them apart, too: [[a, b]].',
  }),
};
