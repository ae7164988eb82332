import { toNamedReasons } from '../engine/plan-summary.ts';
import { parseLine, readTexts, SpoolWriter } from '../engine/spool.ts';
import type { Applied } from '../engine/apply.ts';
import type { Tell } from '../messages/language.ts';
import { toAppliedReasons, toAttention, type AttentionRecord, type NameOf } from './report.ts';

/** Where records that need a person are written, all of them. */
export interface RejectFiles {
  /** One JSON object a line, in the shape of `attention`. */
  readonly lines: string;
  /** The same as a table for Excel. */
  readonly table: string;
}

/** How they are written: without secrets, and in the language of the spec. */
export interface RejectWriting {
  readonly nameOf: NameOf;
  readonly toJson: (record: AttentionRecord) => string;
  readonly tell: Tell;
}

/** A call for each row would cost more than the row. */
const ROWS_AT_ONCE = 200;

const COLUMNS = [
  'action',
  'key',
  'row',
  'line',
  'sheet',
  'column',
  'field',
  'label',
  'value',
  'code',
  'message',
  'hint',
  'who',
] as const;

/**
 * Writes every record that needs a person to files for its owner alone, however many there are: first those of the plan in
 * its order, then those that DHIS2 refused.
 */
export async function writeRejects(
  files: RejectFiles,
  planFile: string,
  applied: Applied | undefined,
  { nameOf, toJson, tell }: RejectWriting,
): Promise<void> {
  const { stringify } = await import('csv-stringify/sync');
  await SpoolWriter.fill(files.lines, async (lines) => {
    await SpoolWriter.fill(files.table, async (table) => {
      await table.writeText(COLUMNS.join(','));
      let rows: (string | number)[][] = [];
      const writeRows = async (): Promise<void> => {
        // What would be a formula is text: Excel must not run a cell.
        if (rows.length > 0) await table.writeText(stringify(rows, { escape_formulas: true }).trimEnd());
        rows = [];
      };
      const write = async (record: AttentionRecord): Promise<void> => {
        const text = toJson(record);
        await lines.writeText(text);
        rows.push(toCells(JSON.parse(text) as AttentionRecord, tell));
        if (rows.length === ROWS_AT_ONCE) await writeRows();
      };
      for await (const text of readTexts(planFile)) {
        // Inside a JSON text a quote is always escaped: this can stand in a line only as the line's own reasons.
        if (!text.includes('"reasons":[')) continue;
        for (const reason of toNamedReasons(parseLine(text))) await write(toAttention(reason, nameOf));
      }
      for (const reason of toAppliedReasons(applied)) await write(toAttention(reason, nameOf));
      await writeRows();
    });
  });
}

function toCells(record: AttentionRecord, tell: Tell): (string | number)[] {
  const told = tell(record.code, record.args);
  const said = { ...record, ...(told && { message: told.message, hint: told.hint ?? null }) };
  return COLUMNS.map((name) => said[name] ?? '');
}
