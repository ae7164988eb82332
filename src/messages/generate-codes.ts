import { didYouMean, type CodeText } from './code-row.ts';

/** ` in form version v2`, or nothing for the common mapping. */
const inVersion = (version: string): string => version && ` in form version ${version}`;

export const GENERATE_CODES = {
  'generate/no-mapping': {
    message: (a) => `The pipeline ${a('pipeline')} has no mapping to generate.`,
    hint: () => 'Name the file under `mapping`: mapping: ../mappings/<pipeline>/mapping_generated.json',
  },
  'generate/bad-uid': {
    message: (a) => `"${a('uid')}" is not a DHIS2 UID.`,
    hint: () => 'A UID is a letter and ten letters or digits. Copy it from DHIS2.',
  },
  'generate/no-column': {
    message: (a) =>
      `The data element ${a('element')} (${a('uid')}) has no column${inVersion(a('version'))}: it is not sent.`,
    hint: (a) => `Add a line to ${a('file')}: "<column in Kobo>": "${a('uid')}". Or take it out of the program.`,
  },
  'generate/compulsory-without-column': {
    message: (a) =>
      `The data element ${a('element')} (${a('uid')}) is compulsory and has no column${inVersion(a('version'))}: DHIS2 would refuse every event.`,
    hint: (a) => `Add a line to ${a('file')}: "<column in Kobo>": "${a('uid')}". Or fill it under \`transform\`.`,
  },
  'generate/unknown-data-element': {
    message: (a) =>
      `The column "${a('column')}" is mapped to ${a('uid')}, which is no data element of the program: it is not sent.`,
    hint: (a) => didYouMean(a, 'Correct the UID, or retrieve the metadata of the program again.'),
  },
  'generate/two-columns': {
    message: (a) =>
      `The columns "${a('column')}" and "${a('winner')}" are both mapped to ${a('element')} (${a('uid')}): the last one wins, "${a('column')}" is never read.`,
    hint: () =>
      'Keep one. Where the form versions have different columns, give the version its own `columns` in the spec.',
  },
  'generate/options-missing': {
    message: (a) =>
      `The option set ${a('optionSet')} (${a('uid')}) has no mapping${inVersion(a('version'))}: every answer to ${a('elements')} would be rejected.`,
    hint: (a) =>
      `Add it to ${a('file')}: "${a('uid')}": { "<value in Kobo>": "<option code>", … }. Its codes: ${a('codes')}.`,
  },
  'generate/unknown-option-set': {
    message: (a) => `${a('uid')} is no option set of the program's data elements: this mapping is not used.`,
    hint: (a) => didYouMean(a, 'Take it out, or retrieve the metadata of the program again.'),
  },
  'generate/unknown-option': {
    message: (a) =>
      `The value "${a('value')}" is mapped to "${a('code')}", which is no option code of ${a('optionSet')} (${a('uid')}).`,
    hint: (a) =>
      a('codeOfName')
        ? `That is the name of an option; its code is ${a('codeOfName')}.`
        : didYouMean(a, `Its codes: ${a('codes')}. Codes match exactly, case included.`),
  },
  'generate/code-not-text': {
    message: (a) =>
      `The value "${a('value')}" of ${a('optionSet')} (${a('uid')}) is mapped to ${a('code')}, which is no text.`,
    hint: () => 'Put the option code in double quotes.',
  },
  'generate/no-stage': {
    message: () => 'The metadata has no program stage, so there is nothing to map to.',
    hint: () => 'Retrieve the metadata of the program again.',
  },
  'generate/several-stages': {
    message: (a) => `The program has ${a('count')} stages; an event goes to the first, ${a('stage')}.`,
    hint: () => 'An event program has one stage. Check that this is the right program.',
  },
  'generate/meaning-changed': {
    message: (a) =>
      `In form version ${a('version')} the answer "${a('value')}" to ${a('elements')} meant "${a('meantThen')}"; ${
        a('meansNow') ? `in the common mapping it means "${a('meansNow')}"` : 'the common mapping does not know it'
      }.`,
    hint: (a) => `If that is right, confirm it in ${a('file')}, with a reason at the end of the line: ${a('line')}`,
  },
  'generate/decision-outdated': {
    message: (a) =>
      `This line confirms that "${a('value')}" of ${a('optionSet')} meant "${a('confirmedThen')}" in form version ${a('version')} and means "${a('confirmedNow')}" today; the mapping says "${a('meantThen')}" and "${a('meansNow')}".`,
    hint: () => 'Look at it again, then correct the line or the mapping.',
  },
  'generate/bad-decisions': {
    message: (a) => `${a('file')} confirms nothing here: ${a('reason')}.`,
    hint: (a) => `It is a CSV with the heading ${a('heading')}; every line has a reason.`,
  },
  'generate/out-of-date': {
    message: (a) => `${a('file')} is not what its inputs give today.`,
    hint: () => 'Run `etl mapping generate SPEC`, and look at what changed.',
  },
} satisfies Record<string, CodeText>;
