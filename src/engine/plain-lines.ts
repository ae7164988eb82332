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
 * most plans. Four bytes a line.
 */
export class PlainLines {
  /** For each line the place of its kind, from 1; 0 where it is not plain. */
  #codes = new Int32Array(1024);
  size = 0;
  readonly #kinds: PlainLine[] = [];
  readonly #codeOf = new Map<string, number>();

  /** Takes in the next line, or what it comes to. */
  add(line: PlanLine | PlainLine): void {
    if (this.size === this.#codes.length) {
      const longer = new Int32Array(this.size * 2);
      longer.set(this.#codes);
      this.#codes = longer;
    }
    this.#codes[this.size] = 'key' in line ? this.#toCode(line) : this.#codeFor(line);
    this.size += 1;
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
