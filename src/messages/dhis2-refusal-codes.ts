/** DHIS2's own codes for an event that it does not take, in words that say what to do. */
import {
  allowed,
  daysText,
  inItsWords,
  it,
  named,
  Named,
  refusal,
  sender,
  Sender,
  sentences,
  unit,
  Unit,
  what,
} from './refusal-words.ts';

const PULL = 'run `etl metadata pull SPEC`';
const ASSIGN_USER = 'Give the sending user this organisation unit, or one above it, for data capture.';
/** Releases that go on with what they know of a user's units for an hour; one that is not known may be one of them. */
const keepsScope = (version: string): boolean => /^(?:$|2\.(?:3\d|4[01])\b)/.test(version);
const OLDER_EVENT = 'Look at the event in DHIS2. The next run decides anew.';

export const DHIS2_REFUSAL_CODES = {
  // The organisation unit.
  'dhis2/E1000': refusal({
    who: 'dhis2',
    message: (texts) => `${Sender(texts.user)} may not enter data for ${unit(texts)}.`,
    hint: ({ version }) =>
      sentences(ASSIGN_USER, keepsScope(version) ? 'DHIS2 up to 2.41 goes on refusing for an hour.' : ''),
    valueIsPublic: true,
  }),
  'dhis2/E1011': refusal({
    who: 'analyst',
    message: (texts) => `DHIS2 has no organisation unit of this UID: ${unit(texts)}.`,
    hint: () =>
      'Correct its UID in the look-up of organisation units. It may have been deleted, or be hidden from the sending user.',
    valueIsPublic: true,
  }),
  'dhis2/E1029': refusal({
    who: 'dhis2',
    message: (texts) => `${Unit(texts)} does not have ${named('program', texts.program)}.`,
    hint: ({ program }) =>
      `Assign ${named('program', program)} to this organisation unit in DHIS2. If the record is of another facility, correct the look-up.`,
    valueIsPublic: true,
  }),
  'dhis2/E1123': refusal({
    who: 'analyst',
    message: (texts) => `An event needs ${what(texts, 'a property')}, and this one has none.`,
    hint: () => 'Fill it under `transform`.',
  }),

  // Dates and status.
  'dhis2/E1031': refusal({
    who: 'source',
    message: () => 'The day of the event is missing.',
    hint: () => 'Fill in the date in Kobo, or correct `occurredAt` under `transform`.',
  }),
  'dhis2/E1042': refusal({
    who: 'analyst',
    message: ({ program, version, days }) =>
      `A completed event of ${named('program', program)} needs completedAt${version && ` in DHIS2 ${version}`}${days && `: the program closes completed events after ${daysText(days)}`}.`,
    hint: () =>
      'Map completedAt. Or have the administrator of DHIS2 give the sending user the authority F_EDIT_EXPIRED.',
  }),
  'dhis2/E1043': refusal({
    who: 'dhis2',
    message: ({ program, days }) =>
      `${Named('program', program)} closes completed events after ${daysText(days)}, and this one was completed before that.`,
    hint: () =>
      'Raise "Completed events expiry days" of the program, or give the sending user the authority F_EDIT_EXPIRED.',
  }),
  'dhis2/E1046': refusal({
    who: 'analyst',
    message: () => 'The program closes its periods, and the event has no date to tell its period by.',
    hint: () => 'Map occurredAt.',
  }),
  'dhis2/E1047': refusal({
    who: 'dhis2',
    message: ({ program, period, most, days }) =>
      most
        ? `${Named('program', program)} closed the period ${period} of this date on ${most}, ${daysText(days)} after its end.`
        : `The date is in a period that ${named('program', program)} has closed.`,
    hint: () =>
      'Raise "Expiry days" of the program, or give the sending user the authority F_EDIT_EXPIRED. If the date is wrong, correct it in Kobo.',
  }),
  'dhis2/E1050': refusal({
    who: 'analyst',
    message: () => 'An event that is only scheduled needs scheduledAt.',
    hint: () => 'Send status ACTIVE or COMPLETED.',
  }),
  'dhis2/E1051': refusal({
    who: 'analyst',
    message: ({ version }) => `DHIS2${version && ` ${version}`} takes completedAt only with status COMPLETED.`,
    hint: () => 'Leave completedAt out where the event is not completed, or send status COMPLETED.',
  }),
  'dhis2/E1083': refusal({
    who: 'analyst',
    message: ({ user }) => `The event is completed in DHIS2, and ${sender(user)} may not reopen it.`,
    hint: () =>
      'Send status COMPLETED. Or have the administrator of DHIS2 give the user the authority F_UNCOMPLETE_EVENT.',
  }),
  'dhis2/E1315': refusal({
    who: 'analyst',
    message: ({ value }) => `No answers can go with the status${value && ` ${value}`}.`,
    hint: () => 'Send status ACTIVE or COMPLETED.',
    valueIsPublic: true,
  }),
  'dhis2/E1316': refusal({
    who: 'analyst',
    message: ({ value }) => `The event has a status in DHIS2 from which it cannot become ${value || 'what is sent'}.`,
    hint: () => 'Send status ACTIVE or COMPLETED.',
    valueIsPublic: true,
  }),
  'dhis2/E1318': refusal({
    who: 'analyst',
    message: ({ value, version }) =>
      `DHIS2${version && ` ${version}`} takes no event of a program without registration with the status ${value || 'that is sent'}.`,
    hint: () => 'Send status ACTIVE or COMPLETED.',
    valueIsPublic: true,
  }),
  'dhis2/E1326': refusal({
    who: 'dhis2',
    message: () => 'The event is completed, and its program stage lets nobody change completed events.',
    hint: () => 'Take "Block entry form after completed" off the program stage, or reopen the event in DHIS2.',
  }),

  // Attributes and geometry.
  'dhis2/E1012': refusal({
    who: 'analyst',
    message: ({ stage, featureType, type }) =>
      `${Named('program stage', stage)} takes ${
        featureType === 'NONE'
          ? 'no geometry'
          : featureType
            ? `a geometry of the type ${featureType}`
            : 'another kind of geometry'
      }${type && `, and this is a ${type}`}.`,
    hint: ({ featureType }) =>
      featureType === 'POINT' || featureType === '<featureType>'
        ? 'Of a geopoint make it with $geoPoint(COLUMN). Or have the "Feature type" of the stage changed in DHIS2.'
        : 'Leave geometry out, or have the "Feature type" of the stage changed in DHIS2.',
  }),
  'dhis2/E1074': refusal({
    who: 'analyst',
    message: ({ stage }) => `${Named('program stage', stage)} has no place for a geometry.`,
    hint: () => 'Leave geometry out, or have a "Feature type" chosen for the stage in DHIS2.',
  }),
  'dhis2/E1054': refusal({
    who: 'analyst',
    message: (texts) => `${it(texts)} is not an attribute option combo of ${named('program', texts.program)}.`,
    hint: (texts, args) => sentences(allowed(texts, args), 'Correct attributeOptionCombo under `transform`.'),
    valueIsPublic: true,
  }),
  'dhis2/E1055': refusal({
    who: 'analyst',
    message: ({ program }) => `${Named('program', program)} asks for an attribute option combo with each event.`,
    hint: (texts, args) => sentences('Fill attributeOptionCombo under `transform`.', allowed(texts, args)),
  }),
  'dhis2/E1056': refusal({
    who: 'dhis2',
    message: ({ combo, least }) =>
      `${combo || 'The attribute option'} cannot be used yet on this date${least && `: it begins on ${least}`}.`,
    hint: () => 'Change the start date of the category option in DHIS2. If the date is wrong, correct it in Kobo.',
  }),
  'dhis2/E1057': refusal({
    who: 'dhis2',
    message: ({ combo, most }) =>
      `${combo || 'The attribute option'} can no longer be used on this date${most && `: it ended on ${most}`}.`,
    hint: () => 'Change the end date of the category option in DHIS2. If the date is wrong, correct it in Kobo.',
  }),
  'dhis2/E1099': refusal({
    who: 'dhis2',
    message: ({ user, combo }) => `${Sender(user)} may not enter data for ${combo || 'this attribute option'}.`,
    hint: () => 'Give the user data write access to the category option.',
    valueIsPublic: true,
  }),
  'dhis2/E1115': refusal({
    who: 'analyst',
    message: (texts) => `DHIS2 has no attribute option combo ${texts.value ? `"${texts.value}"` : 'of this UID'}.`,
    hint: (texts, args) => sentences(allowed(texts, args), 'Correct attributeOptionCombo under `transform`.'),
    valueIsPublic: true,
  }),
  'dhis2/E1116': refusal({
    who: 'analyst',
    message: () => 'DHIS2 has no such category option.',
    hint: () => 'Correct attributeOptionCombo under `transform`.',
  }),
  'dhis2/E1117': refusal({
    who: 'analyst',
    message: ({ program }) => `The category options are not those of ${named('program', program)}.`,
    hint: () => 'Correct attributeOptionCombo under `transform`; where the program has no attributes, leave it out.',
  }),

  // The program.
  'dhis2/E1010': refusal({
    who: 'dhis2',
    message: ({ program }) =>
      `DHIS2 has no ${program ? `program ${program}` : 'such program'}, or does not show it to the sending user.`,
    hint: () => 'Share the program with the user; or correct `sink.program`.',
  }),
  'dhis2/E1013': refusal({
    who: 'analyst',
    message: ({ stage }) => `DHIS2 has no ${stage ? `program stage ${stage}` : 'such program stage'}.`,
    hint: () => `The program has changed in DHIS2: ${PULL}.`,
  }),
  'dhis2/E1089': refusal({
    who: 'analyst',
    message: () => 'The program stage is not one of the program.',
    hint: () => `The program has changed in DHIS2: ${PULL}.`,
  }),
  'dhis2/E1091': refusal({
    who: 'dhis2',
    message: ({ user, program }) => `${Sender(user)} may not write data to ${named('program', program)}.`,
    hint: () => 'Give the user data write access to the program.',
  }),
  'dhis2/E1095': refusal({
    who: 'dhis2',
    message: ({ user }) => `${Sender(user)} may not write data to the program stage.`,
    hint: () => 'Give the user data write access to the program stage.',
  }),
  'dhis2/E1096': refusal({
    who: 'dhis2',
    message: ({ user, program }) => `${Sender(user)} may not read data of ${named('program', program)}.`,
    hint: () => 'Give the user data read access to the program.',
  }),

  // The event itself.
  'dhis2/E1030': refusal({ who: 'nobody', message: () => 'The event is in DHIS2 already.', hint: () => OLDER_EVENT }),
  'dhis2/E1032': refusal({ who: 'nobody', message: () => 'The event is not in DHIS2.', hint: () => OLDER_EVENT }),
  'dhis2/E1048': refusal({
    who: 'analyst',
    message: () => 'The UID of the event is not one that DHIS2 takes.',
    hint: () => 'A UID is a letter and ten letters or digits. Correct the entry of the record in the index.',
  }),
  'dhis2/E1082': refusal({
    who: 'analyst',
    message: () => 'The event was deleted in DHIS2, and DHIS2 takes nothing more under its UID.',
    hint: () => 'Delete the record in Kobo too, or set reconcile.deletedInDhis2 to recreate.',
  }),
  'dhis2/E1118': refusal({
    who: 'analyst',
    message: () => 'DHIS2 has no such user to assign the event to.',
    hint: () => 'Correct the user name.',
  }),
  'dhis2/E1128': refusal({
    who: 'analyst',
    message: () => 'The event is of another program stage in DHIS2, and cannot be moved.',
    hint: () =>
      'Does the spec name the right program? If so, delete the event in DHIS2, and set reconcile.deletedInDhis2 to recreate.',
  }),
  'dhis2/E5000': refusal({ who: 'analyst', message: inItsWords, hint: () => 'Mend what else is refused of it first.' }),
  'dhis2/E9999': refusal({
    who: 'dhis2',
    message: inItsWords,
    hint: () => 'DHIS2 gave no code of its own. Its log knows more.',
  }),
};
