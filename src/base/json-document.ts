import { toLineColumn, type Place, type SourceText } from './document.ts';
import type { Json } from './json.ts';
import { scanJson, type JsonNode } from './json-scan.ts';
import type { Part, PlaceOf, Pointer } from './pointer.ts';
import { problem, type Problem } from './problem.ts';

export interface JsonDocument {
  /** Undefined where the text is no JSON. */
  readonly value: Json | undefined;
  /** `json/syntax`, or `json/duplicate-key` for each key that stands twice in one object. */
  readonly problems: readonly Problem[];
  readonly placeOf: PlaceOf;
}

/** Parses a JSON file (a byte-order mark allowed), keeping where everything stands. Never throws. */
export function parseJsonDocument(source: SourceText): JsonDocument {
  const scanned = scanJson(source.text);
  if ('fault' in scanned) {
    const { start, end, reason } = scanned.fault;
    const place = { source, start, end };
    return { value: undefined, problems: [problem('json/syntax', { reason }, place)], placeOf: () => place };
  }
  const { root, duplicates } = scanned;
  return {
    value: JSON.parse(source.text.replace(/^\uFEFF/, '')) as Json,
    problems: duplicates.map(({ key, start, end, first }) =>
      problem('json/duplicate-key', { key, line: toLineColumn(source.text, first).line }, { source, start, end }),
    ),
    placeOf: (pointer, part = 'value') => findPlace(source, root, pointer, part),
  };
}

function findPlace(source: SourceText, root: JsonNode, pointer: Pointer, part: Part): Place {
  let node = root;
  let key: { start: number; end: number } = root;
  for (const step of pointer) {
    const member = node.members?.get(String(step));
    const next = member?.value ?? node.items?.[Number(step)];
    if (!next) break;
    key = member ? { start: member.keyStart, end: member.keyEnd } : next;
    node = next;
  }
  const { start, end } = part === 'key' ? key : node;
  return { source, start, end };
}
