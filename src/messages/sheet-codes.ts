/** Spreadsheets that people edit and hand to us: not the source, which has codes of its own. */
import { didYouMean, failure, row, type Near } from './code-row.ts';

/** Names worth a thought, best first, each with what it is written as. */
type Candidates = { readonly candidates: readonly string[] };

const orOneOf = (candidates: string, otherwise: string): string => (candidates ? `Nearest: ${candidates}.` : otherwise);

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
  'sheet/no-sheet': failure<{ file: string; sheet: string; sheets: readonly string[] }>({
    exitCode: 2,
    message: ({ file, sheet, sheets }) => `${file} has no sheet ${sheet}; it has ${sheets}.`,
    hint: () => 'Give the sheet its name back, or export anew and bring the edits over.',
  }),
  'sheet/renamed': row<{ sheet: string; wanted: string }>({
    message: ({ sheet, wanted }) => `Nothing reads the sheet ${sheet}, which has the headings of ${wanted}.`,
    hint: ({ wanted }) => `Give it its name back: ${wanted}.`,
  }),
  'sheet/no-metadata': failure<{ file: string }>({
    exitCode: 2,
    message: ({ file }) => `There is no file ${file}: what DHIS2 calls data elements and options is not known.`,
    hint: () => 'Fetch it: `etl metadata pull SPEC`.',
  }),
  'sheet/no-heading': row<{ sheet: string; heading: readonly string[]; headings: readonly string[] } & Near>({
    message: ({ sheet, heading, headings }) =>
      `The sheet ${sheet} has no column with the heading ${heading}${headings ? `; its first row has ${headings}` : ''}.`,
    hint: (texts) => didYouMean(texts, 'The first row names the columns: give them their names back.'),
  }),
  'sheet/unknown-element': row<{ name: string } & Candidates>({
    message: ({ name }) => `DHIS2 has no data element "${name}" here.`,
    hint: ({ candidates }) =>
      orOneOf(candidates, 'Write its name or its UID as in DHIS2. A new one: `etl metadata pull` first.'),
  }),
  'sheet/ambiguous': row<{ name: string } & Candidates>({
    message: ({ name, candidates }) => `"${name}" may mean each of these: ${candidates}.`,
    hint: () => 'Write the UID or the code of the one that is meant.',
  }),
  'sheet/two-elements': row<{ name: string; uid: string; element: string; other: string }>({
    message: ({ name, uid, element }) =>
      `This line names two data elements: "${name}", and ${uid}, which is "${element}".`,
    hint: ({ name, other }) => `Keep one. For "${name}" write the UID ${other}, or clear the cell of the UID.`,
  }),
  'sheet/unknown-option-set': row<{ name: string } & Candidates>({
    message: ({ name }) => `No question here has an option set "${name}".`,
    hint: ({ candidates }) => orOneOf(candidates, 'Write its name or its UID as in DHIS2.'),
  }),
  'sheet/unknown-option': row<{ name: string; optionSet: string } & Candidates>({
    message: ({ name, optionSet }) => `The option set ${optionSet} has no option "${name}".`,
    hint: ({ candidates }) =>
      orOneOf(candidates, 'Write its code or its name as in DHIS2. A new one: `etl metadata pull` first.'),
  }),
  'sheet/two-options': row<{ name: string; code: string; option: string; other: string }>({
    message: ({ name, code, option }) =>
      `This line names two options: "${name}", and the code ${code}, which is "${option}".`,
    hint: ({ name, other }) => `Keep one. For "${name}" write the code ${other}, or clear the cell of the code.`,
  }),
  'sheet/twice': row<{ what: string; cell: string }>({
    message: ({ what, cell }) => `"${what}" is here a second time, and with something else than in ${cell}.`,
    hint: () => 'Keep one of the two lines.',
  }),
  'sheet/altered-key': row<{ key: string; was: string }>({
    message: ({ key, was }) =>
      `"${key}" stands here for "${was}": the spreadsheet has taken it for a number or a date.`,
    hint: ({ was }) =>
      `Write ${was} in a cell of the format Text. A workbook (.xlsx) keeps it so; of a CSV, Excel makes a number whenever it opens it. If both are meant, keep both lines.`,
  }),
  'sheet/no-reason': row<{ what: string }>({
    message: ({ what }) => `"${what}" is to be ignored, and no reason says why.`,
    hint: () => 'Write the reason beside it: whoever comes after you will ask.',
  }),
  'sheet/ignored-and-mapped': row<{ what: string }>({
    message: ({ what }) => `"${what}" is to be ignored, and has a data element all the same.`,
    hint: () => 'Clear the cell under ignore, or name and UID of the data element.',
  }),
  'sheet/unknown-version': row<{ version: string; versions: readonly string[] }>({
    message: ({ version, versions }) =>
      version
        ? `There is no file of form version "${version}" alone; there is one for each of: ${versions}.`
        : `This line names no form version; there is a file for each of: ${versions}.`,
    hint: () => 'Write it as the other lines have it; blank stands for the common mapping.',
  }),
  'sheet/version-not-in-spec': row<{ version: string }>({
    message: ({ version }) =>
      version
        ? `This line is for form version "${version}", which the spec does not take from this spreadsheet.`
        : 'This line names no form version, and the spec takes none but form versions from this spreadsheet.',
    hint: ({ version }) =>
      `Name the spreadsheet under \`columns\` and \`options\` of the version in \`source.versions\`${version && ', or correct the name'}.`,
  }),
  'sheet/unknown-lookup': row<{ name: string } & Candidates>({
    message: ({ name }) => `The spec has no look-up "${name}".`,
    hint: ({ candidates }) => orOneOf(candidates, 'Name it under `lookups:` in the spec first.'),
  }),
  'sheet/bad-unit': row<{ uid: string; key: string } & Candidates>({
    message: ({ uid, key }) => `"${uid}" is no organisation unit that is known here (for "${key}").`,
    hint: ({ candidates }) =>
      orOneOf(candidates, 'Write its UID (a letter and ten letters or digits), or its name or code as in DHIS2.'),
  }),
  'sheet/unit-slip': row<{ uid: string; key: string; before: string }>({
    message: ({ uid, key, before }) => `"${uid}" (for "${key}") is ${before}, as it was, but for one letter.`,
    hint: ({ before }) =>
      `Did you mean ${before}? UIDs of two organisation units are never so near; one that is, write into the look-up itself.`,
  }),
  'sheet/unknown-column': row<{ decision: string; value: string } & Candidates>({
    message: ({ decision, value }) =>
      `"${decision}", decided for ${value}, is no question that this sheet or the mapping knows.`,
    hint: ({ candidates }) =>
      orOneOf(candidates, 'Write the column as the export has it; or an expression, =$date(visit), of any column.'),
  }),
  'sheet/bad-expression': row<{ expression: string; reason: string }>({
    message: ({ expression, reason }) => `${expression} cannot be read as an expression: ${reason}`,
    hint: () => 'What starts with = is JSONata, as in the spec. Try it: `etl eval`.',
  }),
  'sheet/unknown-decision': row<{ decision: string; value: string; table: string } & Candidates>({
    message: ({ decision, value, table }) => `"${decision}", decided for "${value}", is nothing that ${table} knows.`,
    hint: ({ candidates }) =>
      orOneOf(
        candidates,
        'Write the UID, the code or the name of a candidate; what is new goes into the look-up itself.',
      ),
  }),
};
