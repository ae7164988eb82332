import type { Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { JsonObject } from '../base/json.ts';
import { toJsonText } from '../base/json-text.ts';
import { createPrivateFile } from '../base/private-file.ts';
import { openRegularFile } from '../base/regular-file.ts';
import type { ActionName, LineOf, PlanLine } from './plan-line.ts';

/** Bytes gathered before they are written, and read at a time. */
const CHUNK = 1 << 18;
/** No letter takes more bytes for each unit of a text. */
const MOST_BYTES = 3;
const LF = 10;

/** Writes plan lines to a file (mode 0600), one JSON object a line. */
export class SpoolWriter {
  readonly #file: FileHandle;
  readonly #hash: Hash | undefined;
  /** Texts become bytes one by one, as they come: joined to one text, a single foreign letter would make all of it slow. */
  #bytes = Buffer.allocUnsafe(CHUNK);
  #used = 0;
  #flushed = 0;

  private constructor(file: FileHandle, hash: Hash | undefined) {
    this.#file = file;
    this.#hash = hash;
  }

  /** Makes a file, has it filled, and closes it, whatever happens. `hash` is given all of its bytes. */
  static async fill<T>(path: string, write: (file: SpoolWriter) => Promise<T>, hash?: Hash): Promise<T> {
    return SpoolWriter.#use(new SpoolWriter(await createPrivateFile(path), hash), write);
  }

  /** Has a file that was filled go on. */
  static async fillOn<T>(path: string, write: (file: SpoolWriter) => Promise<T>, hash?: Hash): Promise<T> {
    return SpoolWriter.#use(new SpoolWriter(await open(path, 'a'), hash), write);
  }

  static async #use<T>(writer: SpoolWriter, write: (file: SpoolWriter) => Promise<T>): Promise<T> {
    try {
      const result = await write(writer);
      await writer.#flush();
      return result;
    } finally {
      await writer.#file.close();
    }
  }

  /** Bytes written by this writer. */
  get size(): number {
    return this.#flushed + this.#used;
  }

  /** There is nothing to wait for where nothing is returned. */
  write(line: PlanLine): Promise<void> | undefined {
    return this.writeText(toText(line));
  }

  writeText(text: string): Promise<void> | undefined {
    const most = text.length * MOST_BYTES + 1;
    if (this.#used + most > this.#bytes.length) return this.#flushFor(most, () => this.#put(text));
    this.#put(text);
    return undefined;
  }

  /** Whole lines as they stand in a file of ours. */
  writeBytes(bytes: Buffer): Promise<void> {
    return this.#flushFor(bytes.length, () => {
      this.#used += bytes.copy(this.#bytes, this.#used);
    });
  }

  #put(text: string): void {
    this.#used += this.#bytes.write(text, this.#used, 'utf8');
    this.#bytes[this.#used] = LF;
    this.#used += 1;
  }

  /** Makes room. */
  async #flushFor(size: number, put: () => void): Promise<void> {
    await this.#flush();
    if (size > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(size);
    put();
  }

  async #flush(): Promise<void> {
    const bytes = this.#bytes.subarray(0, this.#used);
    this.#flushed += this.#used;
    this.#used = 0;
    if (bytes.length === 0) return;
    this.#hash?.update(bytes);
    await this.#file.appendFile(bytes);
  }
}

/**
 * Lines of a plan file: those that somebody wants one by one, as texts, and those between them as bytes, which are good until
 * the next piece is asked for.
 */
export type Piece = { readonly at: number; readonly text: string } | { readonly bytes: Buffer };

/** A plan file in pieces, in its order; `isWanted` is asked for each line by its place, from 0. `begin`: its first byte. */
export async function* readPieces(
  path: string,
  isWanted: (at: number) => boolean,
  begin = 0,
): AsyncGenerator<Piece, void> {
  const file = await openRegularFile(path);
  try {
    let bytes = Buffer.allocUnsafe(CHUNK);
    /** Of a line that has not ended yet. */
    let rest = 0;
    let at = 0;
    for (let position = begin; ;) {
      const { bytesRead } = await file.read(bytes, rest, bytes.length - rest, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      const read = bytes.subarray(0, rest + bytesRead);
      // Up to here all has been given, and from here no line is wanted.
      let from = 0;
      let start = 0;
      for (let end = read.indexOf(LF, rest); end !== -1; end = read.indexOf(LF, start)) {
        if (isWanted(at)) {
          if (start > from) yield { bytes: read.subarray(from, start) };
          yield { at, text: read.toString('utf8', start, end) };
          from = end + 1;
        }
        at += 1;
        start = end + 1;
      }
      if (start > from) yield { bytes: read.subarray(from, start) };
      rest = read.length - start;
      const longer = rest === bytes.length ? Buffer.allocUnsafe(rest * 2) : bytes;
      read.copy(longer, 0, start);
      bytes = longer;
    }
    const last = bytes.subarray(0, rest);
    if (rest > 0) yield isWanted(at) ? { at, text: last.toString('utf8') } : { bytes: last };
  } finally {
    await file.close();
  }
}

/** The lines of a plan file that are wanted, by their places. */
export async function* readSome(
  path: string,
  isWanted: (at: number) => boolean,
  begin = 0,
): AsyncIterable<{ readonly at: number; readonly line: PlanLine }> {
  for await (const piece of readPieces(path, isWanted, begin)) {
    if ('text' in piece) yield { at: piece.at, line: parseLine(piece.text) };
  }
}

/** The lines of a plan file, as texts. Only LF ends a line: readline would also break at U+2028 inside an answer. */
export async function* readTexts(path: string): AsyncIterable<string> {
  for await (const piece of readPieces(path, () => true)) if ('text' in piece && piece.text !== '') yield piece.text;
}

/** The lines of a plan file with certain actions. Throws SyntaxError where one of them is no JSON. */
export async function* readLines<A extends ActionName>(path: string, actions: readonly A[]): AsyncIterable<LineOf<A>> {
  const words = actions.map((action) => JSON.stringify(action));
  for await (const text of readTexts(path)) {
    // Where the word stands nowhere, nothing need be parsed; where it does, it may be a value in the object.
    if (!words.some((word) => text.includes(word))) continue;
    const line = parseLine(text);
    if (isOf(line, actions)) yield line;
  }
}

/** A line that we have written ourselves; one from outside comes through `plan-schema.ts`. Throws SyntaxError. */
export function parseLine(text: string): PlanLine {
  return fromFile(JSON.parse(text) as FileLine);
}

/** A line as it stands in the file: people know the address of an object as its UID. */
export type FileLine = { readonly uid: string | null; readonly role?: string };

function toText(line: PlanLine): string {
  const { key, role, action, address } = line;
  // A record's own object, whose role is '', is not said to have one.
  const roleText = role === '' ? '' : `,"role":${JSON.stringify(role)}`;
  let text = `{"key":${JSON.stringify(key)}${roleText},"action":"${action}","uid":${JSON.stringify(address)}`;
  for (const name of Object.keys(line)) {
    const value = (line as unknown as JsonObject)[name];
    if (value !== undefined && !FIRST.has(name)) text += `,"${name}":${toJsonText(value)}`;
  }
  return `${text}}`;
}

/** What every line has, under the names in a `PlanLine`; the others stand behind them, as they are. */
const FIRST: ReadonlySet<string> = new Set(['key', 'role', 'action', 'address']);

/** A plan line from what stands in the file, taken as it is. */
export function fromFile({ uid, role = '', ...line }: FileLine): PlanLine {
  return { ...line, role, address: uid } as PlanLine;
}

function isOf<A extends ActionName>(line: PlanLine, actions: readonly A[]): line is LineOf<A> {
  return (actions as readonly ActionName[]).includes(line.action);
}
