/** Look-ups and option maps: what is wrong in their files, and what they have no answer for. */
import { didYouMean, row, type Near } from './code-row.ts';
import type { Instead } from './rewrite-words.ts';

/** pandas writes whole numbers with decimal zeros. */
function zerosOff(differs: string, instead: string): string {
  if (differs !== 'decimal zeros') return '';
  return ` pandas writes whole numbers so; from: ${instead || '=$int(COLUMN)'} takes the zeros off.`;
}

export const LOOKUP_CODES = {
  'lookup/no-match': row<{ value: string; table: string; file?: string } & Near>({
    who: 'analyst',
    message: ({ value, table }) => `"${value}" is not in the look-up ${table}.`,
    hint: (texts) =>
      `${didYouMean(texts)} If it is right, add it to ${texts.file || 'the look-up file'}${texts.table === 'orgUnits' ? ', assign the program or data set to the organisation unit in DHIS2, and give the sending user capture access to it' : ''}.`.trim(),
    valueIsPublic: true,
    explain: {
      meaning:
        'Look-ups are exact after trimming: case, accents and spelling give suggestions, never matches. The record is rejected, and the value is collected in the list of unmapped values.',
      wrong: '{ "Clinic A": "OuClinicA01" }      # the cell is "Clinic  A."',
      right: '{ "Clinic A": "OuClinicA01", "Clinic  A.": "OuClinicA01" }',
    },
  }),
  'lookup/unknown-table': row<{ table: string } & Near>({
    who: 'analyst',
    message: ({ table }) => `The spec has no look-up "${table}".`,
    hint: (texts) => didYouMean(texts, 'Name it under `lookups:`.'),
    valueIsPublic: true,
    explain: {
      meaning: '$table and $orgUnit read the look-ups that the spec names; $orgUnit reads the one called orgUnits.',
      wrong: '=$table("region", REGION)',
      right: 'lookups:\n  region: regions.csv',
    },
  }),
  'option/no-match': row<{ value: string; table: string; file?: string } & Near & Instead>({
    who: 'analyst',
    message: ({ value, table }) => `The choice "${value}" has no option code in the mapping of option set ${table}.`,
    hint: (texts) =>
      `${didYouMean(texts)}${zerosOff(texts.differs, texts.instead)} If it is right, add it, with its option code, to ${texts.file || 'the option mapping'}.`.trim(),
    valueIsPublic: true,
    explain: {
      meaning: 'A Kobo choice has no DHIS2 option code. The record is rejected rather than sent without the answer.',
      wrong: '{ "1": "YES" }                     # the cell is "2"',
      right: '{ "1": "YES", "2": "NO" }',
    },
  }),
  'option/no-map': row<{ optionSet: string } & Near>({
    who: 'analyst',
    message: ({ optionSet }) => `There is no option map${optionSet && ` for option set ${optionSet}`} here.`,
    hint: (texts) =>
      didYouMean(texts, 'Name the option set, $option(COLUMN, "its UID"), and map it in the option mapping.'),
    explain: {
      meaning:
        '$option goes through the option map of the field’s own option set, or of the one that is named; neither is mapped.',
      wrong: '=$option(consent)                # outside a field with options',
      right: '=$option(consent, "OsYesNo0001")',
    },
  }),
  'lookup/not-an-object': row<{ name: string }>({
    message: ({ name }) => `The look-up ${name} must be a JSON object of texts.`,
    hint: () => 'Write { "value in Kobo": "value for DHIS2", … }.',
    explain: {
      meaning: 'A look-up in JSON is one object: what stands in Kobo on the left, what DHIS2 gets on the right.',
      wrong: '["Clinic A", "Clinic B"]',
      right: '{ "Clinic A": "OuClinicA01", "Clinic B": "OuClinicB01" }',
    },
  }),
  'lookup/not-text': row<{ name: string; key: string; more: number }>({
    message: ({ name, key }, { more }) =>
      `In the look-up ${name}, the value of "${key}" is not a text${more > 0 ? `, nor are those of ${more} more` : ''}.`,
    hint: () => 'Put it in double quotes.',
    explain: {
      meaning: 'Keys and values of a look-up are texts; a number could lose zeros on its way.',
      wrong: '{ "Clinic A": 7 }',
      right: '{ "Clinic A": "007" }',
    },
  }),
  'lookup/bad-csv': row<{ name: string; reason: string }>({
    message: ({ name, reason }) => `The look-up ${name} is not a CSV: ${reason}.`,
    hint: () => 'A heading line and rows of cells, separated by commas, semicolons or tabs.',
    explain: {
      meaning: 'The file cannot be read as a CSV: mostly a double quote that is opened and never closed.',
      wrong: '"Clinic A,OuClinicA01',
      right: '"Clinic A",OuClinicA01',
    },
  }),
  'lookup/not-two-columns': row<{ name: string; cells: number; columns: number; more: number }>({
    message: ({ name, cells, columns }, { more }) =>
      `In the look-up ${name}, this row has ${cells} ${cells === '1' ? 'cell' : 'cells'}, and the heading ${columns}${more > 0 ? `; so it is with ${more} more` : ''}.`,
    hint: () => 'A text with the sign that separates the cells stands in double quotes.',
    explain: {
      meaning:
        'Each row has a cell for each column of the heading line; which cell is missing or too many cannot be told.',
      wrong: 'key,uid\nClinic A, North,OuClinicA01',
      right: 'key,uid\n"Clinic A, North",OuClinicA01',
    },
  }),
  'lookup/which-columns': row<{ name: string; headings: readonly string[] }>({
    message: ({ name, headings }) =>
      `Which columns of the look-up ${name} are meant cannot be told; its heading has ${headings}.`,
    hint: () =>
      'Of more than two columns, call one key (what stands in Kobo) and one uid (what DHIS2 gets), in the heading.',
    explain: {
      meaning:
        'A look-up has a heading line. Of two columns the first is the key and the second its value, whatever they are called; of more, `key` is the key, and `uid`, `value` or `code` its value. All others are left alone.',
      wrong: 'name,district,id\nClinic A,North,OuClinicA01',
      right: 'key,district,uid\nClinic A,North,OuClinicA01',
    },
  }),
  'lookup/two-values': row<{ name: string; key: string }>({
    message: ({ name, key }) => `In the look-up ${name}, "${key}" has two different values.`,
    hint: () => 'Keep one. Blanks around a key do not make it another one.',
    explain: {
      meaning: 'Outer blanks and the Unicode form of accents do not make another key, so the two would be one.',
      wrong: '{ "Clinic A": "OuClinicA01", "Clinic A ": "OuClinicB01" }',
      right: '{ "Clinic A": "OuClinicA01" }',
    },
  }),
  'option/not-a-code': row<{ value: string; optionSet: string; element: string } & Near>({
    who: 'analyst',
    message: ({ value, optionSet, element }) =>
      `"${value}" is not a code of the option set ${optionSet} of ${element}.`,
    hint: (texts) =>
      `${didYouMean(texts)} Codes match exactly, case included. Correct the option mapping or the expression.`.trim(),
    valueIsPublic: true,
    explain: {
      meaning: 'The value is no code of the option set in DHIS2. Codes are exact: upper case and blanks count.',
      wrong: '{ "1": "Yes" }                     # the code is YES',
      right: '{ "1": "YES" }',
    },
  }),
  'option/comma': row<{ value: string }>({
    who: 'dhis2',
    message: ({ value }) => `The option code "${value}" has a comma, which separates choices in DHIS2.`,
    hint: () => 'Give the option another code in DHIS2.',
    valueIsPublic: true,
    explain: {
      meaning:
        'DHIS2 keeps the choices of a MULTI_TEXT with commas between, so that a code with a comma would be read as two.',
      wrong: '{ "a": "A, OTHER" }',
      right: '{ "a": "A_OTHER" }                 # and so in DHIS2',
    },
  }),
};
