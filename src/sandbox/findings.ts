import type { Identified, IdScheme } from './model.ts';
import type { Person } from './people.ts';

/** One verdict on one event, as an import report states it. */
export interface Finding {
  readonly code: string;
  readonly event: string;
  readonly message: string;
  readonly args: readonly string[];
  readonly warning: boolean;
}

/** A piece of a message: what people read, and the raw text that the server gives beside it in `args`. */
interface Piece {
  readonly shown: string;
  /** null: it is no arg. */
  readonly raw: string | null;
}

/** The server's sentences; `{0}` is the first piece. */
const SENTENCES = {
  E1000: 'User: `{0}` {2} OrganisationUnit: `{1}`.',
  E1010: 'Could not find Program: `{0}`, linked to Event.',
  E1011: 'Could not find OrganisationUnit: `{0}`, linked to Event.',
  E1012: 'Geometry does not conform to FeatureType: `{0}`.',
  E1013: 'Could not find ProgramStage: `{0}`, linked to Event.',
  E1029: 'Event OrganisationUnit: `{0}` and Program: `{1}`, do not match.',
  E1030: 'Event: `{0}` already exists.',
  E1031: 'Event occurredAt date is missing.',
  E1032: 'Event: `{0}` do not exist.',
  E1033: 'Event: `{0}` Enrollment value is null.',
  E1043: 'Event: `{0}` completeness date has expired, not allowed to make changes to this Event.',
  E1046: 'Event: `{0}`, needs to have at least one (event or schedule) date.',
  E1047: 'Event: `{0}` date belongs to an expired period, not possible to create Event.',
  E1050: 'Event ScheduledAt date is missing.',
  E1051: 'Event: `{0}` completedAt must be null when status is `{1}`.',
  E1054: 'AttributeOptionCombo `{0}` is not in the Event Program CategoryCombo `{1}`.',
  E1055: 'Default AttributeOptionCombo is not allowed since Program has non-default CategoryCombo.',
  E1074: 'FeatureType is missing.',
  E1076: '`{0}` `{1}` is mandatory and cannot be null',
  E1079: 'Event: `{0}`, Program: `{1}` is different from the Program defined in Enrollment `{2}`.',
  E1082: 'Event: `{0}`, is already deleted and cannot be modified.',
  E1083: 'User: `{0}`, is not authorized to modify completed events.',
  E1089: 'Event: `{0}`, references a Program Stage `{1}` that does not belong to Program `{2}`.',
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
  E1313: 'Event {0} of an Enrollment does not reference a TrackedEntity.',
  E1315: 'Status `{0}` does not allow creating data values, allow statuses: {1}.',
  E1316: 'Event cannot transition from status `{0}` to `{1}`.',
  E1318: 'Status `{0}` is not applicable for single events.',
} as const;

export type FindingCode = keyof typeof SENTENCES;

const WARNINGS: ReadonlySet<string> = new Set(['E1119', 'E1120']);

export function finding(code: FindingCode, event: string, ...pieces: readonly (string | Piece)[]): Finding {
  const both = pieces.map((piece) => (typeof piece === 'string' ? { shown: piece, raw: piece } : piece));
  const message = SENTENCES[code].replace(/\{(\d)\}/g, (_, index: string) => both[Number(index)]?.shown ?? '');
  const args = both.map(({ raw }) => raw).filter((raw) => raw !== null);
  return { code, event, message, args, warning: WARNINGS.has(code) };
}

/** An identifier as it came in; raw it is the dump of a Java object. */
export function identifier(text: string | null, scheme: IdScheme): Piece {
  const shown = text ?? 'null';
  return {
    shown,
    raw: `MetadataIdentifier(idScheme=${scheme.split(':')[0]}, identifier=${shown}, attributeValue=null)`,
  };
}

/** A metadata object; raw it is a dump of its first properties. */
export function object(kind: string, found: Identified): Piece {
  const name = JSON.stringify(found.item['name'] ?? null);
  return { shown: found.uid, raw: `{"class":"class org.hisp.dhis.${kind}", "uid":"${found.uid}", "name":${name} }` };
}

export function user(person: Person): Piece {
  return { shown: person.uid, raw: 'org.hisp.dhis.user.UserDetailsImpl@0' };
}

/** Words of the sentence that are no arg of their own. */
export function words(shown: string): Piece {
  return { shown, raw: null };
}

/** The event itself; a real server's raw text holds all its values. */
export function theEvent(uid: string): Piece {
  return { shown: uid, raw: `Event(event=${uid})` };
}
