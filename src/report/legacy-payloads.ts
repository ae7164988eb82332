import { createHash } from 'node:crypto';
import type { KeptSending } from './sent-file.ts';

/** What was sent, and its answer, as files of the tools before us: names, and what is in them. */
export function toLegacyPayloads(
  { key, address, sent, answer }: KeptSending,
  day: string,
  toJson: (value: unknown) => string,
): (readonly [name: string, text: string])[] {
  const stem = `${day}__${safeName(key)}_${safeName(address)}`;
  const payload = [`${stem}.json`, toJson({ events: [sent] })] as const;
  if (answer === undefined) return [payload];
  return [payload, [`${stem}__response_event_payload.json`, toJson(answer)] as const];
}

/** Keys and addresses may come from the data: one that could be a path, or is no sensible file name, becomes its hash. */
function safeName(key: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,79}$/.test(key)) return key;
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
