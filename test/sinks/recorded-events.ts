/** Events as they were recorded: what was sent, and what was read back of it. */
import { parseIsoDate } from '../../src/base/iso-date.ts';
import { canonicalJson, isObject, type Json } from '../../src/base/json.ts';
import { objectsOf } from '../../src/sandbox/loose-json.ts';
import type { Exchange } from '../sandbox/recordings.ts';
import { textOf, type Event } from './verdict-told.ts';

/** All members of `events` in a body, whatever they are; none where the body is no JSON, or no events are posted. */
export function eventsIn({ method, path, body, text, encoding }: Exchange): readonly unknown[] {
  if (method !== 'POST' || !path.startsWith('/api/tracker?') || encoding !== undefined) return [];
  const { events } = toObject(text === undefined ? body : text);
  return Array.isArray(events) ? events : [];
}

function toObject(body: unknown): Event {
  if (typeof body !== 'string') return isObject(body) ? body : {};
  try {
    return toObject(JSON.parse(body.replace(/^\uFEFF/, '')));
  } catch {
    return {};
  }
}

/**
 * Whether what was read back after an exchange is what an event of it said: status, unit, day and time, geometry and each
 * value that is not blank. Undefined where nothing was read back of it.
 */
export function isKeptAsSent(event: unknown, { afterwards = [] }: Exchange): boolean | undefined {
  if (!isObject(event)) return undefined;
  const read = afterwards.map(({ body }) => body).find((body) => isObject(body) && body['event'] === event['event']);
  if (!isObject(read)) return undefined;
  const kept = isObject(read['dataValues']) ? read['dataValues'] : {};
  const isValueKept = ({ dataElement, value }: Event): boolean =>
    (textOf(value) ?? '').trim() === '' || kept[String(dataElement)] === textOf(value);
  return (
    read['status'] === (event['status'] ?? 'ACTIVE') &&
    read['orgUnit'] === event['orgUnit'] &&
    wallClock(read['occurredAt']) === wallClock(event['occurredAt']) &&
    canonicalJson((read['geometry'] ?? null) as Json) === canonicalJson((event['geometry'] ?? null) as Json) &&
    objectsOf(event['dataValues']).every(isValueKept)
  );
}

/** The day and time that stand there, to the millisecond and whatever the offset; text that is no such thing as it is. */
function wallClock(value: unknown): string {
  const text = String(value);
  const short = text.replace(/^(\d{4})-(\d)-(\d)$/, '$1-0$2-0$3').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const parsed = parseIsoDate(short);
  if (parsed.is !== 'date') return text;
  const { day, hour, minute, second, fraction } = parsed.parts;
  return `${day}T${hour || '00'}:${minute || '00'}:${second || '00'}.${fraction.slice(0, 3).padEnd(3, '0')}`;
}
