/** What the sink does not keep of all that a plan sends: each cause once. */
import type { Json } from '../base/json.ts';
import type { Ignored } from '../contracts/shape.ts';
import type { CreateLine, UpdateLine } from './plan-line.ts';

/** Rows and examples that are named. */
const ROWS_SHOWN = 10;
const EXAMPLES_SHOWN = 3;

/** A record of which something is not kept. */
export interface IgnoredExample {
  readonly key: string;
  readonly row: number;
  readonly sent: Json;
  readonly kept: Json;
}

export interface IgnoredNote {
  readonly why: Ignored['why'];
  readonly target: string;
  readonly name: string | null;
  readonly records: number;
  /** The first rows of them; where there is a sheet, by its own numbers. */
  readonly rows: readonly number[];
  /** The same as Excel shows them, where the source is no sheet and can be opened there. */
  readonly lines?: readonly number[];
  /** The first of them. */
  readonly examples: readonly IgnoredExample[];
}

interface OpenNote extends IgnoredNote {
  records: number;
  readonly rows: number[];
  lines?: number[];
  readonly examples: IgnoredExample[];
}

export class IgnoredList {
  readonly #notes = new Map<string, OpenNote>();

  add({ key, row, line, sheet, ignored = [] }: CreateLine | UpdateLine): void {
    for (const { why, target, name, sent, kept } of ignored) {
      // Several program rules may warn of one answer.
      const id = `${why.code}\u001f${target}\u001f${String(why.args['rule'] ?? '')}`;
      const note = this.#notes.get(id) ?? { why, target, name, records: 0, rows: [], examples: [] };
      this.#notes.set(id, note);
      note.records += 1;
      const at = sheet === undefined ? row : line;
      if (note.rows.length < ROWS_SHOWN) {
        note.rows.push(at);
        if (sheet === undefined && line > 0) note.lines = [...(note.lines ?? []), line];
      }
      if (note.examples.length < EXAMPLES_SHOWN) note.examples.push({ key, row: at, sent, kept });
    }
  }

  /** What concerns most records first. */
  toNotes(): readonly IgnoredNote[] {
    return [...this.#notes.values()].sort((a, b) => b.records - a.records || (a.target < b.target ? -1 : 1));
  }
}
