/** The data set that values go to, and what a run finds out about it before it sends. */
import { failure, row } from './code-row.ts';
import { NOT_ASSIGNED, OUT_OF_REACH } from './conflict-words.ts';
import { daysText, unit } from './refusal-words.ts';

export const DHIS2_DATA_SET_CODES = {
  'dhis2/data-set-not-found': failure<{ dataSet: string; url: string }>({
    exitCode: 3,
    message: ({ dataSet, url }) => `There is no data set ${dataSet} that this user may see, at ${url}.`,
    hint: () => 'Check dataSet under sink, and that the data set is shared with this user.',
  }),
  'dhis2/combo-not-readable': failure<{ dataSet: string; combo: string }>({
    exitCode: 3,
    message: ({ dataSet, combo }) =>
      `Data set ${dataSet} uses the category combination ${combo || 'without id'}, which DHIS2 does not show to this user.`,
    hint: () => 'Ask the administrator of DHIS2 to share it, with its categories and options, with this user.',
  }),
  'dhis2/data-set-read-only': failure<{ user: string; name: string; dataSet: string }>({
    exitCode: 3,
    message: ({ user, name, dataSet }) => `User ${user} may not write data to data set ${name} (${dataSet}).`,
    hint: () => 'Ask the administrator of DHIS2 for data write access to it.',
  }),
  'dhis2/no-data-value-authority': failure<{ user: string }>({
    exitCode: 3,
    message: ({ user }) => `User ${user} may not enter data values: the authority F_DATAVALUE_ADD is missing.`,
    hint: () => 'Ask the administrator of DHIS2 for a user role with "Add/Update data value".',
  }),
  'dhis2/org-unit-not-readable': failure<{ orgUnit: string; user: string; facility?: string }>({
    exitCode: 3,
    message: (texts) =>
      `DHIS2 does not show the values of ${unit(texts)} to ${texts.user}, who may enter them: what is there cannot be told.`,
    hint: () =>
      'Ask the administrator of DHIS2 to give the user the same units, or one above them, for data output as for data capture.',
  }),

  // One form that cannot go.
  'dhis2/period-type': row<{ period: string; type: string; wanted: string; dataSet: string }>({
    who: 'analyst',
    message: ({ period, type, wanted, dataSet }) =>
      `${period} is a period of the type ${type || 'none'}, and data set ${dataSet} is ${wanted}.`,
    hint: ({ wanted }) => `Make the period of a date: $period(DATE, "${wanted}").`,
    valueIsPublic: true,
  }),
  'dhis2/period-not-open': row<{ period: string; latest: string; dataSet: string }>({
    who: 'nobody',
    message: ({ period, latest, dataSet }) =>
      `Period ${period} is not open yet in data set ${dataSet}; the latest that is open is ${latest}.`,
    hint: () =>
      'It goes with a later night. Or have the administrator of DHIS2 raise "Open future periods" of the data set.',
    valueIsPublic: true,
  }),
  'dhis2/period-expired': row<{ period: string; days: number; dataSet: string }>({
    who: 'dhis2',
    message: ({ period, days, dataSet }) =>
      `Period ${period} is closed in data set ${dataSet}, which is open for ${daysText(days)} after the end of a period.`,
    hint: () => 'Raise "Expiry days" of the data set, or give the user the authority F_EDIT_EXPIRED.',
    valueIsPublic: true,
  }),
  'dhis2/period-not-an-input-period': row<{ period: string; dataSet: string }>({
    who: 'dhis2',
    message: ({ period, dataSet }) =>
      `Period ${period} is not among the data input periods of data set ${dataSet} that are open today.`,
    hint: () => 'Add it to the data input periods of the data set.',
    valueIsPublic: true,
  }),
  'dhis2/org-unit-not-assigned': row<{ orgUnit: string; dataSet: string; facility?: string }>({
    who: 'dhis2',
    ...NOT_ASSIGNED,
    valueIsPublic: true,
  }),
  'dhis2/org-unit-out-of-reach': row<{ orgUnit: string; user: string; facility?: string }>({
    who: 'dhis2',
    ...OUT_OF_REACH,
    valueIsPublic: true,
  }),
  'dhis2/element-not-in-data-set': row<{ element: string; dataSet: string }>({
    who: 'analyst',
    message: ({ element, dataSet }) => `Data element ${element} is not in data set ${dataSet}.`,
    hint: () => 'Correct the mapping; or have the administrator of DHIS2 add the data element to the data set.',
  }),
  'dhis2/combo-missing': row<{ element: string }>({
    who: 'analyst',
    message: ({ element }) =>
      `${element} is broken down by categories in this data set, and no category option combo is named: DHIS2 would store the value where nobody sees it.`,
    hint: () => 'Name the cell by element and combo: ELEMENT.COMBO.',
  }),
  'dhis2/combo-foreign': row<{ element: string; combo: string }>({
    who: 'analyst',
    message: ({ element, combo }) => `${combo} is not a category option combo of ${element} in this data set.`,
    hint: () => 'Fetch the metadata again (etl metadata pull), and correct the name of the cell.',
  }),
  'dhis2/attribute-combo-missing': row<{ dataSet: string; known: readonly string[] }>({
    who: 'analyst',
    message: ({ dataSet }) => `Data set ${dataSet} has attributes, and attributeOptionCombo says nothing.`,
    hint: ({ known }) => `Fill it, by UID, code, name or options. There are: ${known}.`,
  }),
  'dhis2/attribute-combo-unknown': row<{ value: string; dataSet: string; known: readonly string[] }>({
    who: 'analyst',
    message: ({ value, dataSet }) => `"${value}" is not an attribute option combo of data set ${dataSet}.`,
    hint: ({ known }) => (known ? `There are: ${known}.` : 'It has none: leave attributeOptionCombo out.'),
    valueIsPublic: true,
  }),
  'dhis2/attribute-combo-dates': row<{ combo: string; period: string }>({
    who: 'dhis2',
    message: ({ combo, period }) => `${combo} cannot be used in period ${period}: it has a first or a last day.`,
    hint: () => 'Change the days of the category option.',
    valueIsPublic: true,
  }),
  'dhis2/attribute-combo-unit': row<{ combo: string; orgUnit: string; facility?: string }>({
    who: 'dhis2',
    message: (texts) => `${texts.combo} cannot be used by ${unit(texts)}.`,
    hint: () => 'Add the unit, or one above it, to the category option.',
    valueIsPublic: true,
  }),
  'dhis2/attribute-combo-read-only': row<{ combo: string; user: string }>({
    who: 'dhis2',
    message: ({ combo, user }) => `User ${user} may not enter data for ${combo}.`,
    hint: () => 'Give the user data write access to the category option.',
    valueIsPublic: true,
  }),
  'dhis2/blank-value': row<{ element: string }>({
    who: 'analyst',
    message: ({ element }) =>
      `Blanks alone are no value of ${element}: DHIS2 up to 2.42 deletes by them, 2.43 stores them.`,
    hint: () => 'Leave the cell empty where there is no answer.',
  }),
  'dhis2/locked-by-approval': row<{ period: string; orgUnit: string; workflow: string; facility?: string }>({
    who: 'dhis2',
    message: (texts) =>
      `The data of ${unit(texts)} for ${texts.period} are approved (${texts.workflow}), and locked by that.`,
    hint: () => 'Whoever has approved them can take the approval back in DHIS2.',
    valueIsPublic: true,
  }),
  'dhis2/completion-refused': row<{ message: string }>({
    who: 'dhis2',
    message: ({ message }) =>
      `The values were stored, but DHIS2 does not register the form as complete${message && `: ${message}`}.`,
    hint: () => 'Complete the form in DHIS2, or see there why it cannot be.',
  }),
  'dhis2/completion-held-back': row({
    who: 'analyst',
    message: () => 'The form is not registered as complete, because some of its values were refused.',
    hint: () => 'Mend the values that were refused; then it is registered.',
  }),
  'dhis2/unreadable-form': row<{ status: number; message: string }>({
    who: 'analyst',
    message: ({ status, message }) => `DHIS2 could not read the form (${status}${message && `, ${message}`}).`,
    hint: () =>
      'Look at what was sent (`sent.ndjson.gz` in the run’s folder), and mend the expression of the value that DHIS2 names.',
  }),
};
