/** One event that cannot go, or did not go through. */
import { row } from './code-row.ts';

export const DHIS2_EVENT_CODES = {
  'dhis2/bad-property': row<{ property: string; needed: string }>({
    who: 'analyst',
    message: ({ property, needed }) => `${property} cannot be sent: ${needed} is needed.`,
  }),
  'dhis2/nul': row<{ field: string }>({
    who: 'source',
    message: ({ field }) => `The value of ${field} holds the character U+0000, which DHIS2 cannot store.`,
    hint: () => 'Take it out of the source; it comes of broken or binary text.',
  }),
  'dhis2/duplicate-data-element': row<{ field: string }>({
    who: 'analyst',
    message: ({ field }) => `Data element ${field} is there twice; releases of DHIS2 differ in which value they keep.`,
    hint: () => 'Map it once.',
  }),
  'dhis2/one-code-only': row<{ version: string; element: string }>({
    who: 'dhis2',
    message: ({ version, element }) =>
      `DHIS2 ${version} takes one option alone in ${element} (MULTI_TEXT), and here are several: it would refuse the record (E1125).`,
    hint: () =>
      'Upgrade DHIS2 to 2.41 or later. Or change the data element: TEXT without option set, or a yes/no data element for each option. Or let the form take one choice, or choose one in an expression.',
  }),
  'dhis2/code-not-of-type': row<{ version: string; element: string; valueType: string }>({
    who: 'dhis2',
    message: ({ version, element, valueType }) =>
      `DHIS2 ${version} wants the options of ${element} to be of its value type, ${valueType}, and this one is not: it would refuse the record (E1302).`,
    hint: () => 'Have the value type of the data element changed in DHIS2 (TEXT takes every option), or the option.',
  }),
  'dhis2/username-refused': row<{ version: string; element: string; own?: boolean }>({
    who: 'dhis2',
    message: ({ version, element }, { own }) =>
      own === true
        ? `DHIS2 ${version} takes no user name in ${element} but that of the user who sends: it would refuse the record (E1302).`
        : `DHIS2 ${version} takes no user name at all in ${element}: it would refuse the record (E1302).`,
    hint: () => 'Have the value type of the data element changed in DHIS2, from USERNAME to TEXT.',
  }),
  'dhis2/completed-at-too-early': row<{ version: string }>({
    who: 'analyst',
    message: ({ version }) =>
      `DHIS2 ${version} takes completedAt only with status COMPLETED: it would refuse the record (E1051).`,
    hint: () => 'Leave completedAt out where the event is not completed, or send status COMPLETED.',
  }),
  'dhis2/completed-at-missing': row<{ version: string }>({
    who: 'analyst',
    message: ({ version }) =>
      `DHIS2 ${version} wants completedAt with status COMPLETED in this program, which closes completed events after some days: it would refuse the record (E1042).`,
    hint: () => 'Map completedAt, or use an account with F_EDIT_EXPIRED.',
  }),
  'dhis2/unreadable-event': row<{ status: number; message: string }>({
    who: 'analyst',
    message: ({ status, message }) => `DHIS2 could not read the event (${status}${message && `, ${message}`}).`,
  }),
};
