import { didYouMean, row, type Near } from './code-row.ts';

/** ` in form version v2`, or nothing for the common mapping. */
const inVersion = (version: string): string => version && ` in form version ${version}`;

/** What a program or a data set has. */
const thingsOf = (place: string): string => (place === 'data set' ? 'cells' : 'data elements');

/** What to write where for a data element without a column. */
const toFill = (file: string, uid: string): string =>
  isSheet(file)
    ? `In ${file}, sheet Questions, write its column on the line of ${uid}.`
    : `Add a line to ${file}: "<column in Kobo>": "${uid}".`;

const isSheet = (file: string): boolean => /\.(?:xlsx|csv)$/i.test(file);

/** Data elements or cells without a column: the first of them named, the first of all for an example. */
type Unmapped = {
  elements: readonly string[];
  count: number;
  total: number;
  uid: string;
  version: string;
  file: string;
  place: string;
};

export const GENERATE_CODES = {
  'generate/no-mapping': row<{ pipeline: string }>({
    message: ({ pipeline }) => `The pipeline ${pipeline} has no mapping to generate.`,
    hint: () => 'Name the file under `mapping`: mapping: ../mappings/<pipeline>/mapping_generated.json',
  }),
  'generate/bad-uid': row<{ uid: string } & Near>({
    message: ({ uid }) => `"${uid}" is not a DHIS2 UID.`,
    hint: (texts) => didYouMean(texts, 'A UID is a letter and ten letters or digits. Copy it from DHIS2.'),
  }),
  'generate/no-column': row<Unmapped>({
    message: ({ elements, count, total, version, place }) =>
      `${count} of ${total} ${thingsOf(place)} ${count === '1' ? 'has' : 'have'} no column${inVersion(version)}, and ${count === '1' ? 'is' : 'are'} not sent: ${elements}.`,
    hint: ({ file, uid }) =>
      `${toFill(file, uid)} ${
        isSheet(file)
          ? 'Or write yes there under ignore, and the reason.'
          : `Or say under \`mapping.ignore\` of the spec why it is left out: { element: ${uid}, reason: … }`
      }`,
  }),
  'generate/compulsory-without-column': row<{ element: string; uid: string; version: string; file: string }>({
    message: ({ element, uid, version }) =>
      `The data element ${element} (${uid}) is compulsory and has no column${inVersion(version)}: DHIS2 would refuse every event.`,
    hint: ({ file, uid }) => `${toFill(file, uid)} Or fill it under \`transform\`.`,
  }),
  'generate/compulsory-cell-without-column': row<Unmapped>({
    message: ({ elements, version }) =>
      `Compulsory in the data set and without a column${inVersion(version)}: ${elements}. A form without them cannot be completed by hand.`,
    hint: ({ file, uid }) => `${toFill(file, uid)} Or fill it under \`transform\`.`,
  }),
  'generate/element-has-cells': row<{ column: string; uid: string; cells: readonly string[] }>({
    message: ({ column, uid }) =>
      `The column "${column}" is mapped to ${uid}, which is broken down: a value needs one of its category option combos.`,
    hint: ({ cells }) => `Name the cell: ${cells}.`,
  }),
  'generate/unknown-data-element': row<{ column: string; uid: string; place: string } & Near>({
    message: ({ column, uid, place }) =>
      `The column "${column}" is mapped to ${uid}, which is no data element of the ${place}: it is not sent.`,
    hint: (texts) => didYouMean(texts, 'Correct the UID. If it is new in DHIS2, run `etl metadata pull`.'),
  }),
  'generate/two-columns': row<{ column: string; winner: string; element: string; uid: string }>({
    message: ({ column, winner, element, uid }) =>
      `The columns "${column}" and "${winner}" are both mapped to ${element} (${uid}): the last one wins, "${column}" is never read.`,
    hint: () =>
      'Keep one. Where the form versions have different columns, give the version its own `columns` in the spec.',
  }),
  'generate/options-missing': row<{
    optionSet: string;
    uid: string;
    version: string;
    elements: readonly string[];
    file: string;
    codes: readonly string[];
  }>({
    message: ({ optionSet, uid, version, elements }) =>
      `The option set ${optionSet} (${uid}) has no mapping${inVersion(version)}: every answer to ${elements} would be rejected.`,
    hint: ({ file, uid, codes }) =>
      isSheet(file)
        ? `In ${file}, sheet Choices, write a line for each choice, with ${uid} under option set UID. Its codes: ${codes}.`
        : `Add it to ${file}: "${uid}": { "<value in Kobo>": "<option code>", … }. Its codes: ${codes}.`,
  }),
  'generate/unknown-option-set': row<{ uid: string; place: string } & Near>({
    message: ({ uid, place }) => `${uid} is no option set of the ${place}'s data elements: this mapping is not used.`,
    hint: (texts) => didYouMean(texts, 'Take it out. If it is new in DHIS2, run `etl metadata pull`.'),
  }),
  'generate/unknown-option': row<
    {
      value: string;
      code: string;
      optionSet: string;
      uid: string;
      codeOfName?: string;
      codes: readonly string[];
    } & Near
  >({
    message: ({ value, code, optionSet, uid }) =>
      `The value "${value}" is mapped to "${code}", which is no option code of ${optionSet} (${uid}).`,
    hint: (texts) =>
      texts.codeOfName
        ? `That is the name of an option; its code is ${texts.codeOfName}.`
        : didYouMean(
            texts,
            `Its codes: ${texts.codes}. Codes match exactly, case included. If DHIS2 has it by now: \`etl metadata pull\`.`,
          ),
  }),
  'generate/code-not-text': row<{ value: string; optionSet: string; uid: string; code: string }>({
    message: ({ value, optionSet, uid, code }) =>
      `The value "${value}" of ${optionSet} (${uid}) is mapped to ${code}, which is no text.`,
    hint: () => 'Put the option code in double quotes.',
  }),
  'generate/no-stage': row({
    message: () => 'The metadata has no program stage, so there is nothing to map to.',
    hint: () => 'Retrieve the metadata of the program again.',
  }),
  'generate/several-stages': row<{ count: number; stage: string }>({
    message: ({ count, stage }) => `The program has ${count} stages; an event goes to the first, ${stage}.`,
    hint: () => 'An event program has one stage. Check that this is the right program.',
  }),
  'generate/meaning-changed': row<{
    version: string;
    value: string;
    elements: readonly string[];
    meantThen: string;
    meansNow: string;
    file: string;
    line: string;
  }>({
    message: ({ version, value, elements, meantThen, meansNow }) =>
      `In form version ${version} the answer "${value}" to ${elements} meant "${meantThen}"; ${
        meansNow ? `in the common mapping it means "${meansNow}"` : 'the common mapping does not know it'
      }.`,
    hint: ({ file, line }) => `If that is right, confirm it in ${file}, with a reason at the end of the line: ${line}`,
  }),
  'generate/decision-outdated': row<{
    value: string;
    optionSet: string;
    confirmedThen: string;
    version: string;
    confirmedNow: string;
    meantThen: string;
    meansNow: string;
  }>({
    message: ({ value, optionSet, confirmedThen, version, confirmedNow, meantThen, meansNow }) =>
      `This line confirms that "${value}" of ${optionSet} meant "${confirmedThen}" in form version ${version} and means "${confirmedNow}" today; the mapping says "${meantThen}" and "${meansNow}".`,
    hint: () => 'Look at it again, then correct the line or the mapping.',
  }),
  'generate/bad-decisions': row<{ file: string; reason: string; heading: string }>({
    message: ({ file, reason }) => `${file} confirms nothing here: ${reason}.`,
    hint: ({ heading }) => `It is a CSV with the heading ${heading}; every line has a reason.`,
  }),
  'generate/edited-file-kept': row<{ file: string; copy: string }>({
    message: ({ file, copy }) => `${file} was not as etl had made it; what it was is kept as ${copy}.`,
    hint: () => 'Bring what was edited into the files that the mapping is made from, then remove the copy.',
  }),
};
