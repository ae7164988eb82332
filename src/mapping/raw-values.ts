/** What a field has for a record before it is made into what the target takes. */
import type { ReadColumns } from '../contracts/mapper.ts';
import type { FieldReason } from '../contracts/shape.ts';
import { Failed, type Row } from '../expression/batch.ts';
import type { Field, Origin } from './field.ts';
import { failure } from './rejects.ts';
import { findRowsAtFault, type RowsAtFault } from './rows-at-fault.ts';

/** A field's raw value; OFF where its `when` did not hold. */
export type Raw =
  | { readonly value: unknown }
  | { readonly failed: Pick<FieldReason, 'code' | 'args' | 'value'>; readonly in: Origin; readonly at?: RowsAtFault }
  | typeof OFF;
const OFF = { off: true } as const;

/** The raw values of a field: what its cell says, or its expression gives. */
export async function evaluateField(field: Field, rows: readonly Row[]): Promise<readonly Raw[]> {
  const on = field.when ? await field.when.expression.evaluateBatch(rows) : undefined;
  const { from } = field;
  const results = from.is === 'expression' ? await from.expression.evaluateBatch(rows) : undefined;
  return rows.map((row, place) => {
    const condition = on?.[place];
    if (condition instanceof Failed && field.when)
      return { failed: failure(condition, field.when.text), in: { is: 'expression', ...field.when } };
    if (on && condition !== true) return OFF;
    if (from.is === 'literal') return { value: from.value };
    if (from.is === 'column')
      return { value: row.record.cells[row.record.header.positions.get(from.column) as number] };
    const result = results?.[place];
    return result instanceof Failed ? { failed: failure(result, from.text), in: from } : { value: result };
  });
}

/** Of records that were made of rows, those rows that an expression stumbled on. */
export async function withRowsAtFault(
  raws: readonly Raw[],
  rows: readonly Row[],
  reads: ReadColumns,
): Promise<readonly Raw[]> {
  const found = [...raws];
  for (const [at, raw] of raws.entries()) {
    const { record } = rows[at] as Row;
    if (!('failed' in raw) || raw.in.is !== 'expression' || !record.madeOf) continue;
    const atFault = await findRowsAtFault(raw.in.expression, raw.failed.code, record, reads);
    if (atFault) found[at] = { ...raw, at: atFault };
  }
  return found;
}
