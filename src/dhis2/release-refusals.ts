import type { Refusal } from '../contracts/sink.ts';
import { reason, type RejectReason } from '../messages/reason.ts';
import type { DataValue, EventObject } from './event-object.ts';
import type { Elements } from './import-reasons.ts';
import { takesValue } from './value-types.ts';
import type { Rules } from './versions.ts';

/** What the verdict of a release depends on, beside the event. */
export interface Recipient {
  /** The release as it calls itself. */
  readonly version: string;
  readonly rules: Rules;
  readonly elements: Elements;
  /** The user who sends. */
  readonly username: string;
  /** Completed events are closed after some days, and this user may not edit them then. */
  readonly closesCompleted: boolean;
}

/** Why a server of this release will refuse an event that others take; empty where nothing of that kind is known. */
export function refusalsByRelease(object: EventObject, to: Recipient): Refusal[] {
  return [...ofCompletion(object, to), ...object.dataValues.flatMap((value) => ofValue(value, to))];
}

function ofCompletion({ status, completedAt }: EventObject, { version, rules, closesCompleted }: Recipient): Refusal[] {
  const place = { target: 'completedAt', field: 'completedAt' };
  if (status !== 'COMPLETED' && completedAt != null && rules.completedAtForCompleted) {
    const shown = typeof completedAt === 'string' ? { value: completedAt } : {};
    return [{ ...reason('dhis2/completed-at-too-early', { version }), ...place, ...shown }];
  }
  if (status === 'COMPLETED' && completedAt == null && rules.needsCompletedAt && closesCompleted) {
    return [{ ...reason('dhis2/completed-at-missing', { version }), ...place }];
  }
  return [];
}

function ofValue({ dataElement, value }: DataValue, { version, rules, elements, username }: Recipient): Refusal[] {
  if (value === null) return [];
  const element = elements.nameOf(dataElement);
  const refused = (why: RejectReason): Refusal[] => [{ ...why, target: dataElement, field: element, value }];
  const valueType = elements.valueTypeOf(dataElement);
  const hasOptions = elements.optionSetOf(dataElement) !== undefined;
  if (valueType === 'MULTI_TEXT') {
    // No code holds a comma: such are refused before, by name.
    return hasOptions && rules.oneCodeOnly && value.includes(',')
      ? refused(reason('dhis2/one-code-only', { version, element }))
      : [];
  }
  if (valueType === 'USERNAME' && rules.usernames !== 'any') {
    const isOwn = rules.usernames === 'own' && value === username;
    return isOwn ? [] : refused(reason('dhis2/username-refused', { version, element, own: rules.usernames === 'own' }));
  }
  if (hasOptions && valueType !== undefined && rules.codesAreTyped && !takesValue(valueType, value)) {
    return refused(reason('dhis2/code-not-of-type', { version, element, valueType }));
  }
  return [];
}
