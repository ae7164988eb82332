import { COUNT, findFault, TEXT, TEXTS } from '../../base/data-schema.ts';
import { VERIFIED } from '../verified-schema.ts';
import { EtlError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseJson, toReason } from '../../base/parse-json.ts';

export const SIDECAR = {
  type: 'object',
  expected: 'an object',
  required: ['format', 'namespace', 'server', 'program', 'header', 'entries', 'liveEntries'],
  properties: {
    format: { const: 1, expected: '1' },
    namespace: TEXT,
    server: TEXT,
    program: TEXT,
    header: TEXTS,
    entries: COUNT,
    liveEntries: COUNT,
    serial: COUNT,
    digest: TEXT,
    seals: TEXT,
    shapes: { type: 'object', additionalProperties: TEXTS, expected: 'an object of lists of texts' },
    address: TEXT,
    told: TEXTS,
    values: { type: 'object', additionalProperties: TEXTS, expected: 'an object of lists of texts' },
    verified: VERIFIED,
  },
} as const;

/**
 * Parses and checks the text of a sidecar; the result is a `Sidecar`. Throws EtlError `index/bad-sidecar` (exit 3), which
 * says what is wrong.
 */
export function parseSidecar(text: string, location: string): JsonObject {
  const parsed = parseJson(text);
  if ('refusal' in parsed) throw new EtlError('index/bad-sidecar', { location, reason: toReason(parsed.refusal) });
  const fault = findFault(SIDECAR, parsed.value);
  if (fault) {
    const reason = `${fault.path === '' ? 'it' : `"${fault.path}"`} is not ${fault.expected}`;
    throw new EtlError('index/bad-sidecar', { location, reason });
  }
  return parsed.value as JsonObject;
}
