import type { Conflict } from './import-summary.ts';

/** Sentences of the importer from 2.43 on. */
const SENTENCES = {
  E8000: 'Atomic mode requires all values to be valid but only {0}/{1} were. First issue: {2}',
  E8002: 'Data set detection failed, found multiple sets: `{0}`',
  E8003: 'Data set detection failed, found no set for data element(s): `{0}`',
  E8004: 'Data set UID not valid: `{0}`',
  E8008: 'Data set `completeDate` is not a valid date string: `{0}`',
  E8009:
    'Data set `completeDate` requires data set, org unit, period and attribute option combo to be defined at the group level.',
  E8010: 'Current user cannot enter data for data set: `{0}`',
  E8011: 'Current user cannot enter data for org unit(s): `{0}`',
  E8020: 'Data set {0} not usable with data element(s): `{1}`',
  E8021: 'Data set {0} not usable with period(s): `{1}`',
  E8022: 'Data set {0} not usable with org unit(s): `{1}`',
  E8023: 'Data set {0} not usable with attribute option combo(s): `{1}`',
  E8024: 'Data set {0} + data element {1} not usable with category option combo(s): `{2}`',
  E8030: 'Untimely data entry for data set {0} and period(s): `{1}`',
  E8031: 'Untimely data entry for org unit {0} and period(s): `{1}`',
  E8032: 'Untimely data entry for attribute option combo {0} and period(s): `{1}`',
  E8033: 'Untimely data entry for approved attribute option combo {0}, org unit {1} and period(s): `{2}`',
  E8100: 'Value #{0} period not defined in group or value: `{1}`',
  E8101: 'Value #{0} data set is required to decode category options: `{1}`',
  E8102: 'Value #{0} data element not defined in group or value: `{1}`',
  E8104: 'Value #{0} data element UID not valid: `{1}`',
  E8105: 'Value #{0} org unit not defined in group or value: `{1}`',
  E8106: 'Value #{0} org unit UID is not valid: `{1}`',
  E8108: 'Value #{0} category option combo not found: `{1}`',
  E8120: 'Value #{0} value is required',
  E8122: 'Value #{0} value `{1}` is no valid {2}: {3}',
  E8123: 'Value #{0} value `{1}` is no valid option for data element `{2}`',
  E8128: 'Value #{0} all affect the same data value: `{1}`',
} as const;

export type BodyCode = keyof typeof SENTENCES;

/** What is wrong, of which the server tells no object: only the holes of its sentence, one after the other. */
export function bodyConflict(errorCode: BodyCode, holes: readonly string[], indexes: readonly number[]): Conflict {
  const value = SENTENCES[errorCode].replace(/\{(\d)\}/g, (hole, at: string) => holes[Number(at)] ?? hole);
  return { objects: { args: holes.join('-') }, value, errorCode, indexes };
}

/** Several things in one hole of a sentence. */
export function listed(items: Iterable<string | number>): string {
  return `[${[...items].join(', ')}]`;
}
