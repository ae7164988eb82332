/** What a server takes without a word, and does not keep. What it refuses is not told here. */
import type { Json } from '../base/json.ts';
import type { Ignored } from '../contracts/shape.ts';
import { reason } from '../messages/reason.ts';
import { toServerTime } from './calendar.ts';
import type { EventObject } from './event-object.ts';
import type { FormObject } from './form-object.ts';
import type { Rules } from './versions.ts';

const COMPLETION = { target: 'completedAt', name: null } as const;

/**
 * Of an event the time of its completion: it counts in the moment in which the event becomes COMPLETED, and is never
 * changed after that. `there`: the event before it is sent.
 */
export function ignoredOfEvent(
  { status, completedAt }: EventObject,
  there: EventObject | undefined,
  { rules, timeZone }: { readonly rules: Rules; readonly timeZone: string },
): Ignored[] {
  if (typeof completedAt !== 'string') return [];
  const ours = toServerTime(completedAt, timeZone);
  const ignored = (why: Ignored['why'], kept: Json): Ignored[] => [{ ...COMPLETION, sent: ours, kept, why }];
  if (status !== 'COMPLETED')
    // Later releases refuse it.
    return rules.completedAtForCompleted ? [] : ignored(reason('dhis2/ignored-completion-of-active', {}), null);
  if (there?.['status'] === 'COMPLETED') {
    const theirs = there['completedAt'];
    const kept = typeof theirs === 'string' ? toServerTime(theirs, timeZone) : null;
    return kept === ours ? [] : ignored(reason('dhis2/ignored-completion', {}), kept);
  }
  return rules.stampsCompletion ? ignored(reason('dhis2/ignored-completion-time', {}), null) : [];
}

/** Of a form that is complete already the day on which it was: it is not registered anew. */
export function ignoredOfForm({ completedAt }: FormObject, there: FormObject | undefined): Ignored[] {
  const theirs = there?.['completedAt'];
  if (typeof completedAt !== 'string' || typeof theirs !== 'string') return [];
  const ours = completedAt.slice(0, 10);
  if (ours === theirs) return [];
  return [{ ...COMPLETION, sent: ours, kept: theirs, why: reason('dhis2/ignored-form-completion', {}) }];
}
