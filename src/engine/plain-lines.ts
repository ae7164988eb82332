import { reasonsOf, type ActionName, type PlanLine } from './plan-line.ts';

/** What is counted of a line that says nothing else to anybody but `apply`. */
export interface PlainLine {
  readonly action: Exclude<ActionName, 'update' | 'hold' | 'reject' | 'missing'>;
  /** Of one that creates: nothing can be under its address yet. */
  readonly isFresh: boolean;
  readonly facility: string | undefined;
}

/** So many kinds are told apart; lines of further ones are read again. */
const MOST_KINDS = 10_000;

/**
 * Which lines of a plan are plain, and what they come to, so that they need not be read again to be counted: most lines of
 * most plans. Eight bytes a line.
 */
export class PlainLines {
  /** For each line the place of its kind, from 1; 0 where it is not plain. */
  #codes = new Int32Array(1024);
  /** For each line its size in the file; 0 where it is not known. */
  #bytes = new Uint32Array(1024);
  size = 0;
  readonly #kinds: PlainLine[] = [];
  readonly #codeOf = new Map<string, number>();

  /** Takes in the next line, or what it comes to, with its size in the file. */
  add(line: PlanLine | PlainLine, bytes = 0): void {
    if (this.size === this.#codes.length) {
      const [codes, sizes] = [new Int32Array(this.size * 2), new Uint32Array(this.size * 2)];
      codes.set(this.#codes);
      sizes.set(this.#bytes);
      [this.#codes, this.#bytes] = [codes, sizes];
    }
    this.#codes[this.size] = 'key' in line ? this.#toCode(line) : this.#codeFor(line);
    this.#bytes[this.size] = bytes;
    this.size += 1;
  }

  /** Bytes of a line in the file, by its place; 0 where that is not known. */
  bytesOf(place: number): number {
    return this.#bytes[place] ?? 0;
  }

  /** A line by its place, from 0; undefined where it has more to say. */
  at(place: number): PlainLine | undefined {
    return this.#kinds[(this.#codes[place] ?? 0) - 1];
  }

  #toCode(line: PlanLine): number {
    if (line.action === 'update' || line.action === 'hold' || line.action === 'reject' || line.action === 'missing')
      return 0;
    if (reasonsOf(line).length > 0 || 'movedFrom' in line || ('ignored' in line && line.ignored)) return 0;
    const { action, facility } = line;
    return this.#codeFor({ action, isFresh: line.action === 'create' && line.isFresh, facility });
  }

  #codeFor(kind: PlainLine): number {
    const { action, isFresh, facility } = kind;
    const id = `${action} ${isFresh ? 'fresh' : ''} ${facility ?? ''}`;
    const known = this.#codeOf.get(id);
    if (known !== undefined) return known;
    if (this.#kinds.length >= MOST_KINDS) return 0;
    const code = this.#kinds.push(kind);
    this.#codeOf.set(id, code);
    return code;
  }
}
