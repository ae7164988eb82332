/** DHIS2's own codes for aggregate values that it does not take: E7… up to 2.42, E8… from 2.43 on. */
import { NOT_ASSIGNED, OUT_OF_REACH } from './conflict-words.ts';
import {
  allowed,
  it,
  Named,
  named,
  refusal,
  sentences,
  Unit,
  unit,
  what,
  type ServerArgs,
  type ServerTexts,
} from './refusal-words.ts';

const PULL = 'run `etl metadata pull SPEC`';
const OF_OUR_REQUEST = 'Please report it: `etl` is not to send such a thing.';

const NO_UNIT = {
  who: 'analyst',
  message: (texts: ServerTexts): string => `DHIS2 has no organisation unit of this UID: ${unit(texts)}.`,
  hint: (): string => 'Correct its UID in the look-up of organisation units.',
  valueIsPublic: true,
} as const;

const NO_ELEMENT = {
  who: 'analyst',
  message: (texts: ServerTexts): string =>
    `DHIS2 has no data element ${what(texts, 'of this UID')}, or does not show it to the sending user.`,
  hint: (): string => `The data set has changed in DHIS2: ${PULL}.`,
} as const;

const NO_COMBO = {
  who: 'analyst',
  message: (texts: ServerTexts): string =>
    `${what(texts, 'The cell')} names a category option combo that its data element does not have, or that the user may not use.`,
  hint: (): string => `Correct the name of the cell; if the categories have changed in DHIS2, ${PULL}.`,
} as const;

const NOT_OF_TYPE = {
  who: 'analyst',
  message: (texts: ServerTexts): string =>
    `This is no value for ${what(texts)}${texts.valueType && ` of the type ${texts.valueType}`}.`,
  hint: ({ needed }: ServerTexts): string =>
    sentences(needed && `It takes ${needed}.`, 'Correct the answer at its source, or its field in the spec.'),
} as const;

const NO_OPTION = {
  who: 'analyst',
  message: (texts: ServerTexts): string =>
    `${it(texts)} is no option of ${what(texts)}${texts.optionSet && ` (option set ${texts.optionSet})`}.`,
  hint: (texts: ServerTexts, args: ServerArgs): string =>
    sentences(allowed(texts, args), 'Map the answer to the code of an option, letter by letter.'),
  valueIsPublic: true,
} as const;

const NO_VALUE = {
  who: 'analyst',
  message: (texts: ServerTexts): string => `${what(texts, 'The cell')} came without a value.`,
  hint: (): string => OF_OUR_REQUEST,
} as const;

const DATES_OF_COMBO = {
  who: 'dhis2',
  message: ({ combo, period }: ServerTexts): string =>
    `${combo || 'The attribute option combo'} cannot be used in ${named('period', period)}: it has a first or a last day.`,
  hint: (): string =>
    'Change the days of the category option in DHIS2. If the date is wrong, correct it at its source.',
  valueIsPublic: true,
} as const;

const NOT_SET = (thing: string): Parameters<typeof refusal>[0] => ({
  who: 'analyst',
  message: () => `A value came without ${thing}.`,
  hint: () => OF_OUR_REQUEST,
});

const LOCKED = {
  who: 'dhis2',
  message: (texts: ServerTexts): string =>
    `The data of ${unit(texts)} for ${named('period', texts.period)} are locked or approved in DHIS2.`,
  hint: (): string => 'Whoever has approved them can take the approval back in DHIS2.',
  valueIsPublic: true,
} as const;

export const DHIS2_CONFLICT_CODES = {
  // Up to 2.42.
  'dhis2/E7600': refusal({
    who: 'dhis2',
    message: ({ dataSet }) =>
      `DHIS2 has no data set ${dataSet || 'of this UID'}, or does not show it to the sending user.`,
    hint: () => 'Share the data set with the user; or correct `sink.dataSet`.',
  }),
  'dhis2/E7603': refusal(NO_UNIT),
  'dhis2/E7610': refusal(NO_ELEMENT),
  'dhis2/E7611': refusal({
    who: 'analyst',
    message: ({ period }) => `${Named('period', period)} is none that DHIS2 knows.`,
    hint: () => 'Make it of a date: $period(DATE, "Monthly").',
    valueIsPublic: true,
  }),
  'dhis2/E7612': refusal(NO_UNIT),
  'dhis2/E7613': refusal(NO_COMBO),
  'dhis2/E7617': refusal({ who: 'dhis2', ...OUT_OF_REACH, valueIsPublic: true }),
  'dhis2/E7618': refusal(NO_VALUE),
  'dhis2/E7619': refusal(NOT_OF_TYPE),
  'dhis2/E7621': refusal(NO_OPTION),
  'dhis2/E7630': refusal({
    who: 'analyst',
    message: (texts) =>
      `${what(texts, 'The data element')} is broken down by categories, and no category option combo is named.`,
    hint: () => 'Name the cell by element and combo: ELEMENT.COMBO.',
  }),
  'dhis2/E7632': refusal({
    who: 'analyst',
    message: ({ period, dataSet }) =>
      `${Named('period', period)} is not of the type that ${named('data set', dataSet)} has.`,
    hint: () => 'Make the period of a date: $period(DATE, "Monthly").',
    valueIsPublic: true,
  }),
  'dhis2/E7634': refusal(NO_COMBO),
  'dhis2/E7638': refusal(DATES_OF_COMBO),
  'dhis2/E7640': refusal({
    who: 'dhis2',
    message: ({ period, dataSet }) =>
      `${Named('period', period)} is closed in ${named('data set', dataSet)}: its expiry days are over.`,
    hint: () => 'Raise "Expiry days" of the data set, or give the user the authority F_EDIT_EXPIRED.',
    valueIsPublic: true,
  }),
  'dhis2/E7641': refusal({
    who: 'nobody',
    message: ({ period, dataSet }) => `${Named('period', period)} is not open yet in ${named('data set', dataSet)}.`,
    hint: () => 'It goes with a later night. Or have "Open future periods" of the data set raised in DHIS2.',
    valueIsPublic: true,
  }),
  'dhis2/E7642': refusal(LOCKED),
  'dhis2/E7643': refusal({
    who: 'dhis2',
    message: ({ period, dataSet }) =>
      `${Named('period', period)} is not open for input in ${named('data set', dataSet)}.`,
    hint: () => 'Add it to the data input periods of the data set.',
    valueIsPublic: true,
  }),
  'dhis2/E7644': refusal({
    who: 'dhis2',
    message: ({ period, dataSet }) =>
      `${Named('period', period)} is not among the data input periods of ${named('data set', dataSet)} that are open today.`,
    hint: () => 'Add it to the data input periods of the data set.',
    valueIsPublic: true,
  }),

  // From 2.43 on.
  'dhis2/E8004': refusal({
    who: 'analyst',
    message: ({ dataSet }) => `${dataSet || 'The data set'} is no UID of a data set.`,
    hint: () => 'Correct `sink.dataSet`.',
  }),
  'dhis2/E8008': refusal({
    who: 'analyst',
    message: () => 'The date of completion is none that DHIS2 reads.',
    hint: () => 'Make it with $date(COLUMN).',
  }),
  'dhis2/E8009': refusal({ ...NOT_SET('what its completion needs'), who: 'analyst' }),
  'dhis2/E8011': refusal({ who: 'dhis2', ...OUT_OF_REACH, valueIsPublic: true }),
  'dhis2/E8020': refusal({
    who: 'analyst',
    message: (texts) => `${what(texts, 'The data element')} is not in ${named('data set', texts.dataSet)}.`,
    hint: () => `The data set has changed in DHIS2: ${PULL}.`,
  }),
  'dhis2/E8021': refusal({
    who: 'analyst',
    message: ({ period, dataSet }) =>
      `${Named('period', period)} is not of the type that ${named('data set', dataSet)} has.`,
    hint: () => 'Make the period of a date: $period(DATE, "Monthly").',
    valueIsPublic: true,
  }),
  'dhis2/E8022': refusal({ who: 'dhis2', ...NOT_ASSIGNED, valueIsPublic: true }),
  'dhis2/E8023': refusal({
    who: 'analyst',
    message: (texts) =>
      `${texts.combo || texts.value || 'What is sent'} is not an attribute option combo of ${named('data set', texts.dataSet)}.`,
    hint: (texts, args) => sentences(allowed(texts, args), 'Correct attributeOptionCombo under `transform`.'),
    valueIsPublic: true,
  }),
  'dhis2/E8024': refusal(NO_COMBO),
  'dhis2/E8030': refusal({
    who: 'dhis2',
    message: ({ period, dataSet }) =>
      `${Named('period', period)} is not open in ${named('data set', dataSet)}: it has expired, or is still to come.`,
    hint: () => 'Change "Expiry days", "Open future periods" or the data input periods of the data set, or wait.',
    valueIsPublic: true,
  }),
  'dhis2/E8031': refusal({
    who: 'dhis2',
    message: (texts) => `${Unit(texts)} is closed in ${named('period', texts.period)}.`,
    hint: () => 'Change its opening or closing date in DHIS2. If the date is wrong, correct it at its source.',
    valueIsPublic: true,
  }),
  'dhis2/E8032': refusal(DATES_OF_COMBO),
  'dhis2/E8033': refusal(LOCKED),
  'dhis2/E8100': refusal(NOT_SET('its period')),
  'dhis2/E8101': refusal(NOT_SET('its data set')),
  'dhis2/E8102': refusal(NOT_SET('its data element')),
  'dhis2/E8104': refusal(NO_ELEMENT),
  'dhis2/E8105': refusal(NOT_SET('its organisation unit')),
  'dhis2/E8106': refusal(NO_UNIT),
  'dhis2/E8108': refusal(NO_COMBO),
  'dhis2/E8120': refusal(NO_VALUE),
  'dhis2/E8122': refusal(NOT_OF_TYPE),
  'dhis2/E8123': refusal(NO_OPTION),
  'dhis2/E8128': refusal({
    who: 'analyst',
    message: (texts) => `${what(texts, 'The cell')} came twice.`,
    hint: () => 'Map it once.',
  }),
};
