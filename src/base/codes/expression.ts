import { didYouMean, type CodeText } from './code-text.ts';

const WRITE_ISO = 'Correct it in Kobo, or say in the spec how it is written: $date(COLUMN, "DD/MM/YYYY").';

export const EXPRESSION_CODES = {
  'expression/syntax': {
    message: (a) => `This is not a JSONata expression: ${a('reason')}.`,
    hint: () => 'A column with a slash, a blank or a dash stands in backticks: `group/question`.',
  },
  'expression/unknown-column': {
    message: (a) => `The source has no column "${a('name')}".`,
    hint: (a) => didYouMean(a, 'Compare it with the header of the source file.'),
  },
  'expression/unknown-name': {
    message: (a) => `There is no function or variable $${a('name')}.`,
    hint: (a) => didYouMean(a),
  },
  'expression/not-deterministic': {
    message: (a) => `$${a('name')} gives another result in every run, so every record would look changed each night.`,
    hint: () => 'Take the value from a column of the record.',
  },
  'expression/no-eval': {
    message: () => '$eval is not allowed: text from the data must never run as an expression.',
  },
  'expression/failed': {
    message: (a) => `The expression ${a('expression')} failed: ${a('reason')}.`,
    hint: () => 'Mend the expression, or the answer in Kobo.',
  },
  'expression/not-a-condition': {
    message: (a) => `${a('where')} must give true or false; it gave ${a('type')}.`,
    hint: () => 'Compare with something: COLUMN = "1".',
  },
  'eval/not-a-row': {
    message: () => 'The input must be a JSON object: column → cell.',
    hint: () => 'For any other JSON use --plain.',
  },
  'eval/not-json': {
    message: (a) => `The input ${a('path')} is not valid JSON: ${a('reason')}.`,
  },
  'function/bad-format': {
    message: (a) => `"${a('format')}" is no date format.`,
    hint: () => 'A format is made of YYYY, MM, DD, HH, mm and ss, as in "DD/MM/YYYY".',
  },
  'function/not-a-date': {
    message: () => 'This is not a date that exists, written yyyy-MM-dd.',
    hint: () => WRITE_ISO,
  },
  'function/not-in-format': {
    message: (a) => `This is not a date that exists, written ${a('format')}.`,
    hint: () => 'Correct the answer in Kobo, or the format in the spec.',
  },
  'function/not-a-date-time': {
    message: () => 'This is not a date and time that exist, written yyyy-MM-ddTHH:mm:ss.',
    hint: () => WRITE_ISO.replace('$date', '$dateTime'),
  },
  'function/not-a-time': {
    message: () => 'This is not a time of day, written HH:mm.',
    hint: () => 'Correct the answer in Kobo.',
  },
  'function/not-whole': {
    message: () => 'This is not a whole number.',
    hint: () => 'Correct the answer in Kobo, or use $decimal.',
  },
  'function/too-large': {
    message: () => 'This number has too many digits to be kept exactly.',
    hint: () => 'Keep it as text: an identifier is no number.',
  },
  'function/not-a-number': {
    message: (a) => `This is not a number with "${a('separator')}" as decimal separator.`,
    hint: () => 'Correct the answer in Kobo, or name the separator: $decimal(COLUMN, ",").',
  },
  'function/not-yes-or-no': {
    message: () => 'This is neither yes nor no.',
    hint: () => 'Name your words: $yesNo(COLUMN, "si", "no").',
  },
  'lookup/no-match': {
    message: (a) => `"${a('value')}" is not in the look-up ${a('table')}.`,
    hint: (a) =>
      `${didYouMean(a)} If it is right, add it to the look-up file${a('table') === 'orgUnits' ? ', assign the program to the organisation unit in DHIS2, and give the sending user capture access to it' : ''}.`.trim(),
    valueIsPublic: true,
  },
  'lookup/unknown-table': {
    message: (a) => `The spec has no look-up "${a('table')}".`,
    hint: (a) => didYouMean(a, 'Name it under `lookups:`.'),
    valueIsPublic: true,
  },
  'option/no-match': {
    message: (a) => `The choice "${a('value')}" has no option code in the mapping of option set ${a('table')}.`,
    hint: (a) =>
      `${didYouMean(a)} If it is right, add it to the option mapping and run \`etl mapping generate\`.`.trim(),
    valueIsPublic: true,
  },
  'option/no-map': {
    message: (a) => `There is no option map${a('optionSet') && ` for option set ${a('optionSet')}`} here.`,
    hint: () => 'Name the option set, $option(COLUMN, "its UID"), and map it in the option mapping.',
  },
} satisfies Record<string, CodeText>;
