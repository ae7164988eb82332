/** Words for nothing (`nan`, `NULL`) where they do harm in silence: in ids, and in texts that go out as they are. */
import { describe } from '../messages/describe.ts';
import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { isHardlyAnAnswer, writerOfNothing } from '../base/words-for-nothing.ts';

/** A column that is watched. */
export interface Watched {
  readonly column: string;
  readonly at: number;
  /** Of a value of type text; absent where it is part of the key. */
  readonly field?: string;
}

interface Found {
  readonly word: string;
  readonly isKey: boolean;
  readonly columns: Set<string>;
  readonly line: number;
  count: number;
}

/** Longer cells are none, and shorter ones neither. */
const [SHORTEST, LONGEST] = [2, 4];

export class NothingWords {
  readonly #found = new Map<string, Found>();

  see({ column, field }: Watched, cell: string, line: number): void {
    if (cell.length > LONGEST || cell.length < SHORTEST) return;
    const isKey = field === undefined;
    if (isKey ? writerOfNothing(cell) === undefined : !isHardlyAnAnswer(cell)) return;
    const id = `${isKey} ${cell}`;
    const found = this.#found.get(id) ?? { word: cell, isKey, columns: new Set<string>(), line, count: 0 };
    found.count += 1;
    found.columns.add(column);
    this.#found.set(id, found);
  }

  /** Throws EtlError `source/id-of-nothing` (exit 3): all records without an id would be one. Of texts it warns. */
  conclude(location: string, log: Log): void {
    for (const { word, isKey, columns, line, count } of this.#found.values()) {
      const args = { location, word, writer: writerOfNothing(word) ?? '', columns: [...columns], line, count };
      if (isKey) throw new EtlError('source/id-of-nothing', args);
      const { message, hint = '' } = describe('source/text-of-nothing', args);
      log.warn(`${message} ${hint}`);
    }
  }
}
