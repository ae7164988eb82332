import { COUNT, findFault, TEXT } from '../../base/data-schema.ts';
import { EtlError } from '../../base/errors.ts';
import { parseJson, toReason } from '../../base/parse-json.ts';
import type { Storage } from '../../contracts/storage.ts';
import type { Owner } from '../../contracts/store.ts';
import { MARK_BYTES } from '../key-mark.ts';
import { OWNER } from './known.ts';

/**
 * What stands beside the database, in `<index>.etl.json`, and says what the database was when we left it. Where yesterday's
 * copy of the database is put back, this does not fit it: nothing is believed then, before the sink has been asked.
 */
export interface Witness extends Owner {
  readonly format: 1;
  readonly store: 'sqlite';
  readonly token: string;
  readonly entries: number;
  /** Marks of the entries that were made last, in base64: which of them an older copy lacks is known by these. */
  readonly recent: string;
}

export const WITNESS = {
  type: 'object',
  expected: 'an object',
  required: ['format', 'store', ...OWNER.required, 'token', 'entries', 'recent'],
  properties: {
    format: { const: 1, expected: '1' },
    store: { const: 'sqlite', expected: 'sqlite' },
    ...OWNER.properties,
    token: TEXT,
    entries: COUNT,
    recent: TEXT,
  },
} as const;

/** So many marks are kept beside the database. */
export const RECENT = 5000;

function witnessPath(indexPath: string): string {
  return `${indexPath}.etl.json`;
}

/** Loads what stands beside a database; undefined where nothing does. Throws EtlError `index/bad-sidecar` (exit 3). */
export async function loadWitness(storage: Storage, indexPath: string): Promise<Witness | undefined> {
  const path = witnessPath(indexPath);
  const stored = await storage.read(path);
  if (!stored) return undefined;
  const location = storage.describe(path);
  const parsed = parseJson(stored.bytes.toString('utf8'));
  if ('refusal' in parsed) throw new EtlError('index/bad-sidecar', { location, reason: toReason(parsed.refusal) });
  const fault = findFault(WITNESS, parsed.value);
  if (fault) {
    const reason = `${fault.path === '' ? 'it' : `"${fault.path}"`} is not ${fault.expected}`;
    throw new EtlError('index/bad-sidecar', { location, reason });
  }
  return parsed.value as unknown as Witness;
}

export async function saveWitness(storage: Storage, indexPath: string, witness: Witness): Promise<void> {
  await storage.write(witnessPath(indexPath), Buffer.from(`${JSON.stringify(witness, null, 2)}\n`));
}

export function toMarkText(marks: readonly number[]): string {
  const bytes = Buffer.alloc(marks.length * MARK_BYTES);
  for (const [at, mark] of marks.entries()) bytes.writeUIntBE(mark, at * MARK_BYTES, MARK_BYTES);
  return bytes.toString('base64');
}

export function parseMarks(text: string): number[] {
  const bytes = Buffer.from(text, 'base64');
  const marks: number[] = [];
  for (let at = 0; at + MARK_BYTES <= bytes.length; at += MARK_BYTES) marks.push(bytes.readUIntBE(at, MARK_BYTES));
  return marks;
}
