import { findFault, TEXT } from '../base/data-schema.ts';
import { EtlError } from '../base/errors.ts';
import { parseJson } from '../base/parse-json.ts';
import type { MoveNote } from '../contracts/moving.ts';
import type { Storage } from '../contracts/storage.ts';

const NOTE = {
  type: 'object',
  expected: 'an object',
  required: ['is'],
  properties: {
    is: { enum: ['moved', 'arriving', 'here'], expected: 'moved, arriving or here' },
    to: TEXT,
    at: TEXT,
    from: TEXT,
  },
} as const;

/** The note stands beside the index, whatever kind of store it is in. */
function notePath(indexPath: string): string {
  return `${indexPath}.moved.json`;
}

/** The note about an index; undefined where there is none. What cannot be read says nothing, and is refused by none. */
export async function loadNote(storage: Storage, indexPath: string): Promise<MoveNote | undefined> {
  const stored = await storage.read(notePath(indexPath));
  const parsed = stored && parseJson(stored.bytes.toString('utf8'));
  if (!parsed || 'refusal' in parsed || findFault(NOTE, parsed.value)) return undefined;
  const {
    is,
    to = '',
    at = '',
    from = '',
  } = parsed.value as unknown as { is: string; to?: string; at?: string; from?: string };
  if (is === 'here') return undefined;
  return is === 'moved' ? { is, to, at } : { is: 'arriving', from };
}

export async function saveNote(storage: Storage, indexPath: string, note: MoveNote | undefined): Promise<void> {
  const text = `${JSON.stringify(note ?? { is: 'here' }, null, 2)}\n`;
  await storage.write(notePath(indexPath), Buffer.from(text));
}

/** Refuses an index that was moved away, or has not wholly arrived. Throws EtlError `guard/*` (exit 4). */
export async function refuseMoved(storage: Storage, indexPath: string): Promise<void> {
  const note = await loadNote(storage, indexPath);
  if (!note) return;
  const location = storage.describe(indexPath);
  if (note.is === 'arriving') throw new EtlError('guard/index-arriving', { location, from: note.from });
  throw new EtlError('guard/index-moved', { location, ...note, note: storage.describe(notePath(indexPath)) });
}
