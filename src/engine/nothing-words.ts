/** Words for nothing (`nan`, `NULL`) where they do harm in silence: in ids, and in texts that go out as they are. */
import { describe } from '../messages/describe.ts';
import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { isHardlyAnAnswer, writerOfNothing } from '../base/words-for-nothing.ts';

/** A column that is watched. */
export interface Watched {
  readonly column: string;
  /** Position of its cell in a record. */
  readonly at: number;
  /** Of a value of type text; absent where it is part of the key. */
  readonly field?: string;
}

/** A word for nothing, and where it stands. */
interface WordUse {
  readonly word: string;
  readonly isKey: boolean;
  readonly columns: Set<string>;
  readonly line: number | undefined;
  count: number;
}

/** Lengths of words for nothing, in characters: any other cell needs no look. */
const [SHORTEST, LONGEST] = [2, 4];

export class NothingWords {
  readonly #uses = new Map<string, WordUse>();

  /** Looks at one cell; `line` is where it stands in the source. */
  see({ column, field }: Watched, cell: string, line: number | undefined): void {
    const isKey = field === undefined;
    if (!isWordForNothing(cell, isKey)) return;
    const id = `${isKey} ${cell}`;
    const use = this.#uses.get(id) ?? { word: cell, isKey, columns: new Set<string>(), line, count: 0 };
    use.count += 1;
    use.columns.add(column);
    this.#uses.set(id, use);
  }

  /** Throws EtlError `source/id-of-nothing` (exit 3): all records with that word would be taken for one. Of texts it warns. */
  conclude(location: string, log: Log): void {
    for (const { word, isKey, columns, line, count } of this.#uses.values()) {
      const args = {
        location,
        word,
        writer: writerOfNothing(word) ?? '',
        columns: [...columns],
        count,
        ...(line !== undefined && { line }),
      };
      if (isKey) throw new EtlError('source/id-of-nothing', args);
      const { message, hint = '' } = describe('source/text-of-nothing', args);
      log.warn(`${message} ${hint}`);
    }
  }
}

/** Whether a cell has such a word: of a key, one that some program writes; of a text, one that is hardly an answer. */
export function isWordForNothing(cell: string, isKey: boolean): boolean {
  if (cell.length > LONGEST || cell.length < SHORTEST) return false;
  return isKey ? writerOfNothing(cell) !== undefined : isHardlyAnAnswer(cell);
}
