import { EtlError } from '../../base/errors.ts';
import type { BadRow, Header, SourceBatch, SourceRecord } from '../../contracts/record.ts';
import type { Extract, SourceFacts } from '../../contracts/source.ts';
import type { MissingWords } from '../missing-words.ts';
import { RepeatedHeaders } from '../repeated-headers.ts';
import { SurplusTail } from '../surplus-tail.ts';
import { Children, type Family } from './child-rows.ts';
import type { OpenWorkbook } from '../../sheets/xlsx/open-workbook.ts';
import { headersOf, tablesOf, type ChildTable } from './repeats.ts';
import { remarksOnSheet } from './sheet-remarks.ts';
import { columnName } from '../../sheets/sheet.ts';
import { withoutBlankEnd, type SheetTable } from './sheet-table.ts';

/** Facts of a workbook: as a file, it has all of them. */
export type WorkbookFacts = Required<SourceFacts>;

/** What an extract is made of. */
export interface OpenedSheet {
  readonly facts: WorkbookFacts;
  readonly workbook: OpenWorkbook;
  readonly table: SheetTable;
  readonly children: readonly ChildTable[];
  /** Where rows of child sheets wait for their parents. */
  readonly folder: string;
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
    this.header = { ...opened.table.header, ...headersOf(opened.children) };
    this.#opened = opened;
  }

  share(): number | undefined {
    return this.#opened.workbook.shareOf(this.#opened.table.sheet);
  }

  async close(): Promise<void> {
    for (const table of [this.#opened.table, ...tablesOf(this.#opened.children)]) await table.close();
    this.#opened.workbook.close();
  }

  async *batches(size: number): AsyncGenerator<Required<SourceBatch>, void> {
    if (this.#isRead) throw new Error('the rows of an extract can be read once');
    this.#isRead = true;
    let children: Children | undefined;
    try {
      children = await Children.load(this.#opened.children, { ...this.#opened, location: this.facts.location });
      let records: SourceRecord[] = [];
      let badRows: BadRow[] = [];
      for await (const one of this.#records(children)) {
        if ('reason' in one) badRows.push(one);
        else records.push(one);
        if (records.length + badRows.length < size) continue;
        yield { records, badRows };
        records = [];
        badRows = [];
      }
      if (records.length + badRows.length > 0) yield { records, badRows };
    } finally {
      children?.close();
      await this.close();
    }
  }

  /** The rows of the sheet in its order, each with its children; then the children that are nobody's. */
  async *#records(children: Children): AsyncGenerator<SourceRecord | BadRow, void> {
    const { table, missing } = this.#opened;
    const sheet = table.sheet.name;
    const tail = new SurplusTail();
    const repeated = new RepeatedHeaders(this.header, this.facts.location, sheet);
    let row = 0;
    for await (const rows of table.rows())
      for (const raw of rows) {
        if (repeated.take(raw)) continue;
        row += 1;
        tail.see({ cells: withoutBlankEnd(raw.cells), line: raw.line }, this.header.columns.length);
        const { repeats, fault } = children.take(children.keysOf(raw.cells));
        const judged = table.judge(raw, row, missing);
        if ('reason' in judged) yield judged;
        else if (fault) yield { ...fault, row };
        else yield this.#toRecord({ cells: judged, row, line: raw.line, sheet }, repeats);
      }
    this.#refuseRagged(tail);
    for (const remark of repeated.remarks()) this.#say(remark);
    for (const one of [table, ...tablesOf(this.#opened.children)])
      for (const remark of remarksOnSheet(one)) this.#say(remark);
    yield* children.orphans();
  }

  #toRecord(read: Omit<SourceRecord, 'header' | 'repeats'>, repeats: Family['repeats']): SourceRecord {
    const { header } = this;
    return { header, ...read, ...(header.repeats && { repeats }) };
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
