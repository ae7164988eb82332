/** What DHIS2 takes without a word: what it does not keep, of what it warns, and what nobody can have meant. */
import { row } from './code-row.ts';

const LEAVE_IT = 'Nothing has to be done.';

export const IGNORED_CODES = {
  'dhis2/ignored-completion': row({
    message: () =>
      'The event is completed already, and DHIS2 keeps the day on which it was: a corrected one is not taken.',
    hint: () => `${LEAVE_IT} Where the day matters, open the event in DHIS2 again and complete it with the right one.`,
  }),
  'dhis2/ignored-completion-of-active': row({
    message: () => 'DHIS2 keeps a day of completion of COMPLETED events alone: that of an ACTIVE one is dropped.',
    hint: () => 'Fill status with COMPLETED, or leave completedAt out of the mapping for these.',
  }),
  'dhis2/ignored-completion-time': row({
    message: () =>
      'This release of DHIS2 takes the time at which the event arrives as that of its completion, whatever is sent.',
    hint: () => LEAVE_IT,
  }),
  'dhis2/ignored-form-completion': row({
    message: () =>
      'The form is registered as complete already, and keeps the day on which it was: a corrected one is not taken.',
    hint: () =>
      `${LEAVE_IT} Where the day matters, set the form in DHIS2 to incomplete; the next change completes it anew.`,
  }),
  'dhis2/rule-warning': row<{ rule: string; message: string }>({
    message: ({ message }) => `A program rule of DHIS2 warns: ${message}`,
    hint: () => 'The record is stored all the same. If the answer is wrong, correct it in Kobo.',
  }),
  'dhis2/far-date': row({
    message: () => 'The date lies more than a year ahead, or before 1900: is the year right?',
    hint: () => 'It is sent as it is. If it is wrong, correct it in Kobo, and give its question a constraint there.',
  }),
  'dhis2/ignored-zero': row({
    message: () =>
      'This release of DHIS2 does not keep zeros of this data element; a value that is there is deleted by one.',
    hint: () =>
      'Where zeros matter, the administrator of DHIS2 can have them kept: "Store zero data values" of the data element.',
  }),
};
