/** What `check` finds in look-ups and fields that would only be noticed record by record. */
import { row } from './code-row.ts';

export const MAPPING_CHECK_CODES = {
  'lookup/blank-key': row<{ name: string; value: string }>({
    message: ({ name, value }) => `In the look-up ${name}, "${value}" has a blank key: no cell ever finds it.`,
    hint: () => 'Write what stands in the cell, or take the line out.',
    explain: {
      meaning: 'A blank cell is never looked up, so a line without a key does nothing.',
      wrong: '{ "": "OuClinicA01" }',
      right: '{ "Clinic A": "OuClinicA01" }',
    },
  }),
  'lookup/key-twice': row<{ name: string; keys: readonly string[] }>({
    message: ({ name, keys }) => `The look-up ${name} has more than one line for ${keys}.`,
    hint: () => 'They say the same today: keep one of them. Blanks around a key do not make it another one.',
    explain: {
      meaning: 'Two lines for one key are one too many: whoever corrects one of them forgets the other.',
      wrong: '{ "Clinic A": "OuClinicA01", "Clinic A ": "OuClinicA01" }',
      right: '{ "Clinic A": "OuClinicA01" }',
    },
  }),
  'lookup/no-heading': row<{ name: string; key: string }>({
    message: ({ name, key }) =>
      `The first line of the look-up ${name} is taken for its heading, and has a UID in it: "${key}" is no entry.`,
    hint: () => 'Write a heading above it: key,uid',
    explain: {
      meaning: 'The first line of a table names its columns; what stands there is not looked up.',
      wrong: 'Clinic A,OuClinicA01',
      right: 'key,uid',
    },
  }),
  'lookup/not-a-uid': row<{ name: string; lines: readonly string[]; count: number; isTurned?: boolean }>({
    message: ({ name, lines, count }) =>
      `The look-up ${name} gives what is no UID of an organisation unit ${count === '1' ? 'once' : `${count} times`}: ${lines}.`,
    hint: (_, { isTurned }) =>
      isTurned === true
        ? 'The two columns are the wrong way round: what stands in Kobo is the key, and the UID what DHIS2 gets.'
        : 'A UID is a letter and ten letters or digits, case included. Records of these facilities are rejected.',
    explain: {
      meaning: '$orgUnit gives DHIS2 the UID of an organisation unit; a name or a code is none.',
      wrong: '{ "Clinic A": "Clinic A (North)" }',
      right: '{ "Clinic A": "OuClinicA01" }',
    },
  }),
  'mapping/compulsory-blank': row<{ field: string; always: boolean }>({
    message: ({ field, always }) =>
      `${field} is compulsory, and is always blank here: DHIS2 refuses ${always ? 'every event' : 'what is completed'} without it.`,
    hint: () => 'Give it a value, or have it made optional in DHIS2 and run `etl metadata pull SPEC`.',
  }),
  'mapping/compulsory-not-required': row<{ field: string }>({
    message: ({ field }) =>
      `${field} is compulsory in DHIS2, and the field says \`required: false\`: a record without it is refused there.`,
    hint: () => 'Take `required: false` out, so that such a record is told before it is sent.',
  }),
};
