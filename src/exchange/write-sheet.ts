/** Writes changes into the spreadsheet that a spec names as its mapping: its lines, and whatever else it has in them, stay. */
import { toComparable } from '../base/unseen-characters.ts';
import { CHOICES, findMappingSheet, QUESTIONS, toVersionLabel } from '../generate/sheet/layout.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import type { SheetToWrite } from '../sheets/sheet.ts';
import { writeSheets } from '../sheets/write-sheets.ts';
import type { Change, IgnoreChange } from './changes.ts';

/** Cells by their headings. */
type Cells = Readonly<Record<string, string>>;

/** What a change says of a line: where the line is known by, and what then stands there; undefined where it goes. */
interface LineChange {
  readonly sheet: string;
  readonly isOf: (get: (heading: string) => string) => boolean;
  readonly cells: Cells | undefined;
  /** What a line of its own would have, besides. */
  readonly known: Cells;
}

/** Writes the spreadsheet anew. */
export async function writeMappingSheet(file: string, changes: readonly (Change | IgnoreChange)[]): Promise<void> {
  const all = changes.map(toLineChange);
  const before = await readSheets(file);
  const sheets = before.map(({ name, rows }): SheetToWrite => {
    const table = new Table(rows.map(({ cells }) => [...cells]));
    const title = [QUESTIONS.sheet, CHOICES.sheet].find((one) => findMappingSheet(before, one, file)?.name === name);
    for (const change of all) if (change.sheet === title) table.change(change);
    return table.toSheet(name);
  });
  // A mapping that had no choices yet.
  if (!findMappingSheet(before, CHOICES.sheet, file) && all.some(({ sheet }) => sheet === CHOICES.sheet)) {
    const table = new Table([Object.values(CHOICES).filter((title) => title !== CHOICES.sheet)]);
    for (const change of all) if (change.sheet === CHOICES.sheet) table.change(change);
    sheets.push(table.toSheet(CHOICES.sheet));
    const [first] = sheets;
    if (first && sheets.length === 2) sheets[0] = { ...first, name: QUESTIONS.sheet };
  }
  await writeSheets(file, sheets);
}

function toLineChange(change: Change | IgnoreChange): LineChange {
  if (change.of === 'ignored') return toIgnoredLine(change);
  const { path, version, after, afterName = '', within } = change;
  const isOfVersion = (text: string): boolean => toVersionLabel(text) === version;
  if (change.of === 'question') {
    const [column = ''] = path;
    return {
      sheet: QUESTIONS.sheet,
      isOf: (get) => get(QUESTIONS.column) === column && isOfVersion(get(QUESTIONS.version)),
      cells: after === undefined ? undefined : { [QUESTIONS.element]: afterName, [QUESTIONS.uid]: after },
      known: { [QUESTIONS.version]: version, [QUESTIONS.column]: column },
    };
  }
  if (change.of === 'label') {
    const [column = ''] = path;
    return {
      sheet: QUESTIONS.sheet,
      isOf: (get) => get(QUESTIONS.column) === column,
      cells: { [QUESTIONS.label]: after ?? '' },
      known: after === undefined ? {} : { [QUESTIONS.column]: column },
    };
  }
  const [set = '', choice = ''] = path;
  return {
    sheet: CHOICES.sheet,
    isOf: (get) =>
      get(CHOICES.choice) === choice &&
      isOfVersion(get(CHOICES.version)) &&
      [set, ''].includes(get(CHOICES.setUid).trim()) &&
      (get(CHOICES.setUid).trim() !== '' || toComparable(get(CHOICES.optionSet)) === toComparable(within)),
    cells: after === undefined ? undefined : { [CHOICES.code]: after, [CHOICES.option]: afterName },
    known: {
      [CHOICES.version]: version,
      [CHOICES.optionSet]: within,
      [CHOICES.setUid]: set,
      [CHOICES.choice]: choice,
    },
  };
}

function toIgnoredLine({ is, name, label, after }: IgnoreChange): LineChange {
  const isColumn = is === 'column';
  return {
    sheet: QUESTIONS.sheet,
    isOf: (get) =>
      isColumn
        ? get(QUESTIONS.column) === name
        : get(QUESTIONS.column).trim() === '' &&
          [name, label].some((word) => [get(QUESTIONS.uid).trim(), get(QUESTIONS.element).trim()].includes(word)),
    cells: { [QUESTIONS.ignore]: after === undefined ? '' : 'yes', [QUESTIONS.reason]: after ?? '' },
    known: isColumn ? { [QUESTIONS.column]: name } : { [QUESTIONS.element]: label, [QUESTIONS.uid]: name },
  };
}

class Table {
  readonly #titles: string[];
  #rows: string[][];

  constructor([titles = [], ...rows]: readonly string[][]) {
    this.#titles = [...titles];
    this.#rows = rows;
  }

  change({ isOf, cells, known }: LineChange): void {
    const found = this.#rows.filter((row) => isOf((heading) => row[this.#at(heading)] ?? ''));
    if (cells === undefined) this.#rows = this.#rows.filter((row) => !found.includes(row));
    else if (found.length > 0) for (const row of found) this.#put(row, cells);
    else if (Object.values(known).some((text) => text !== '')) {
      const row: string[] = [];
      this.#put(row, { ...known, ...cells });
      this.#rows.push(row);
    }
  }

  #put(row: string[], cells: Cells): void {
    for (const [heading, text] of Object.entries(cells)) {
      let at = this.#at(heading);
      if (at === -1 && text !== '') at = this.#titles.push(heading) - 1;
      if (at !== -1) row[at] = text;
    }
  }

  #at(heading: string): number {
    return this.#titles.findIndex((title) => toComparable(title.trim()) === toComparable(heading));
  }

  toSheet(name: string): SheetToWrite {
    // Longer than the heading, too, as in notes that people keep beside it.
    const rows = this.#rows.map((row) =>
      Array.from(row.length < this.#titles.length ? this.#titles : row, (_, at) => row[at] ?? null),
    );
    return { name, columns: this.#titles.map((title) => ({ title })), rows };
  }
}
