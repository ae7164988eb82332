import type { FileHandle } from 'node:fs/promises';
import { createPrivateFile } from '../base/private-file.ts';
import { openRegularFile } from '../base/regular-file.ts';
import type { ActionName, LineOf, PlanLine } from './plan-line.ts';

/** Bytes gathered before they are written. */
const CHUNK = 1 << 18;

/** Writes plan lines to a file (mode 0600), one JSON object a line. */
export class SpoolWriter {
  readonly #file: FileHandle;
  #pending: string[] = [];
  #size = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  private static async create(path: string): Promise<SpoolWriter> {
    return new SpoolWriter(await createPrivateFile(path));
  }

  /** Makes a file, has it filled, and closes it, whatever happens. */
  static async fill<T>(path: string, write: (file: SpoolWriter) => Promise<T>): Promise<T> {
    const writer = await SpoolWriter.create(path);
    try {
      const result = await write(writer);
      await writer.#flush();
      return result;
    } finally {
      await writer.#file.close();
    }
  }

  async write(line: PlanLine): Promise<void> {
    await this.writeText(toText(line));
  }

  async writeText(text: string): Promise<void> {
    this.#pending.push(text, '\n');
    this.#size += text.length + 1;
    if (this.#size >= CHUNK) await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#size === 0) return;
    const text = this.#pending.join('');
    this.#pending = [];
    this.#size = 0;
    await this.#file.appendFile(text);
  }
}

/** The lines of a plan file, as texts. Only LF ends a line: readline would also break at U+2028 inside an answer. */
export async function* readTexts(path: string): AsyncIterable<string> {
  let rest = '';
  const file = await openRegularFile(path);
  const options = { encoding: 'utf8', highWaterMark: CHUNK } as const;
  for await (const chunk of file.createReadStream(options) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}

/** The lines of a plan file with certain actions. Throws SyntaxError where one is no JSON. */
export async function* readLines<A extends ActionName>(path: string, actions: readonly A[]): AsyncIterable<LineOf<A>> {
  for await (const text of readTexts(path)) {
    // Parsed first: a value in an object may read like any action.
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
  const { key, role, action, address, ...rest } = line;
  // A record's own object, whose role is '', is not said to have one.
  return JSON.stringify({ key, role: role === '' ? undefined : role, action, uid: address, ...rest });
}

/** A plan line from what stands in the file, taken as it is. */
export function fromFile({ uid, role = '', ...line }: FileLine): PlanLine {
  return { ...line, role, address: uid } as PlanLine;
}

function isOf<A extends ActionName>(line: PlanLine, actions: readonly A[]): line is LineOf<A> {
  return (actions as readonly ActionName[]).includes(line.action);
}
