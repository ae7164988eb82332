import type { BadRow, SourceBatch, SourceRecord } from '../../contracts/record.ts';
import type { Extract, SourceFacts } from '../../contracts/source.ts';
import { reason, type RejectReason } from '../../messages/reason.ts';
import { partOf } from '../../base/share.ts';
import { NotFlat, type JsonHeader } from './flat-record.ts';
import { spoolLines } from './spool.ts';

/** A line as `toLine` wrote it, parsed. */
type Written = { readonly [name: string]: string | readonly Written[] };

/** The line of a record that cannot be read: a list, where others are objects. */
export function toBadLine(reason: RejectReason): string {
  return JSON.stringify([reason]);
}

/** Records that lie on this machine since they were read; whoever is done with them removes the folder. */
export class JsonExtract implements Extract {
  readonly facts: SourceFacts & { readonly copy: string };
  readonly #header: JsonHeader;
  readonly #missing: ReadonlySet<string>;
  readonly #lines: number;
  #given = 0;
  #isRead = false;

  /** `lines`: how many there are. */
  constructor(
    facts: SourceFacts & { readonly copy: string },
    lines: number,
    header: JsonHeader,
    missing: readonly string[],
  ) {
    this.facts = facts;
    this.#lines = lines;
    this.#header = header;
    this.#missing = new Set(missing);
  }

  get header(): JsonHeader['header'] {
    return this.#header.header;
  }

  share(): number | undefined {
    return partOf(this.#given, this.#lines);
  }

  async close(): Promise<void> {
    // Nothing is open: the lines are read from the disk, where they stay.
  }

  async *batches(size: number): AsyncGenerator<SourceBatch, void> {
    if (this.#isRead) throw new Error('the rows of an extract can be read once');
    this.#isRead = true;
    let lines: string[] = [];
    let row = 1;
    for await (const line of spoolLines(this.facts.copy)) {
      lines.push(line);
      if (lines.length < size) continue;
      yield this.#toBatch(lines, row);
      row += lines.length;
      lines = [];
    }
    if (lines.length > 0) yield this.#toBatch(lines, row);
  }

  #toBatch(lines: readonly string[], firstRow: number): SourceBatch {
    this.#given += lines.length;
    const records: SourceRecord[] = [];
    const badRows: BadRow[] = [];
    // All at once: line by line it takes twice as long.
    for (const [at, written] of (JSON.parse(`[${lines.join(',')}]`) as (Written | [RejectReason])[]).entries()) {
      const row = firstRow + at;
      const made = Array.isArray(written) ? written[0] : this.#toRecordOrReason(written, row);
      if ('code' in made) badRows.push({ row, reason: made });
      else records.push(made);
    }
    return { records, badRows };
  }

  #toRecordOrReason(written: Written, row: number): SourceRecord | RejectReason {
    try {
      return this.#toRecord(written, this.#header, row);
    } catch (error) {
      if (error instanceof NotFlat) return error.reason;
      throw error;
    }
  }

  #toRecord(flat: Written, { header, repeats }: JsonHeader, row: number): SourceRecord {
    const written = withOnlyChildren(flat, repeats);
    const cells = new Array<string>(header.columns.length).fill('');
    const children = new Map<string, readonly SourceRecord[]>();
    for (const { name } of repeats.values()) children.set(name, []);
    for (const name of Object.keys(written)) {
      const value = written[name] as Written[string];
      if (typeof value !== 'string') {
        const repeat = repeats.get(name);
        if (repeat)
          children.set(
            repeat.name,
            value.map((child, at) => this.#toRecord(child, repeat.inner, at + 1)),
          );
      } else if (!this.#missing.has(value)) {
        cells[header.positions.get(name) as number] = value;
      }
    }
    return { header, cells, row, ...(children.size > 0 && { repeats: children }) };
  }
}

/** What stands below the path of a repeat, and in no list, as the one child that it is. Throws NotFlat. */
function withOnlyChildren(flat: Written, repeats: JsonHeader['repeats']): Written {
  let written = flat;
  for (const [path, { mayBeAlone }] of repeats) {
    if (!mayBeAlone) continue;
    const start = `${path}/`;
    const [below, others] = partition(Object.entries(written), ([name]) => name.startsWith(start));
    const [first] = below;
    if (!first) continue;
    // A list as well, or a text: which of them is meant, nobody can tell.
    if (others.some(([name]) => name === path)) throw new NotFlat(reason('source/column-twice', { column: first[0] }));
    const child = Object.fromEntries(below.map(([name, value]) => [name.slice(start.length), value]));
    written = Object.fromEntries([...others, [path, [child]]]);
  }
  return written;
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}
