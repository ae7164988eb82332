import { areSeveral, didYouMean, failure, row, type Near } from './code-row.ts';
import { orWrite, whoWrites, type Instead } from './rewrite-words.ts';

/** ` (3 data elements differ)`, or nothing. */
const inElements = (count: string): string =>
  count === '0' ? '' : ` (${count} ${count === '1' ? 'data element differs' : 'data elements differ'})`;

/** What a column looks renamed to, how sure that is and why, and the line that says so. */
type Renamed = {
  renamedTo?: string;
  sure?: string;
  why?: readonly string[];
  line?: string;
  at?: string;
  ofLine?: number;
};

export const MAPPING_CODES = {
  'mapping/column-not-in-source': row<{ column: string; field: string } & Near & Renamed>({
    message: ({ column, field }) => `The source has no column "${column}", which ${field} is mapped from.`,
    hint: (texts) => {
      const { renamedTo, sure, why, line, at, ofLine } = texts;
      if (!renamedTo)
        return didYouMean(
          texts,
          'Compare the column mapping with the header of the source file, and correct the name there.',
        );
      const said = `It was ${sure} renamed to "${renamedTo}" (${why}).`;
      return `${said}${texts.differs && ` The difference: ${texts.differs}.`}${line && ` Then line ${ofLine} of ${at} is: ${line}`}`;
    },
    rareArgs: ['renamedTo', 'sure', 'why', 'line', 'at', 'ofLine', 'differs'],
  }),
  'mapping/key-not-in-source': row<{ column: string } & Near>({
    message: ({ column }) => `The source has no column "${column}", which \`source.key\` names.`,
    hint: (texts) =>
      didYouMean(
        texts,
        `Export it from Kobo, or name the column that identifies a submission. If only some exports have it, say so: { column: ${texts.column}, optional: true }`,
      ),
    explain: {
      meaning:
        'Every column of the key must be in the source. One that is not there by mistake would leave records under an id that changes at an edit: they would be in DHIS2 twice.',
      wrong: 'key: [meta/rootUUID, _uuid]        # the column is meta/rootUuid',
      right: 'key: [meta/rootUuid, { column: _id, optional: true }]',
    },
  }),
  'mapping/no-key-in-source': row<{ columns: readonly string[] }>({
    message: ({ columns }) => `The source has none of the key columns ${columns}.`,
    hint: () => 'Export one of them from Kobo, or name the column that identifies a submission under `source.key`.',
  }),
  'mapping/column-twice': row<{ column: string; positions: readonly string[] }>({
    message: ({ column, positions }) =>
      `The source has column "${column}" more than once (columns ${positions}), and it is read.`,
    hint: () => 'Which of them is meant would be a guess. Rename or leave out the others where the file is made.',
    explain: {
      meaning:
        'Kobo’s export has a name twice where two questions have one label, or where a question is called like a column of Kobo’s own. Export with XML values and headers, and group names: those are unique.',
      wrong: '_uuid;facility;note;note',
      right: '_uuid;facility;visit/note;end/note',
    },
  }),
  'mapping/unread-column-twice': row<{ columns: readonly string[] }>({
    message: ({ columns }) => `The source has columns more than once: ${columns}. Nothing reads them.`,
  }),
  'mapping/pair-not-in-source': row<{ column: string } & Near>({
    message: ({ column }) => `The source has no column "${column}", which \`source.pair\` names.`,
    hint: (texts) => didYouMean(texts),
  }),
  'mapping/edits-unknown': row({
    message: () => 'The source has only `_uuid` to tell submissions apart, and Kobo gives a new one at each edit.',
    hint: () =>
      'Add meta/rootUuid or _id to the export, or name the columns under `source.pair` that tell an edit from a new submission.',
  }),
  'mapping/unknown-data-element': row<{ name: string; place: string } & Near>({
    message: ({ name, place }) => `The ${place} has no data element "${name}".`,
    hint: (texts) =>
      didYouMean(texts, 'Name it by its UID or its name in DHIS2. If it is new there, run `etl metadata pull`.'),
  }),
  'mapping/unknown-key-element': failure<{ uid: string } & Near>({
    exitCode: 2,
    message: ({ uid }) => `The program has no data element ${uid}, which \`sink.keyDataElement\` names.`,
    hint: (texts) =>
      didYouMean(texts, 'Name a data element of the program, of type TEXT. A new one: run `etl metadata pull`.'),
  }),
  'mapping/key-element-type': failure<{ element: string; valueType: string; hasOptions: boolean; fitness: string }>({
    exitCode: 2,
    message: ({ element, valueType, hasOptions }, { fitness }) =>
      fitness === 'numbers'
        ? `${element} is of type ${valueType}: of the keys of records it can carry only those that are numbers.`
        : `${element} ${hasOptions === 'true' ? 'has an option set' : `is of type ${valueType}`}, and cannot carry the keys of records.`,
    hint: () => 'Name a data element of type TEXT, without options, under `sink.keyDataElement`.',
  }),
  'mapping/key-element-mapped': row<{ element: string; column?: string }>({
    message: ({ element, column }) =>
      `${element} is to carry the key of each record (\`sink.keyDataElement\`), and is filled ${column ? `from column "${column}"` : 'by hand'} as well.`,
    hint: ({ column }) =>
      column
        ? 'Take its line out of the column mapping, or leave keyDataElement out.'
        : 'Take this field out, or leave keyDataElement out.',
  }),
  'mapping/ambiguous-data-element': row<{ name: string; uids: readonly string[]; place: string }>({
    message: ({ name, place }) => `Several data elements of the ${place} are called "${name}".`,
    hint: ({ uids }) => `Name it by its UID: ${uids}.`,
  }),
  'mapping/name-without-mapping': row<{ name: string }>({
    message: ({ name }) => `"${name}" is no UID, and without a \`mapping\` nothing is known of names.`,
    hint: () => 'Name it by its UID. Or name a file under `mapping`, and run `etl metadata pull SPEC`.',
  }),
  'mapping/element-has-cells': row<{ name: string; cells: readonly string[] }>({
    message: ({ name }) =>
      `The data element "${name}" is broken down: a value needs one of its category option combos.`,
    hint: ({ cells }) => `Name the cell: ${cells}.`,
  }),
  'mapping/unknown-cell': row<{ name: string; cells: readonly string[] }>({
    message: ({ name }) => `The data set has the data element, but no category option combo of it for "${name}".`,
    hint: ({ cells }) => `Its cells are ${cells}.`,
  }),
  'mapping/no-from': row<{ name: string }>({
    message: ({ name }) => `${name} has no generated column, so its field needs \`from\`.`,
    hint: () => 'Write from: =COLUMN',
  }),
  'mapping/none': failure<{ spec: string }>({
    exitCode: 2,
    message: ({ spec }) => `${spec} has no \`mapping\`, so there is no place for the metadata.`,
    hint: () => 'Name it: mapping: path/of/mapping_generated.json',
  }),
  'mapping/bad-shape': row<{ path: string }>({
    message: ({ path }) => `${path} does not have the shape of a generated mapping here.`,
    hint: () => 'Move it away: the next run makes it anew of what stands beside it.',
  }),
  'mapping/twice': row<{ field: string }>({
    message: ({ field }) => `${field} is written twice under \`transform\`.`,
    hint: () => 'Keep one of the two.',
  }),
  'mapping/required-target': row<{ property: string }>({
    message: ({ property }) => `Every record needs \`${property}\`, and the spec has no field for it.`,
    hint: ({ property }) => `Write it under \`transform\`: ${property}: =…`,
  }),
  'mapping/not-computed': row<{ field: string; text: string; rewrite: string }>({
    message: ({ field, text }) => `${field} gets the text ${text} itself, the same for every row.`,
    hint: ({ rewrite }) => `To compute it, or to read a column, begin with =: ${rewrite}`,
    explain: {
      meaning: 'What begins with = is an expression, as in a spreadsheet; all else is sent as it stands there.',
      wrong: 'Name: $trim(name)',
      right: 'Name: =$trim(name)',
    },
  }),
  'mapping/bad-literal': row<{ field: string; value: string; reason: string }>({
    message: ({ field, value, reason }) => `${field} cannot be ${value}: ${reason}`,
  }),
  'mapping/not-generated': failure<{ path: string }>({
    exitCode: 2,
    message: ({ path }) => `There is no ${path}, nor all that it is made from.`,
    hint: () =>
      'Put the files of columns and options beside it; DHIS2’s part comes by `etl metadata pull SPEC`. The mapping makes itself of them.',
  }),
  'mapping/made-anew': row<{ file: string; causes: readonly string[]; elements: number; fate: string }>({
    message: ({ file, causes, elements, fate }) => {
      const why = causes ? `: ${causes}${inElements(elements)}` : '';
      if (fate === 'written') return causes ? `${file} was made anew${why}.` : `${file} was made: there was none.`;
      if (causes) return `${file} is older than what it is made from${why}. What they give now is used.`;
      return `There is no ${file} yet; what it is made from is used as it is.`;
    },
    hint: ({ fate }) => {
      if (fate === 'written') return 'It follows what people edit: nothing has to be done.';
      return fate === 'not written'
        ? 'Its folder takes no file, so it is kept in memory: nothing has to be done.'
        : 'The next plan or run writes it: nothing has to be done.';
    },
  }),
  'mapping/frozen': failure<{ files: readonly string[]; causes: readonly string[] }>({
    exitCode: 2,
    message: ({ files, causes }, { files: all }) => {
      const [are, they] = areSeveral(all) ? ['are not what they are', 'they are'] : ['is not what it is', 'it is'];
      return `${files} ${are} made from${causes && `: ${causes}`}, and with --frozen ${they} not made anew.`;
    },
    hint: (_, { files: all }) => {
      const what = areSeveral(all) ? 'them' : 'it';
      return `Have \`etl plan\` without --frozen write ${what}, and commit ${what}.`;
    },
  }),
  'mapping/edited-by-hand': row<{ file: string; causes: readonly string[]; elements: number }>({
    message: ({ file, causes, elements }) =>
      `${file} was edited by hand, and is not what it is made from: ${causes}${inElements(elements)}.`,
    hint: ({ file }) => `Bring what was edited into those files, and move ${file} away: the next run makes it anew.`,
  }),
  'mapping/not-sealed': row<{ file: string; causes: readonly string[]; elements: number }>({
    message: ({ file, causes, elements }) =>
      `${file} is not what it is made from: ${causes}${inElements(elements)}. An earlier tool has made it, so it cannot be told whether somebody has edited it since.`,
    hint: ({ file }) => `If those files are right, move ${file} away, once: the next run makes it anew.`,
  }),
  'mapping/inputs-absent': row<{ file: string; absent: readonly string[] } & Near>({
    message: ({ file, absent }) =>
      `${file} is used as it is, and nobody can tell whether it is up to date: what it was made from is not there (${absent}).`,
    hint: (texts) =>
      didYouMean(texts, `Keep ${texts.absent} beside it; DHIS2's part comes by \`etl metadata pull SPEC\`.`),
  }),
  'mapping/ignored-unknown': row<{ what: string; name: string } & Near>({
    message: ({ what, name }) => `There is no ${what} "${name}" to be ignored.`,
    hint: (texts) => didYouMean(texts, 'Take the line out of `mapping.ignore`.'),
  }),
  'mapping/ignored-and-used': row<{ what: string; name: string }>({
    message: ({ what, name }) => `The ${what} "${name}" is to be ignored, and is mapped all the same.`,
    hint: () => 'Take it out of `mapping.ignore`, or out of the mapping.',
  }),
  'version/none': row({
    who: 'analyst',
    message: () => 'This row is of none of the form versions in the spec.',
    hint: () => 'Add the version under `source.versions`, or correct its condition.',
  }),
  'field/required': row<{ field: string; from: string; makesNothing?: boolean }>({
    who: 'source',
    message: ({ field, from }) => `${field} must have a value, and ${from} gave none.`,
    hint: (_, { makesNothing }) =>
      makesNothing === true
        ? 'No value comes of this answer: correct it in Kobo, or the field in the spec.'
        : 'Fill it in in Kobo.',
  }),
  'field/not-a-value': row<{ type: string }>({
    who: 'analyst',
    message: ({ type }) => `This must be a single value; the expression gave ${type}.`,
    hint: () => 'Take one value out of it in the expression.',
  }),
  'field/not-a-geometry': row<Instead>({
    who: 'analyst',
    message: () => 'This is not a GeoJSON geometry.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'It has the form {"type": "Point", "coordinates": [longitude, latitude]}.',
        'for a geopoint',
      ),
  }),
  'field/not-a-uid': row<{ value: string; property: string } & Instead>({
    who: 'analyst',
    message: ({ value }) => `"${value}" is not a DHIS2 UID.`,
    hint: ({ property, instead }, args) =>
      `A UID is a letter and ten letters or digits. ${
        property === 'attributeOptionCombo'
          ? 'For the default combination leave the field out.'
          : instead
            ? `Take it from the look-up of organisation units: write ${instead} under \`transform\`.`
            : args.instead === ''
              ? 'Correct it in the look-up of organisation units.'
              : 'For a facility use $orgUnit(COLUMN), which takes it from the look-up file.'
      }`,
    valueIsPublic: true,
  }),
  'field/not-a-period': row<{ value: string } & Instead>({
    who: 'analyst',
    message: ({ value }) => `"${value}" is not a period as DHIS2 writes them (202603, 2026W5, 2026Q1, 2026).`,
    hint: (texts, args) => orWrite(texts, args, 'Make one of a date: $period(DATE, "Monthly").', 'of a date'),
    valueIsPublic: true,
  }),
  'field/not-one-of': row<{ value: string; allowed: readonly string[] }>({
    who: 'analyst',
    message: ({ value, allowed }) => `"${value}" is not one of ${allowed}.`,
    hint: ({ allowed }) => `Have the expression give one of ${allowed}.`,
    valueIsPublic: true,
  }),
  'field/not-a-date': row<Instead>({
    whoOf: whoWrites,
    who: 'analyst',
    message: () => 'This is not a date that exists, written yyyy-MM-dd.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Correct it in Kobo, or say in the spec how it is written: $date(COLUMN, "DD/MM/YYYY").',
        'if that is how it is written there',
      ),
  }),
  'field/date-with-offset': row<Instead>({
    who: 'analyst',
    message: () => 'This date has a time zone, and the server would move it to its own.',
    hint: (texts, args) => orWrite(texts, args, 'Take its day: $date(COLUMN).', 'for its day alone'),
  }),
};
