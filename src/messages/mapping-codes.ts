import { didYouMean, type CodeText } from './code-row.ts';
import { GENERATE_CODES } from './generate-codes.ts';

export const MAPPING_CODES = {
  ...GENERATE_CODES,
  'lookup/not-an-object': {
    message: (a) => `The look-up ${a('name')} must be a JSON object of texts.`,
    hint: () => 'Write { "value in Kobo": "value for DHIS2", … }.',
    explain: {
      meaning: 'A look-up in JSON is one object: what stands in Kobo on the left, what DHIS2 gets on the right.',
      wrong: '["Clinic A", "Clinic B"]',
      right: '{ "Clinic A": "OuClinicA01", "Clinic B": "OuClinicB01" }',
    },
  },
  'lookup/not-text': {
    message: (a) => `In the look-up ${a('name')}, the value of "${a('key')}" is not a text.`,
    hint: () => 'Put it in double quotes.',
    explain: {
      meaning: 'Keys and values of a look-up are texts; a number could lose zeros on its way.',
      wrong: '{ "Clinic A": 7 }',
      right: '{ "Clinic A": "007" }',
    },
  },
  'lookup/bad-csv': {
    message: (a) => `The look-up ${a('name')} is not a CSV: ${a('reason')}.`,
    hint: () => 'Two columns, separated by a comma, with a heading line.',
    explain: {
      meaning: 'The file cannot be read as a CSV: mostly a double quote that is opened and never closed.',
      wrong: '"Clinic A,OuClinicA01',
      right: '"Clinic A",OuClinicA01',
    },
  },
  'lookup/not-two-columns': {
    message: (a) => `In the look-up ${a('name')}, this row has ${a('cells')} cells; it must have two.`,
    hint: () => 'Separate the two by a comma; a text with a comma stands in double quotes.',
    explain: {
      meaning: 'A heading line, then two cells a row: key and value.',
      wrong: 'Clinic A, North,OuClinicA01',
      right: '"Clinic A, North",OuClinicA01',
    },
  },
  'lookup/two-values': {
    message: (a) => `In the look-up ${a('name')}, "${a('key')}" has two different values.`,
    hint: () => 'Keep one. Blanks around a key do not make it another one.',
    explain: {
      meaning: 'Outer blanks and the Unicode form of accents do not make another key, so the two would be one.',
      wrong: '{ "Clinic A": "OuClinicA01", "Clinic A ": "OuClinicB01" }',
      right: '{ "Clinic A": "OuClinicA01" }',
    },
  },
  'mapping/column-not-in-source': {
    message: (a) => `The source has no column "${a('column')}", which ${a('field')} is mapped from.`,
    hint: (a) =>
      didYouMean(a, 'Compare the column mapping with the header of the source file, then run `etl mapping generate`.'),
  },
  'mapping/key-not-in-source': {
    message: (a) => `The source has no column "${a('column')}", which \`source.key\` names.`,
    hint: (a) =>
      didYouMean(
        a,
        `Export it from Kobo, or name the column that identifies a submission. If only some exports have it, say so: { column: ${a('column')}, optional: true }`,
      ),
    explain: {
      meaning:
        'Every column of the key must be in the source. One that is not there by mistake would leave records under an id that changes at an edit: they would get second events.',
      wrong: 'key: [meta/rootUUID, _uuid]        # the column is meta/rootUuid',
      right: 'key: [meta/rootUuid, { column: _id, optional: true }]',
    },
  },
  'mapping/no-key-in-source': {
    message: (a) => `The source has none of the key columns ${a('columns')}.`,
    hint: () => 'Export one of them from Kobo, or name the column that identifies a submission under `source.key`.',
  },
  'mapping/column-twice': {
    message: (a) =>
      `The source has column "${a('column')}" more than once (columns ${a('positions')}), and it is read.`,
    hint: () => 'Which of them is meant would be a guess. Rename or leave out the others where the file is made.',
    explain: {
      meaning:
        'Kobo’s export has a name twice where two questions have one label, or where a question is called like a column of Kobo’s own. Export with XML values and headers, and group names: those are unique.',
      wrong: '_uuid;facility;note;note',
      right: '_uuid;facility;visit/note;end/note',
    },
  },
  'mapping/unread-column-twice': {
    message: (a) => `The source has columns more than once: ${a('columns')}. Nothing reads them.`,
  },
  'mapping/pair-not-in-source': {
    message: (a) => `The source has no column "${a('column')}", which \`source.pair\` names.`,
    hint: (a) => didYouMean(a),
  },
  'mapping/edits-unknown': {
    message: () => 'The source has only `_uuid` to tell submissions apart, and Kobo gives a new one at each edit.',
    hint: () =>
      'Add meta/rootUuid or _id to the export, or name the columns under `source.pair` that tell an edit from a new submission.',
  },
  'mapping/unknown-data-element': {
    message: (a) => `The program has no data element "${a('name')}".`,
    hint: (a) => didYouMean(a, 'Name it by its UID or its name in DHIS2.'),
  },
  'mapping/unknown-key-element': {
    message: (a) => `The program has no data element ${a('uid')}, which \`sink.keyDataElement\` names.`,
    hint: (a) => didYouMean(a, 'Name a data element of the program, of type TEXT. A new one: run `etl metadata pull`.'),
  },
  'mapping/key-element-type': {
    message: (a, { fitness }) =>
      fitness === 'numbers'
        ? `${a('element')} is of type ${a('valueType')}: of the keys of records it can carry only those that are numbers.`
        : `${a('element')} ${a('hasOptions') === 'true' ? 'has an option set' : `is of type ${a('valueType')}`}, and cannot carry the keys of records.`,
    hint: () => 'Name a data element of type TEXT, without options, under `sink.keyDataElement`.',
  },
  'mapping/key-element-mapped': {
    message: (a) =>
      `${a('element')} is to carry the key of each record (\`sink.keyDataElement\`), and is filled ${a('column') ? `from column "${a('column')}"` : 'by hand'} as well.`,
    hint: (a) =>
      a('column')
        ? 'Take its line out of the column mapping, and run `etl mapping generate`; or leave keyDataElement out.'
        : 'Take this field out, or leave keyDataElement out.',
  },
  'mapping/ambiguous-data-element': {
    message: (a) => `Several data elements of the program are called "${a('name')}".`,
    hint: (a) => `Name it by its UID: ${a('uids')}.`,
  },
  'mapping/no-from': {
    message: (a) => `${a('name')} has no generated column, so its field needs \`from\`.`,
    hint: () => 'Write from: =COLUMN',
  },
  'mapping/none': {
    message: (a) => `${a('spec')} has no \`mapping\`, so there is no place for the metadata.`,
    hint: () => 'Name it: mapping: path/of/mapping_generated.json',
  },
  'mapping/bad-shape': {
    message: (a) => `${a('path')} does not have the shape of a generated mapping here.`,
    hint: () => 'Run `etl mapping generate SPEC` to write it anew.',
  },
  'mapping/twice': {
    message: (a) => `${a('field')} is written twice under \`transform\`.`,
    hint: () => 'Keep one of the two.',
  },
  'mapping/required-target': {
    message: (a) => `Every event needs \`${a('property')}\`, and the spec has no field for it.`,
    hint: (a) => `Write it under \`transform\`: ${a('property')}: =…`,
  },
  'mapping/not-computed': {
    message: (a) => `${a('field')} gets the text ${a('text')} itself, the same for every row.`,
    hint: (a) => `To compute it, or to read a column, begin with =: ${a('rewrite')}`,
    explain: {
      meaning: 'What begins with = is an expression, as in a spreadsheet; all else is sent as it stands there.',
      wrong: 'Name: $trim(name)',
      right: 'Name: =$trim(name)',
    },
  },
  'mapping/bad-literal': {
    message: (a) => `${a('field')} cannot be ${a('value')}: ${a('reason')}`,
  },
  'mapping/not-generated': {
    message: (a) => `There is no ${a('path')}: the mapping has not been generated yet.`,
    hint: () => 'Run `etl mapping generate SPEC`.',
  },
  'version/none': {
    message: () => 'This row is of none of the form versions in the spec.',
    hint: () => 'Add the version under `source.versions`, or correct its condition.',
  },
  'field/required': {
    message: (a) => `${a('field')} must have a value, and ${a('from')} gave none.`,
    hint: (_, args) =>
      args['makesNothing'] === true
        ? 'No value comes of this answer: correct it in Kobo, or the field in the spec.'
        : 'Fill it in in Kobo.',
  },
  'field/not-a-value': {
    message: (a) => `This must be a single value; the expression gave ${a('type')}.`,
    hint: () => 'Take one value out of it in the expression.',
  },
  'field/not-a-geometry': {
    message: () => 'This is not a GeoJSON geometry.',
    hint: () => 'It has the form {"type": "Point", "coordinates": [longitude, latitude]}.',
  },
  'field/not-a-uid': {
    message: (a) => `"${a('value')}" is not a DHIS2 UID.`,
    hint: (a) =>
      `A UID is a letter and ten letters or digits. ${a('property') === 'attributeOptionCombo' ? 'For the default combination leave the field out.' : 'For a facility use $orgUnit(COLUMN), which takes it from the look-up file.'}`,
    valueIsPublic: true,
  },
  'field/not-one-of': {
    message: (a) => `"${a('value')}" is not one of ${a('allowed')}.`,
    valueIsPublic: true,
  },
  'field/not-a-date': {
    message: () => 'This is not a date that exists, written yyyy-MM-dd.',
    hint: () => 'Correct it in Kobo, or say in the spec how it is written: $date(COLUMN, "DD/MM/YYYY").',
  },
  'field/date-with-offset': {
    message: () => 'This date has a time zone, and the server would move it to its own.',
    hint: () => 'Take its day: $date(COLUMN).',
  },
  'option/not-a-code': {
    message: (a) => `"${a('value')}" is not a code of the option set ${a('optionSet')} of ${a('element')}.`,
    hint: (a) =>
      `${didYouMean(a)} Codes match exactly, case included. Correct the option mapping or the expression.`.trim(),
    valueIsPublic: true,
    explain: {
      meaning: 'The value is no code of the option set in DHIS2. Codes are exact: upper case and blanks count.',
      wrong: '{ "1": "Yes" }                     # the code is YES',
      right: '{ "1": "YES" }',
    },
  },
  'option/comma': {
    message: (a) => `The option code "${a('value')}" has a comma, which separates choices in DHIS2.`,
    hint: () => 'Give the option another code in DHIS2.',
    valueIsPublic: true,
    explain: {
      meaning:
        'DHIS2 keeps the choices of a MULTI_TEXT with commas between, so that a code with a comma would be read as two.',
      wrong: '{ "a": "A, OTHER" }',
      right: '{ "a": "A_OTHER" }                 # and so in DHIS2',
    },
  },
} satisfies Record<string, CodeText>;
