/** DHIS2's own codes for an answer of an event that it does not take, in words that say what to do. */
import { allowed, it, named, refusal, sentences, what, type ServerTexts } from './refusal-words.ts';

const PULL = 'run `etl metadata pull SPEC`';

/** References have a code of their own in some releases, and none in others. */
const NO_UNIT = {
  message: (texts: ServerTexts): string =>
    `${what(texts)} takes the UID of an organisation unit, and DHIS2 has none with this one.`,
  hint: (): string => 'Correct the look-up of organisation units.',
};
const NO_FILE = {
  message: (texts: ServerTexts): string => `${what(texts)} takes the UID of a file that DHIS2 has, and this is none.`,
  hint: (): string => 'Leave the question out of the mapping: `etl` sends no files.',
};
const REFERENCES: ReadonlyMap<string, typeof NO_UNIT> = new Map([
  ['ORGANISATION_UNIT', NO_UNIT],
  ['FILE_RESOURCE', NO_FILE],
  ['IMAGE', NO_FILE],
]);

export const DHIS2_ANSWER_CODES = {
  'dhis2/E1007': refusal({ who: 'analyst', ...NO_UNIT, valueIsPublic: true }),
  'dhis2/E1009': refusal({
    who: 'analyst',
    message: (texts) => `The file of ${what(texts)} is part of another event already.`,
    hint: () => 'Each event needs an upload of its own.',
  }),
  'dhis2/E1084': refusal({ who: 'analyst', ...NO_FILE }),
  'dhis2/E1076': refusal({
    who: 'source',
    message: (texts) => `${what(texts)} must have an answer, and has none.`,
    hint: () => 'Fill it in in Kobo. Or have it made optional in the program stage in DHIS2.',
  }),
  'dhis2/E1125': refusal({
    who: 'analyst',
    whoOf: ({ isSeveral }) => (isSeveral === true ? 'dhis2' : undefined),
    message: (texts, { isSeveral }) =>
      isSeveral === true
        ? `DHIS2 ${texts.version} takes one option alone in ${what(texts)} (MULTI_TEXT), and here are several.`
        : `${it(texts)} is no option of ${what(texts)}${texts.optionSet && ` (option set ${texts.optionSet})`}.`,
    hint: (texts, args) =>
      args.isSeveral === true
        ? 'Upgrade DHIS2 to 2.41 or later. Or change the data element: TEXT without option set, or a yes/no data element for each option. Or let the form take one choice, or choose one in an expression.'
        : sentences(
            allowed(texts, args),
            `Map the answer to the code of an option, letter by letter. If the option is new in DHIS2, ${PULL}.`,
          ),
    valueIsPublic: true,
  }),
  'dhis2/E1300': refusal({
    who: 'source',
    message: (texts) => `A program rule of DHIS2 refuses the record: ${texts.message}`,
    hint: () => 'Correct the answers in Kobo. If the rule is wrong, the administrator of DHIS2 can change it.',
  }),
  'dhis2/E1301': refusal({
    who: 'source',
    message: (texts) => `A program rule of DHIS2 asks for an answer to ${what(texts)}, and there is none.`,
    hint: () => 'Fill it in in Kobo. If the rule is wrong, the administrator of DHIS2 can change it.',
  }),
  'dhis2/E1302': refusal({
    who: 'analyst',
    whoOf: ({ usernames, isOption }) => (usernames !== undefined || isOption === true ? 'dhis2' : undefined),
    message: (texts, { usernames, isOption }) => {
      if (usernames !== undefined)
        return `DHIS2 ${texts.version} takes no user name${usernames === 'own' ? ' but that of the user who sends' : ' at all'} in ${what(texts)}.`;
      if (isOption === true)
        return `DHIS2 ${texts.version} wants the options of ${what(texts)} to be of its value type, ${texts.valueType}, and this one is not.`;
      const reference = REFERENCES.get(texts.valueType);
      if (reference) return reference.message(texts);
      const type = texts.valueType && ` of the type ${texts.valueType}`;
      return `This is no value for ${what(texts)}${type}.`;
    },
    hint: ({ needed, message, valueType }, { usernames, isOption }) => {
      if (usernames !== undefined)
        return 'Have the value type of the data element changed in DHIS2, from USERNAME to TEXT.';
      if (isOption === true)
        return 'Have the value type of the data element changed in DHIS2 (TEXT takes every option), or the option.';
      const reference = REFERENCES.get(valueType);
      if (reference) return reference.hint();
      if (needed) return `It takes ${needed}. Correct the answer in Kobo, or its field in the spec.`;
      return sentences(message && `DHIS2 says: ${message}`, 'Correct the answer in Kobo, or its field in the spec.');
    },
  }),
  'dhis2/E1303': refusal({
    who: 'source',
    message: (texts) => `${what(texts)} must have an answer, and has none.`,
    hint: () =>
      'Fill it in in Kobo; or map it, if nothing fills it. Or have it made optional in the program stage in DHIS2.',
  }),
  'dhis2/E1304': refusal({
    who: 'analyst',
    message: (texts) => `DHIS2 has no data element ${what(texts, 'of this UID')}.`,
    hint: () => `The program has changed in DHIS2: ${PULL}.`,
  }),
  'dhis2/E1305': refusal({
    who: 'analyst',
    message: (texts) => `${what(texts)} is not in ${named('program stage', texts.stage)}.`,
    hint: () => `The program has changed in DHIS2: ${PULL}.`,
  }),
  'dhis2/E1307': refusal({
    who: 'analyst',
    message: (texts, { computed }) =>
      `DHIS2 computes ${what(texts)} by a program rule${computed === undefined ? '' : `, as ${computed}`}, and what is sent differs.`,
    hint: () => 'Leave the data element out of the mapping: DHIS2 fills it.',
  }),
  'dhis2/E1314': refusal({
    who: 'source',
    message: (texts) => `A program rule of DHIS2 asks for an answer to ${what(texts)}, and it would be emptied.`,
    hint: () => 'Fill it in in Kobo. If the rule is wrong, the administrator of DHIS2 can change it.',
  }),
};
