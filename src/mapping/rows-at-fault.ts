import { placeOf, type SourceRecord } from '../contracts/record.ts';
import type { ReadColumns } from '../contracts/mapper.ts';
import type { FieldReason } from '../contracts/shape.ts';
import { Failed, RecordRow } from '../expression/batch.ts';
import type { Expression } from '../expression/compile.ts';

/** The place of the first row at fault, and the keys of the first few. */
export type RowsAtFault = Pick<FieldReason, 'row' | 'line' | 'sheet' | 'rowKeys'>;

/** So many are named. */
const MOST_TOLD = 3;
/** Rows tried at a time. */
const BATCH = 500;

/**
 * The rows of a group on which an expression stumbles: those with which alone it fails in the same way. Undefined where
 * none does.
 */
export async function findRowsAtFault(
  expression: Expression,
  code: string,
  record: SourceRecord,
  reads: ReadColumns,
): Promise<RowsAtFault | undefined> {
  const { as, keys } = record.madeOf ?? { as: '', keys: [] };
  const rows = record.repeats?.get(as) ?? [];
  const found: number[] = [];
  for (let from = 0; from < rows.length && found.length < MOST_TOLD; from += BATCH) {
    const alone = rows
      .slice(from, from + BATCH)
      .map((row) => new RecordRow({ ...record, repeats: new Map([...(record.repeats ?? []), [as, [row]]]) }, reads));
    const results = await expression.evaluateBatch(alone);
    for (const [at, result] of results.entries())
      if (result instanceof Failed && codeOf(result) === code) found.push(from + at);
  }
  const [first] = found.flatMap((at) => rows[at] ?? []);
  return first && { ...placeOf(first), rowKeys: found.slice(0, MOST_TOLD).map((at) => keys[at] as string) };
}

/** As a reject has it: what JSONata itself says is one code. */
function codeOf({ reason }: Failed): string {
  return 'args' in reason ? reason.code : 'expression/failed';
}
