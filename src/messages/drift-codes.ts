/** What has changed in DHIS2 since the mapping was made. */
import { failure, row } from './code-row.ts';

const MAKE_ANEW = 'Then `etl metadata pull`.';
const TAKE_IN = 'Take it in with `etl metadata pull`.';

/** `; it looks renamed to …`, where a new one looks like it. */
const looksLike = (renamed: string): string => renamed && `; it looks renamed to ${renamed}`;

/** The hint of a change by which nothing of the mapping is touched, where that is known; else what mends it. */
const ifUsed = (isUsed: boolean | undefined, mend: string): string =>
  isUsed === false ? `Nothing maps to it. ${TAKE_IN}` : mend;

/** How people call a setting that the lock names in a word, and what to do where it has changed. */
const SETTINGS: ReadonlyMap<string, readonly [called: string, hint: string]> = new Map([
  ['type', ['its type', 'Only programs without registration can be sent to.']],
  [
    'categoryCombo',
    ['its category combination', `Fill attributeOptionCombo under \`transform\` accordingly. ${MAKE_ANEW}`],
  ],
  [
    'attributes',
    [
      'the category combination of its attributes',
      `Fill attributeOptionCombo under \`transform\` accordingly. ${MAKE_ANEW}`,
    ],
  ],
  ['periodType', ['its period type', `Give \`period\` under \`transform\` the other type. ${MAKE_ANEW}`]],
  ['openFuturePeriods', ['the number of open future periods', TAKE_IN]],
  ['expiryDays', ['the days after which it expires', TAKE_IN]],
  ['validation', ['its validation strategy', TAKE_IN]],
  ['geometry', ['its feature type', `Fill geometry under \`transform\` accordingly, or leave it out. ${MAKE_ANEW}`]],
]);

export const DRIFT_CODES = {
  'drift/no-lock': row<{ file: string }>({
    message: ({ file }) =>
      `No lock stands beside the mapping (${file}): changes in DHIS2 are noticed only as far as the metadata file knows.`,
    hint: () => '`etl metadata pull` makes one; keep it in version control.',
  }),
  'drift/bad-lock': failure<{ file: string; reason: string }>({
    exitCode: 2,
    message: ({ file, reason }) => `The lock ${file} cannot be read: ${reason}.`,
    hint: () => 'Put back its last good version, or make it anew with `etl metadata pull`.',
  }),
  'drift/nothing-kept': failure({
    exitCode: 2,
    message: () =>
      'There is nothing to compare DHIS2 with: neither a lock nor a metadata file stands beside the mapping.',
    hint: () => '`etl metadata pull` makes both.',
  }),
  'drift/lock-differs': row<{ file: string; metadata: string; changes: string }>({
    message: ({ file, metadata, changes }) => `${metadata} and ${file} do not say the same: ${changes}`,
    hint: () => 'They were made at different times. Make both anew with `etl metadata pull`.',
  }),
  'drift/lock-of-another': row<{ file: string; before: string; now: string }>({
    message: ({ file, before, now }) =>
      `The lock ${file} is of ${before}, and the sink fills ${now}: the mapping was made for another place.`,
    hint: () => 'If the spec is right, run `etl metadata pull`. Else correct what it names under `sink`.',
  }),
  'drift/other-place': row<{ what: string; before: string; now: string }>({
    message: ({ what, before, now }) => `The mapping was made for the ${what} ${before}, and this is ${now}.`,
    hint: () => TAKE_IN,
  }),
  'drift/other-server': row<{ before: string; now: string }>({
    message: ({ before, now }) => `The mapping was made from another server (${before}), and this is ${now}.`,
    hint: () => 'If they are to be alike, that is fine. Else pull the metadata from this one.',
  }),
  'drift/release': row<{ before: string; now: string }>({
    message: ({ before, now }) => `DHIS2 was ${before} when the mapping was made, and is ${now}.`,
    hint: () => TAKE_IN,
  }),
  'drift/no-access': row<{ what: string; name: string }>({
    message: ({ what, name }) => `The user may not write data of the ${what} ${name}.`,
    hint: () => 'The administrator of DHIS2 gives data write access to it, and to its stage.',
  }),
  'drift/renamed': row<{ what: string; before: string; now: string }>({
    message: ({ what, before, now }) => `The ${what} ${before} is called ${now} now.`,
    hint: () => TAKE_IN,
  }),
  'drift/setting': row<{ of: string; setting: string; before: string; now: string }>({
    message: ({ of, setting, before, now }) =>
      `${of}: ${SETTINGS.get(setting)?.[0] ?? setting} was ${before}, and is ${now}.`,
    hint: ({ setting }) => SETTINGS.get(setting)?.[1] ?? TAKE_IN,
  }),
  'drift/stage-gone': row<{ stage: string }>({
    message: ({ stage }) => `The program stage ${stage} is gone.`,
    hint: () => `Have it put back in DHIS2, or make the mapping for the stage that is there. ${MAKE_ANEW}`,
  }),
  'drift/stage-new': row<{ stage: string }>({
    message: ({ stage }) => `The program stage ${stage} is new.`,
    hint: () => TAKE_IN,
  }),
  'drift/element-gone': row<{ element: string; uid: string; renamed: string; isUsed?: boolean }>({
    message: ({ element, uid, renamed }) => `${element} (${uid}) is gone${looksLike(renamed)}.`,
    hint: ({ renamed }, { isUsed }) =>
      ifUsed(
        isUsed,
        renamed
          ? `Give its column the new UID in mapping_de.json. ${MAKE_ANEW}`
          : `Have it put back in DHIS2, or take its column out of mapping_de.json. ${MAKE_ANEW}`,
      ),
  }),
  'drift/element-new': row<{ element: string; uid: string; compulsory: boolean }>({
    message: ({ element, uid }, { compulsory }) => `${element} (${uid}) is new${compulsory ? ', and compulsory' : ''}.`,
    hint: () => `Where the form asks it, add its column to mapping_de.json. ${MAKE_ANEW}`,
  }),
  'drift/element-compulsory': row<{ element: string; uid: string }>({
    message: ({ element }) => `${element} is compulsory now: a record without it is refused.`,
    hint: () => `Have it made optional in DHIS2, or fill it. ${MAKE_ANEW}`,
  }),
  'drift/element-optional': row<{ element: string; uid: string }>({
    message: ({ element }) => `${element} is no longer compulsory.`,
    hint: () => TAKE_IN,
  }),
  'drift/element-type': row<{
    element: string;
    uid: string;
    before: string;
    now: string;
    isWider: boolean;
    isUsed?: boolean;
  }>({
    message: ({ element, before, now }, { isWider }) =>
      `${element}: its value type was ${before}, and is ${now}${isWider ? ', which takes all that it took' : ''}.`,
    hint: (_, { isWider, isUsed }) =>
      ifUsed(
        isUsed,
        isWider
          ? TAKE_IN
          : `See whether what the column has is of that type, or have it put back in DHIS2. ${MAKE_ANEW}`,
      ),
  }),
  'drift/element-options': row<{
    element: string;
    uid: string;
    before: string;
    now: string;
    lost: readonly string[];
    isUsed?: boolean;
  }>({
    message: ({ element, before, now, lost }) =>
      `${element}: its option set was ${before || 'none'}, and is ${now || 'none'}${lost && `; ${now} has no ${lost}`}.`,
    hint: ({ now }, { isUsed }) =>
      ifUsed(isUsed, now ? `Map the answers to its options in mapping_optionSet.json. ${MAKE_ANEW}` : TAKE_IN),
  }),
  'drift/element-combo': row<{ element: string; uid: string; before: string; now: string; isUsed?: boolean }>({
    message: ({ element, before, now }) =>
      `${element} was broken down by ${before || 'nothing'}, and is now by ${now || 'nothing'}.`,
    hint: (_, { isUsed }) => ifUsed(isUsed, `Map its columns to the cells that there are now. ${MAKE_ANEW}`),
  }),
  'drift/option-gone': row<{ where: string; option: string; code: string; renamed: string; isUsed?: boolean }>({
    message: ({ where, option, code, renamed }) =>
      `${where}: the option ${option} (${code}) is gone${looksLike(renamed)}.`,
    hint: ({ renamed, code }, { isUsed }) =>
      ifUsed(
        isUsed,
        renamed
          ? `Put the new code in the place of ${code} in mapping_optionSet.json. ${MAKE_ANEW}`
          : `Have it put back in DHIS2, or map its answers to another option in mapping_optionSet.json. ${MAKE_ANEW}`,
      ),
  }),
  'drift/option-new': row<{ where: string; option: string; code: string }>({
    message: ({ where, option, code }) => `${where}: the option ${option} (${code}) is new.`,
    hint: () => `Where the form has it, add its choice to mapping_optionSet.json. ${MAKE_ANEW}`,
  }),
  'drift/option-renamed': row<{ where: string; code: string; before: string; now: string }>({
    message: ({ where, code, before, now }) =>
      `${where}: the option ${code} was called ${before}, and is called ${now}.`,
    hint: () => `See whether it still means the same. ${TAKE_IN}`,
  }),
  'drift/cell-gone': row<{ where: string; combo: string; uid: string; renamed: string; isUsed?: boolean }>({
    message: ({ where, combo, uid, renamed }) => `${where}: ${combo} (${uid}) is gone${looksLike(renamed)}.`,
    hint: (_, { isUsed }) => ifUsed(isUsed, `Map its columns to the cells that there are now. ${MAKE_ANEW}`),
  }),
  'drift/cell-new': row<{ where: string; combo: string; uid: string }>({
    message: ({ where, combo, uid }) => `${where}: ${combo} (${uid}) is new.`,
    hint: () => `Where the form asks it, add its columns to mapping_de.json. ${MAKE_ANEW}`,
  }),
};

export type DriftCode = Exclude<
  keyof typeof DRIFT_CODES,
  'drift/bad-lock' | 'drift/nothing-kept' | 'drift/lock-differs' | 'drift/lock-of-another'
>;
