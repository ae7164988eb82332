import type { SandboxVersion } from './versions.ts';

/** The sentences of the newest release; `{0}` is the first piece. */
const SENTENCES = {
  E1000: 'User: `{0}` has no capture scope access to OrganisationUnit: `{1}`.',
  E1007: 'Error validating attribute value type: `{0}`; Error: `{1}`.',
  E1010: 'Could not find Program: `{0}`, linked to Event.',
  E1011: 'Could not find OrganisationUnit: `{0}`, linked to Event.',
  E1012: 'Geometry does not conform to FeatureType: `{0}`.',
  E1013: 'Could not find ProgramStage: `{0}`, linked to Event.',
  E1029: 'Event OrganisationUnit: `{0}` and Program: `{1}`, do not match.',
  E1030: 'Event: `{0}` already exists.',
  E1031: 'Event occurredAt date is missing.',
  E1032: 'Event: `{0}` do not exist.',
  E1033: 'Event: `{0}` Enrollment value is null.',
  E1042: 'Event: `{0}`, needs to have completed date.',
  E1043: 'Event: `{0}` completeness date has expired, not allowed to make changes to this Event.',
  E1046: 'Event: `{0}`, needs to have at least one (event or schedule) date.',
  E1047: 'Event: `{0}` date belongs to an expired period, not possible to create Event.',
  E1048: 'Object: `{0}`, uid: `{1}`, has an invalid uid format.',
  E1050: 'Event ScheduledAt date is missing.',
  E1051: 'Event: `{0}` completedAt must be null when status is `{1}`.',
  E1054: 'AttributeOptionCombo `{0}` is not in the Event Program CategoryCombo `{1}`.',
  E1055: 'Default AttributeOptionCombo is not allowed since Program has non-default CategoryCombo.',
  E1056: 'Event date: `{0}` is before start date: `{1}` for AttributeOption: `{2}`.',
  E1057: 'Event date: `{0}` is after end date: `{1}` for AttributeOption: `{2}` in Program: `{3}`.',
  E1074: 'FeatureType is missing.',
  E1076: '`{0}` `{1}` is mandatory and must be specified.',
  E1079: 'Event: `{0}` Program: `{1}` is different from Program defined in Enrollment `{2}`.',
  E1082: 'Event: `{0}` is already deleted and cannot be modified.',
  E1083: 'User: `{0}` is not authorized to update completed Events.',
  E1084: 'File resource: `{0}`, reference could not be found.',
  E1089: 'Event: `{0}` references ProgramStage `{1}` which do not belong to Program `{2}`.',
  E1091: 'User: `{0}` has no data write access to Program: `{1}`.',
  E1115: 'Could not find CategoryOptionCombo: `{0}`.',
  E1116: 'Could not find CategoryOption: `{0}`.',
  E1117: 'CategoryOptionCombo does not exist for given CategoryCombo and CategoryOptions: `{0}`, `{1}`.',
  E1118: 'Assigned User `{0}` is not valid.',
  E1119: 'A Note with UID `{0}` already exists.',
  E1120: 'ProgramStage `{0}` does not allow user assignment.',
  E1123: 'Missing required event property: `{0}`.',
  E1125: 'Value `{0}` is not a valid option code in OptionSet `{1}`.',
  E1128: 'Not allowed to update event property: {0}.',
  E1302: 'DataElement `{0}` is not valid: `{1}`.',
  E1303: 'Mandatory DataElement `{0}` is not present.',
  E1304: 'DataElement `{0}` is not a valid DataElement.',
  E1305: 'DataElement `{0}` is not part of ProgramStage `{1}`.',
  E1313: 'Event `{0}` of an Enrollment does not reference a TrackedEntity.',
  E1315: 'Status `{0}` does not allow creating data values, allow statuses: {1}.',
  E1316: 'Event cannot transition from status `{0}` to `{1}`.',
  E1318: 'Status `{0}` is not applicable for single events.',
} as const;

export type FindingCode = keyof typeof SENTENCES;

type Sentences = Readonly<Partial<Record<FindingCode, string>>>;

/** What each release says in other words than the one after it. */
const OF_42: Sentences = {
  E1000: 'User: `{0}` has no write access to OrganisationUnit: `{1}`.',
  E1079: 'Event: `{0}`, program: `{1}` is different from program defined in enrollment `{2}`.',
  E1076: '`{0}` `{1}` is mandatory and cannot be null',
  E1083: 'User: `{0}`, is not authorized to modify completed events.',
  E1082: 'Event: `{0}`, is already deleted and cannot be modified.',
  E1089: 'Event: `{0}`, references a Program Stage `{1}` that does not belong to Program `{2}`.',
};

const OF_41: Sentences = {
  E1000: 'User: `{0}`, has no write access to OrganisationUnit: `{1}`.',
  E1029: 'Event OrganisationUnit: `{0}`, and Program: `{1}`, dont match.',
  E1030: 'Event: `{0}`, already exists.',
  E1031: 'Event OccurredAt date is missing.',
  E1032: 'Event: `{0}`, do not exist.',
  E1033: 'Event: `{0}`, Enrollment value is null.',
  E1043: 'Event: `{0}`, completeness date has expired. Not possible to make changes to this event.',
  E1047: 'Event: `{0}`, date belongs to an expired period. It is not possible to create such event.',
  E1055: 'Default AttributeOptionCombo is not allowed since program has non-default CategoryCombo.',
  E1056: 'Event date: `{0}`, is before start date: `{1}`, for AttributeOption: `{2}`.',
  E1057: 'Event date: `{0}`, is after end date: `{1}`, for AttributeOption: `{2}` in program: `{3}`.',
  E1091: 'User: `{0}`, has no data write access to Program: `{1}`.',
  E1117: 'CategoryOptionCombo does not exist for category combo `{0}` and category options `[{1}]`.',
  E1118: 'Assigned user `{0}` is not valid.',
  E1119: 'A Tracker Note with uid `{0}` already exists.',
  E1120: 'ProgramStage `{0}` does not allow user assignment',
  E1125: 'Value `{0}` is not a valid option code in option set `{1}`',
  E1128: 'Not allowed to update Event property: {0}.',
  E1302: 'DataElement `{0}` is not valid: `{1}`',
  E1303: 'Mandatory DataElement `{0}` is not present',
  E1304: 'DataElement `{0}` is not a valid data element',
  E1305: 'DataElement `{0}` is not part of `{1}` program stage',
  E1313:
    'Event {0} of an enrollment does not point to an existing tracked entity. The data in your system might be corrupted',
  E1315: 'Status `{0}` does not allow defining data values. Statuses that do allow defining data values are: {1}',
};

const OF_40: Sentences = {
  E1125: 'Value {0} is not a valid option for {2} DataElement in option set {3}',
};

const BY_RELEASE: Readonly<Record<SandboxVersion, Sentences>> = {
  '2.43': SENTENCES,
  '2.42': { ...SENTENCES, ...OF_42 },
  '2.41': { ...SENTENCES, ...OF_42, ...OF_41 },
  '2.40': { ...SENTENCES, ...OF_42, ...OF_41, ...OF_40 },
};

export function sentenceOf(code: FindingCode, version: SandboxVersion): string {
  return BY_RELEASE[version][code] ?? SENTENCES[code];
}
