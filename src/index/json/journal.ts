import { isObject } from '../../base/json.ts';
import { parseJson } from '../../base/parse-json.ts';
import type { Storage } from '../../contracts/storage.ts';
import { withoutNull } from './patches.ts';
import type { RawPatch } from './raw-entry.ts';

/**
 * The journal: what has been recorded since the index was last saved whole, in `<index>.journal.ndjson`. A run writes it
 * before each batch that it sends, which costs little however large the index is: where the storage can, it adds what has
 * come since the batch before. Its first line says which index it goes with; the next run puts the rest into that index.
 */
export interface Journal {
  /** Digest of the index that the changes belong to; '' where there was none. */
  readonly base: string;
  /** What the shapes stand for that the changes speak of. */
  readonly shapes: Shapes;
  readonly changes: Iterable<JournalChange>;
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

type Shapes = Readonly<Record<string, readonly string[]>>;

export function journalPath(indexPath: string): string {
  return `${indexPath}.journal.ndjson`;
}

/** Loads the journal; undefined where there is none, or what is there is not ours: then the index counts as it is. */
export async function loadJournal(storage: Storage, indexPath: string): Promise<Journal | undefined> {
  let base: string | undefined;
  const shapes: Record<string, readonly string[]> = {};
  /** What stands last about an entry counts: it has all that was recorded. */
  const changes = new Map<string, JournalChange>();
  let isFirst = true;
  const stored = await throughLines(storage, journalPath(indexPath), (text) => {
    const line = parseLine(text);
    if (isFirst) base = toBase(line);
    isFirst = false;
    if (base === undefined || !isObject(line)) return;
    Object.assign(shapes, toShapes(line['shapes']));
    const change = toChange(line);
    if (change) changes.set(change.key, change);
  });
  return stored && base !== undefined ? { base, shapes, changes: changes.values() } : undefined;
}

/** What has been recorded, as it is to be kept. */
export interface Taken {
  readonly shapes: Shapes;
  /** A line each, see `JsonEntries.takeChanges`. */
  readonly changes: Iterable<string>;
}

/** The journal as a run writes it. */
export class JournalFile {
  readonly #storage: Storage;
  readonly #path: string;
  /** What the file is, as we left it; undefined where it is none of ours, or that is not sure. */
  #left: { readonly base: string; readonly size: number } | undefined;

  constructor(storage: Storage, indexPath: string) {
    this.#storage = storage;
    this.#path = journalPath(indexPath);
  }

  /** Keeps what belongs to an index of some digest: by adding what is new, or else by writing all of it in one go. */
  async keep(base: string, take: (which: 'all' | 'fresh') => Taken): Promise<void> {
    const left = this.#left;
    this.#left = undefined;
    if (left?.base === base && this.#storage.append) {
      const { shapes, changes } = take('fresh');
      const lines = [...(Object.keys(shapes).length > 0 ? [JSON.stringify({ shapes })] : []), ...changes];
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const isKept = bytes.length === 0 || (await this.#storage.append(this.#path, bytes, left.size));
      if (isKept) return void (this.#left = { base, size: left.size + bytes.length });
    }
    await this.#replace(base, take('all'));
  }

  /** There is nothing to be kept beside an index of some digest. */
  async empty(base: string): Promise<void> {
    this.#left = undefined;
    await this.#replace(base, { shapes: {}, changes: [] });
  }

  async #replace(base: string, { shapes, changes }: Taken): Promise<void> {
    let size = 0;
    const chunks = function* (): Generator<Buffer, void> {
      for (const chunk of toChunks([JSON.stringify({ format: 1, base, shapes })], changes)) {
        size += chunk.length;
        yield chunk;
      }
    };
    await this.#storage.writeThrough(this.#path, chunks());
    this.#left = { base, size };
  }
}

const CHUNK = 1 << 20;

/** Lines in pieces of about a size. */
function* toChunks(...parts: readonly Iterable<string>[]): Generator<Buffer, void> {
  let text = '';
  for (const lines of parts) {
    for (const line of lines) {
      text += `${line}\n`;
      if (text.length < CHUNK) continue;
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

/** Reads a file line by line, the last one too where a kill has cut it short; false where there is none. */
async function throughLines(storage: Storage, path: string, take: (line: string) => void): Promise<boolean> {
  let rest: Buffer[] = [];
  const stored = await storage.readThrough(path, (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      take(Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8'));
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(Buffer.from(chunk.subarray(start)));
  });
  if (stored) take(Buffer.concat(rest).toString('utf8'));
  return stored !== null;
}

const LINE_END = '\n'.charCodeAt(0);

function parseLine(line: string): unknown {
  const parsed = parseJson(line);
  return 'value' in parsed ? parsed.value : undefined;
}

function toBase(head: unknown): string | undefined {
  if (!isObject(head) || head['format'] !== 1 || typeof head['base'] !== 'string') return undefined;
  return head['base'];
}

function toChange(line: Record<string, unknown>): JournalChange | undefined {
  const { key, uidBefore, isBelieved, patch } = line;
  if (typeof key !== 'string' || !isObject(patch)) return undefined;
  return {
    key,
    uidBefore: typeof uidBefore === 'string' ? uidBefore : undefined,
    isBelieved: isBelieved === true,
    patch: withoutNull(patch),
  };
}

function toShapes(value: unknown): Shapes {
  const lists = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(
    lists.filter(
      (entry): entry is [string, string[]] =>
        Array.isArray(entry[1]) && entry[1].every((target) => typeof target === 'string'),
    ),
  );
}
