/** A colleague with Excel: another library opens a workbook, and saves it edited. */
import readExcelFile from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';

type Cell = string | number | boolean | Date | null;

export interface OpenedSheet {
  readonly sheet: string;
  readonly data: Cell[][];
}

/** Opens a workbook, lets `edit` change the cells of its sheets, and saves it. */
export async function editWorkbook(file: string, edit: (sheets: readonly OpenedSheet[]) => void): Promise<void> {
  const sheets = (await readExcelFile(file)) as unknown as OpenedSheet[];
  edit(sheets);
  await writeExcelFile(sheets.map(({ sheet, data }) => ({ sheet, data: data as never }))).toFile(file);
}

/** Of a sheet by its name: its rows, in which cells are got and set by their headings. */
export function tableOf(sheets: readonly OpenedSheet[], name: string): Table {
  const found = sheets.find(({ sheet }) => sheet === name);
  if (!found) throw new Error(`no sheet ${name}`);
  return new Table(found.data);
}

class Table {
  readonly #data: Cell[][];

  constructor(data: Cell[][]) {
    this.#data = data;
  }

  /** The row with this text under a heading. */
  row(heading: string, text: string): { get(heading: string): Cell; set(heading: string, value: Cell): void } {
    const row = this.#data.find((cells) => cells[this.#at(heading)] === text);
    if (!row) throw new Error(`no row with ${text} under ${heading}`);
    return {
      get: (name) => row[this.#at(name)] ?? null,
      set: (name, value) => {
        row[this.#at(name)] = value;
      },
    };
  }

  remove(heading: string, text: string): void {
    this.#data.splice(
      this.#data.findIndex((cells) => cells[this.#at(heading)] === text),
      1,
    );
  }

  addColumn(title: string): void {
    this.#data[0]?.push(title);
  }

  add(values: Readonly<Record<string, Cell>>): void {
    const titles = this.#data[0] ?? [];
    this.#data.push(titles.map((title) => values[String(title)] ?? null));
  }

  #at(heading: string): number {
    const at = this.#data[0]?.indexOf(heading) ?? -1;
    if (at === -1) throw new Error(`no column ${heading}`);
    return at;
  }
}
