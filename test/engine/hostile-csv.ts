/** How a CSV may be written, and what may stand in it beside its records, from night to night. */
type Random = (below: number) => number;
type Row = Readonly<Record<string, string>>;

/** A file is read in pieces of 64 KiB: with cells as long as this, it has some. */
const LONG = 24_000;

/** Lines that are no records, or none that can be read. */
const LINES = ['', ' ', ',,,', '"",""', 'only one', 'a,b,c,d,e,f,g,h,i,j,k', '\u001a', '\ufeff', '"x" y,"z'];

export class HostileCsv {
  readonly #random: Random;
  #delimiter = ',';
  #lineEnd = '\n';
  #isQuoted = true;
  #start = '';
  #end = '\n';
  /** Lines, and behind which row they stand. */
  #lines: { readonly after: number; readonly line: string | undefined }[] = [];
  /** Keys of records with a stray quote. */
  readonly #stray = new Set<string>();
  #filler = 'x';

  constructor(random: Random) {
    this.#random = random;
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#random(of.length)] as T;
  }

  /** Changes something, and says what. */
  change(rows: readonly Row[]): string {
    const changes: Record<string, () => void> = {
      delimiter: () => void (this.#delimiter = this.#one([',', ';', '\t'])),
      'line ends': () => void (this.#lineEnd = this.#one(['\n', '\r\n'])),
      quotes: () => void (this.#isQuoted = !this.#isQuoted),
      start: () => void (this.#start = this.#one(['', '\ufeff', '\ufeff\ufeff', '\n', '\n\n'])),
      end: () => void (this.#end = this.#one(['', '\n', '\r\n', '\n\n', '\n\u001a', '\u001a\u001a', '\r'])),
      line: () => void this.#lines.push({ after: this.#random(12), line: this.#one(LINES) }),
      'header again': () => void this.#lines.push({ after: this.#random(12), line: undefined }),
      'no lines': () => void (this.#lines = []),
      stray: () => void this.#stray.add(this.#one(rows)?.['_id'] ?? ''),
      'no stray': () => this.#stray.clear(),
      filler: () => void (this.#filler = this.#one(['x', 'é', '"', '\n', '\r\n', ',;\t', '""\n', '\r'])),
    };
    const name = this.#one(Object.keys(changes));
    changes[name]?.();
    return name;
  }

  toText(columns: readonly string[], rows: readonly Row[]): string {
    const header = [...columns, 'filler'].map((name) => this.#quoted(name)).join(this.#delimiter);
    const lines = [header];
    for (const [at, row] of rows.entries()) {
      const filler = this.#filler.repeat(Math.ceil(LONG / this.#filler.length));
      const cells = columns.map((name) => this.#quoted(row[name] ?? ''));
      if (this.#stray.has(row['_id'] ?? '')) cells[cells.length - 1] = '"Urgent" said she';
      lines.push([...cells, this.#quoted(filler)].join(this.#delimiter));
      for (const { after, line } of this.#lines) if (after === at) lines.push(line ?? header);
    }
    return `${this.#start}${lines.join(this.#lineEnd)}${this.#end}`;
  }

  #quoted(cell: string): string {
    if (!this.#isQuoted && !/[",;\t\r\n]/.test(cell)) return cell;
    return `"${cell.replaceAll('"', '""')}"`;
  }
}
