/** What an index knows beside its entries, in its table `memory`: a name and a JSON value each. */
import type { DatabaseSync } from 'node:sqlite';
import { COUNT, findFault, TEXT, TEXTS } from '../../base/data-schema.ts';
import { EtlError } from '../../base/errors.ts';
import { parseJson } from '../../base/parse-json.ts';
import { VERIFIED } from '../verified-schema.ts';
import type { Owner, SourceMemory } from '../../contracts/store.ts';

export interface Known {
  readonly owner?: Owner;
  readonly source?: SourceMemory;
  /** Another one with each commit: by it an older copy of the file is known. */
  readonly token: string;
  /** The token that stood beside the file when the last commit was made: should we be killed right after it, it still does. */
  readonly tokenBefore?: string;
  /** Entries of another epoch are not believed. */
  readonly epoch: number;
  readonly saves: number;
  /** Entries that are gone, of which not even their marks are known. */
  readonly lostUnknown: number;
}

export const OWNER = {
  type: 'object',
  required: ['namespace', 'server', 'place'],
  properties: { namespace: TEXT, server: TEXT, address: TEXT, place: TEXT },
  expected: 'an object: namespace, server, address, place',
} as const;

export const KNOWN = {
  type: 'object',
  required: ['token', 'epoch', 'saves', 'lostUnknown'],
  properties: {
    owner: OWNER,
    source: {
      type: 'object',
      required: ['header'],
      properties: {
        header: TEXTS,
        values: { type: 'object', additionalProperties: TEXTS, expected: 'an object of lists of texts' },
        verified: VERIFIED,
        told: TEXTS,
      },
      expected: 'an object: header, values, verified, told',
    },
    token: TEXT,
    tokenBefore: TEXT,
    epoch: COUNT,
    saves: COUNT,
    lostUnknown: COUNT,
  },
} as const;

export const NOTHING_KNOWN: Known = { token: '', epoch: 1, saves: 0, lostUnknown: 0 };

/** Throws EtlError `index/broken-database` (exit 3). */
export function loadKnown(database: DatabaseSync, location: string): Known {
  const rows = database.prepare('SELECT name, value FROM memory').all() as { name: string; value: string }[];
  const known = Object.fromEntries(
    rows.map(({ name, value }) => {
      const parsed = parseJson(value);
      return [name, 'value' in parsed ? parsed.value : undefined];
    }),
  );
  const fault = findFault(KNOWN, known);
  if (fault) {
    const reason = `"${fault.path}" of its table memory is not ${fault.expected}`;
    throw new EtlError('index/broken-database', { location, reason });
  }
  return known as unknown as Known;
}

export function saveKnown(database: DatabaseSync, known: Known): void {
  const put = database.prepare('INSERT OR REPLACE INTO memory (name, value) VALUES (?, ?)');
  for (const [name, value] of Object.entries(known)) if (value !== undefined) put.run(name, JSON.stringify(value));
}

/** The token of a database, and the one that stood beside it before: what stands beside it must be one of them. */
export function readTokens(database: DatabaseSync): string[] {
  const rows = database.prepare("SELECT value FROM memory WHERE name IN ('token', 'tokenBefore')").all();
  return rows.map(({ value }) => JSON.parse(value as string) as string);
}

/** The token by now, whoever has written it. */
export function readToken(database: DatabaseSync): string | undefined {
  const row = database.prepare("SELECT value FROM memory WHERE name = 'token'").get();
  return row && (JSON.parse(row['value'] as string) as string);
}

export function loadShapes(database: DatabaseSync): Record<string, readonly string[]> {
  const rows = database.prepare('SELECT name, targets FROM shapes').all();
  return Object.fromEntries(
    rows.map((row) => [row['name'] as string, JSON.parse(row['targets'] as string) as string[]]),
  );
}

export function saveShapes(database: DatabaseSync, shapes: ReadonlyMap<string, readonly string[]>): void {
  const put = database.prepare('INSERT OR IGNORE INTO shapes (name, targets) VALUES (?, ?)');
  for (const [name, targets] of shapes) put.run(name, JSON.stringify(targets));
}
