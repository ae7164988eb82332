import { EtlError } from '../../base/errors.ts';
import type { BadRow, Header, SourceBatch, SourceRecord } from '../../contracts/record.ts';
import type { Extract, SourceFacts } from '../../contracts/source.ts';
import type { MissingWords } from '../missing-words.ts';
import { RepeatedHeaders } from '../repeated-headers.ts';
import { SurplusTail } from '../surplus-tail.ts';
import type { OpenWorkbook } from './open-workbook.ts';
import { remarksOnSheet } from './sheet-remarks.ts';
import { columnName } from './sheet-rows.ts';
import { withoutBlankEnd, type SheetTable } from './sheet-table.ts';

/** Facts of a workbook: as a file, it has all of them. */
export type WorkbookFacts = Required<SourceFacts>;

/** What an extract is made of. */
export interface OpenedSheet {
  readonly facts: WorkbookFacts;
  readonly workbook: OpenWorkbook;
  readonly table: SheetTable;
  readonly missing: MissingWords;
  /** Hears the remarks that come after the file was opened. */
  readonly tell: (remark: string) => void;
}

/** The rows of a sheet as records, and what is wrong with single rows and with the sheet as a whole. */
export class SheetExtract implements Extract {
  readonly facts: WorkbookFacts;
  readonly header: Header;
  readonly #opened: OpenedSheet;
  #isRead = false;

  constructor(opened: OpenedSheet) {
    this.facts = opened.facts;
    this.header = opened.table.header;
    this.#opened = opened;
  }

  async close(): Promise<void> {
    await this.#opened.table.close();
    await this.#opened.workbook.close();
  }

  async *batches(size: number): AsyncGenerator<Required<SourceBatch>, void> {
    if (this.#isRead) throw new Error('the rows of an extract can be read once');
    this.#isRead = true;
    const { table, missing } = this.#opened;
    const sheet = table.sheet.name;
    const tail = new SurplusTail();
    const repeated = new RepeatedHeaders(this.header, this.facts.location, sheet);
    let records: SourceRecord[] = [];
    let badRows: BadRow[] = [];
    let row = 0;
    try {
      for await (const rows of table.rows()) {
        for (const raw of rows) {
          if (repeated.take(raw)) continue;
          row += 1;
          tail.see({ cells: withoutBlankEnd(raw.cells), line: raw.line }, this.header.columns.length);
          const judged = table.judge(raw, row, missing);
          if ('reason' in judged) badRows.push(judged);
          else records.push({ header: this.header, cells: judged, row, line: raw.line, sheet });
          if (records.length + badRows.length >= size) {
            yield { records, badRows };
            records = [];
            badRows = [];
          }
        }
      }
      this.#refuseRagged(tail);
      for (const remark of [...repeated.remarks(), ...remarksOnSheet(sheet, table.habits)]) this.#say(remark);
      if (records.length + badRows.length > 0) yield { records, badRows };
    } finally {
      await this.close();
    }
  }

  #say(remark: string): void {
    this.facts.remarks.push(remark);
    this.#opened.tell(remark);
  }

  #refuseRagged({ rows, line, cells }: SurplusTail): void {
    if (rows < 2) return;
    const { location } = this.facts;
    const sheet = this.#opened.table.sheet.name;
    throw new EtlError('source/ragged-sheet', { location, sheet, line, column: columnName(cells - 1) });
  }
}
