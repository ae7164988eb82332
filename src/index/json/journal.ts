import { isObject } from '../../base/json.ts';
import { parseJson } from '../../base/parse-json.ts';
import type { Storage } from '../../contracts/storage.ts';
import { withoutNull } from './patches.ts';
import type { RawPatch } from './raw-entry.ts';

/**
 * The journal: what has been recorded since the index was last saved whole, in `<index>.journal.ndjson`. A run writes it
 * before each batch that it sends, which costs little however large the index is. Its first line says which index it
 * goes with; the next run puts the rest into that index.
 */
export interface Journal {
  /** Digest of the index that the changes belong to; '' where there was none. */
  readonly base: string;
  /** What the shapes stand for that the changes speak of. */
  readonly shapes: Readonly<Record<string, readonly string[]>>;
  readonly changes: readonly JournalChange[];
}

/** Everything recorded about one entry. */
export interface JournalChange {
  readonly key: string;
  /** The UID that the entry had before; undefined where there was no entry. */
  readonly uidBefore: string | undefined;
  /** Whether the entry is now as we know it to be. */
  readonly isBelieved: boolean;
  readonly patch: RawPatch;
}

export function journalPath(indexPath: string): string {
  return `${indexPath}.journal.ndjson`;
}

/** Loads the journal; undefined where there is none, or what is there is not ours: then the index counts as it is. */
export async function loadJournal(storage: Storage, indexPath: string): Promise<Journal | undefined> {
  const stored = await storage.read(journalPath(indexPath));
  if (!stored) return undefined;
  const [head, ...lines] = stored.bytes.toString('utf8').split('\n').map(parseLine);
  if (!isObject(head) || head['format'] !== 1 || typeof head['base'] !== 'string') return undefined;
  return { base: head['base'], shapes: toShapes(head['shapes']), changes: lines.flatMap(toChange) };
}

/** Replaces the journal, all at once; a change is a line, see `JsonEntries.changes`. */
export async function saveJournal(
  storage: Storage,
  indexPath: string,
  { base, shapes }: Pick<Journal, 'base' | 'shapes'>,
  changes: Iterable<string> = [],
): Promise<void> {
  const text = [JSON.stringify({ format: 1, base, shapes }), ...changes].join('\n');
  await storage.write(journalPath(indexPath), Buffer.from(`${text}\n`));
}

function parseLine(line: string): unknown {
  const parsed = parseJson(line);
  return 'value' in parsed ? parsed.value : undefined;
}

function toChange(line: unknown): JournalChange[] {
  if (!isObject(line) || typeof line['key'] !== 'string' || !isObject(line['patch'])) return [];
  const { key, uidBefore, isBelieved, patch } = line;
  return [
    {
      key,
      uidBefore: typeof uidBefore === 'string' ? uidBefore : undefined,
      isBelieved: isBelieved === true,
      patch: withoutNull(patch),
    },
  ];
}

function toShapes(value: unknown): Record<string, readonly string[]> {
  const lists = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(
    lists.filter(
      (entry): entry is [string, string[]] =>
        Array.isArray(entry[1]) && entry[1].every((target) => typeof target === 'string'),
    ),
  );
}
