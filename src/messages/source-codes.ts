import type { CodeText } from './code-row.ts';

const EXPORT_AGAIN = 'Export it again, and see that the export has ended before it is read';

/** Where only one row is spoken of. */
const onLine = (line: string): string => line && ` on line ${line}`;

/** What has become of cells that somebody's program took for numbers. */
function altered(how: string, count: string, where: string): string {
  const [one, many] = count === '1' ? ['1 cell', ''] : [`${count} cells`, 's'];
  const verb = many === '' ? 's' : '';
  if (how === 'scientific')
    return `${one} of ${where} stand${verb} in scientific notation, as 2.02603E+11: a spreadsheet has taken ${many === '' ? 'it for a number' : 'them for numbers'}, and the last digits are lost`;
  if (how === 'zeros')
    return `${one} of ${where} end${verb} in .0 or ,0: a program has taken whole numbers for decimals`;
  return `${one} of ${where} ${many === '' ? 'has' : 'have'} commas between digits: a spreadsheet has taken ${many === '' ? 'it for a number' : 'them for numbers'}`;
}

const AVOID: Readonly<Record<string, string>> = {
  scientific:
    'Export again, and do not save the file with Excel. If it must be opened there: Data > From Text/CSV, and Text as the type of that column.',
  zeros:
    'Export again, and see that no program takes that column for numbers: in pandas read_csv(…, dtype=str), in R colClasses = "character".',
  commas:
    'Export again, and do not save the file with Excel; or give that column the format Text there, before anything is in it.',
};

export const SOURCE_CODES = {
  // The file as a whole: the run stops.
  'source/not-found': {
    message: (a) => `The source is not there: ${a('location')}.`,
    hint: () => 'Check path and connection of the source, and whether the export has run.',
  },
  'source/empty': {
    message: (a) => `The source (${a('location')}) is empty: it has not even a header.`,
    hint: () => `${EXPORT_AGAIN}.`,
  },
  'source/not-utf8': {
    message: (a) =>
      a('encoding')
        ? `The source (${a('location')}) is ${a('encoding')}, not UTF-8.`
        : `The source (${a('location')}) is not UTF-8: line ${a('line')} has a byte that cannot stand there (${a('byte')}, at offset ${a('offset')}).`,
    hint: (a) =>
      `${a('sign') && `In Windows-1252, as Excel and old tools write it, this byte is “${a('sign')}”. `}Save or export it as UTF-8 (in Excel: “CSV UTF-8”).`,
  },
  'source/not-text': {
    message: (a) => `The source (${a('location')}) is ${a('looksLike')}, not a CSV text.`,
    hint: () => 'Check the path, and export it as CSV.',
  },
  'source/nul-in-header': {
    message: (a) => `The header of the source (${a('location')}) holds the character U+0000.`,
    hint: () => 'The file is broken, or in another encoding. Export it again as CSV, in UTF-8.',
  },
  'source/wrong-delimiter': {
    message: (a) =>
      `The header of the source (${a('location')}) has no ${a('given')}, which the spec gives as delimiter; it has ${a('found')}.`,
    hint: (a) => `Write delimiter: ${a('write')} or leave it out: then it is found from the header.`,
  },
  'source/truncated': {
    message: (a) =>
      a('reason') === 'quote'
        ? `The source (${a('location')}) is cut short: in the row on line ${a('line')} a quote is opened and never closed.`
        : a('reason') === 'character'
          ? `The source (${a('location')}) is cut short: it ends in the middle of a character, on line ${a('line')}.`
          : `The source (${a('location')}) is cut short: its last row (line ${a('line')}) ends after ${a('cells')} of ${a('expected')} cells, without a line end.`,
    hint: (a) => `${EXPORT_AGAIN}${a('reason') === 'quote' ? '; if it is whole, correct that quote' : ''}.`,
  },
  'source/stray-quote': {
    message: (a) =>
      `In the source (${a('location')}), the row on line ${a('line')} opens a quote that goes over the end of the line and is not closed where a cell ends: where its cells and rows end would be a guess.`,
    hint: () =>
      'A cell that starts with a quote must be quoted as a whole, each quote in it doubled. Have the export write it so.',
  },
  'source/id-of-nothing': {
    message: (a) =>
      `In the source (${a('location')}), ${a('count')} cells of the key (${a('columns')}; first: line ${a('line')}) have the word "${a('word')}", which ${a('writer')} writes for a blank cell: all these records would have one id.`,
    hint: (a) => `Write it under source, missing: ['${a('word')}'], and it counts as blank in all columns.`,
  },
  'source/text-of-nothing': {
    message: (a) =>
      `The word "${a('word')}" goes out as text in ${a('count')} cells (${a('columns')}); ${a('writer')} writes it for a blank cell.`,
    hint: (a) => `Write it under source, missing: ['${a('word')}'], and it counts as blank in all columns.`,
  },
  'source/second-header': {
    message: (a) =>
      `In the source (${a('location')}), line ${a('line')} is a header again, and not the same one: it has "${a('found')}" where the first has "${a('wanted')}".`,
    hint: () =>
      'Files with different columns were put one behind the other. Export all submissions in one file, with all columns.',
  },
  'source/header-below': {
    message: (a) =>
      `The header of the source seems to be in line ${a('line')}: there stand ${a('columns')}. What is above it is taken for the header.`,
    hint: (a) => `Write headerRow: ${a('line')} under source, or take the lines above it out of the file.`,
  },
  'source/no-groups': {
    message: (a) => `The export has no group names: it has "${a('found')}" for "${a('wanted')}".`,
    hint: (a) =>
      `In Kobo, tick “Include groups in headers” (separator /) when you export. Columns without their group: ${a('columns')}.`,
  },
  'source/group-separator': {
    message: (a) =>
      `The export has another sign between groups and questions: it has "${a('found')}" for "${a('wanted')}".`,
    hint: (a) => `In Kobo, choose / as group separator when you export. Columns: ${a('columns')}.`,
  },
  'source/with-groups': {
    message: (a) => `The export has group names, and the mapping has not: it has "${a('found')}" for "${a('wanted')}".`,
    hint: (a) =>
      `In Kobo, untick “Include groups in headers” when you export, or name the columns with their groups. Columns: ${a('columns')}.`,
  },
  'source/other-groups': {
    message: (a) => `The export has questions in other groups: it has "${a('found')}" for "${a('wanted')}".`,
    hint: (a) =>
      `The group was renamed, or the question moved: name the new columns in the mapping and the spec. Columns: ${a('columns')}.`,
  },
  'source/labels': {
    message: (a) => `The export has labels, not names: it has "${a('found')}", and no "${a('wanted')}".`,
    hint: (a) =>
      `In Kobo, choose “XML values and headers” as value and header format when you export. Columns by their names: ${a('columns')}.`,
  },
  'source/row-too-long': {
    message: (a) => `In the source (${a('location')}), the row on line ${a('line')} is longer than ${a('limit')}.`,
    hint: () => 'Most likely a quote is opened there and never closed. Correct that quote, or export the file again.',
  },
  'source/ragged': {
    message: (a) =>
      `In the source (${a('location')}), every row from line ${a('line')} on has more cells than the header (${a('cells')}, not ${a('expected')}): the columns no longer fit.`,
    hint: () =>
      'Kobo writes this after an answer whose choice no version of the form knows. Find that answer in the row above that line or on it, put the choice back into the form’s list, deploy, and export again.',
  },

  'source/ids-altered': {
    message: (a) =>
      `In the source (${a('location')}), ${altered(a('how'), a('count'), `the key column "${a('column')}" (first: line ${a('line')})`)}. Under another id a record would be another one, with a second event.`,
    hint: (a) => AVOID[a('how')] ?? '',
    explain: {
      meaning:
        'A spreadsheet takes a long id for a number and shows it as 2.02603E+11; saved as CSV, the other digits are gone. pandas and R write 1012.0 where a cell of the column is blank. Nothing is sent: the records would not be known again.',
      wrong: 'Open the export in Excel, look at it, and save it.',
      right:
        'Leave the export as it came. To look at it, open a copy, by Data > From Text/CSV, that column as Text. In pandas: read_csv(…, dtype=str).',
    },
  },
  'source/new-values': {
    message: (a) =>
      `Column "${a('column')}" has values that it had in no run before (rows: ${a('count')}, first: line ${a('line')}), and a condition of the spec compares it with a text.`,
    hint: () =>
      'See whether the export is in another form now, and whether `where` and `versions` still decide rightly.',
  },
  'source/text-altered': {
    message: (a) =>
      `In the source, ${altered(a('how'), a('count'), `column "${a('column')}" (first: line ${a('line')})`)}. This goes into ${a('field')} as it stands.`,
    hint: (a) => AVOID[a('how')] ?? '',
  },

  // One row: it is rejected.
  'source/too-many-cells': {
    message: (a) => `The row${onLine(a('line'))} has ${a('cells')} cells; the header has ${a('expected')}.`,
    hint: () => 'A delimiter inside an answer must be in quotes. Correct the row, or how the file is exported.',
  },
  'source/too-few-cells': {
    message: (a) => `The row${onLine(a('line'))} has ${a('cells')} cells; the header has ${a('expected')}.`,
    hint: () => 'A line break inside an answer must be in quotes. Correct the row, or how the file is exported.',
  },
  'source/no-record': {
    message: (a) =>
      `The source has no ${a('what')}${a('rows') && `; it has ${a('rows')}`}${a('unreadable') && `. ${a('unreadable')} of its rows cannot be read: it may be one of them`}.`,
    hint: () => 'Rows count from 1, the first after the header; a key is any id of the record.',
  },
  'source/word-for-nothing': {
    message: (a) =>
      `The word "${a('word')}" stands where another answer is wanted: ${a('writer')} writes it for a blank cell.`,
    hint: (a) =>
      `Write it under source, missing: ['${a('word')}'], and it counts as blank in all columns. If it is an answer, add it to the mapping or the look-up.`,
    valueIsPublic: true,
    isOfAllColumns: true,
  },
  'source/no-key': {
    message: () => 'The row has no key: all columns named in source.key are blank.',
    hint: () => 'See that Kobo exports _uuid, _id or meta/rootUuid, and that the row is whole.',
  },
  'source/duplicate-key': {
    message: (a) =>
      `More than one row has the ${a('key') ? `key ${a('key')}` : 'same key'}, and they differ in columns that are mapped.`,
    hint: () => 'Which one is right cannot be told here: correct or delete the others in Kobo.',
  },
} satisfies Record<string, CodeText>;
