/** What a field has for a record before it is made into what the target takes. */
import type { ReadColumns } from '../contracts/mapper.ts';
import type { FieldReason } from '../contracts/shape.ts';
import { Failed, type Row } from '../expression/batch.ts';
import type { Field, Origin } from './field.ts';
import { failure } from './rejects.ts';
import { findRowsAtFault, type RowsAtFault } from './rows-at-fault.ts';

/** A field's raw value as it is; or OFF, or why there is none. */
export type Raw = unknown;

/** In the place of a raw value: the field's `when` did not hold. */
export const OFF = Symbol('off');

/** In the place of a raw value: why there is none. */
export class FailedRaw {
  readonly failed: Pick<FieldReason, 'code' | 'args' | 'value'>;
  /** What stumbled. */
  readonly in: Origin;
  /** Rows of a group, or children of a record. */
  readonly at: RowsAtFault | undefined;

  constructor(failed: FailedRaw['failed'], origin: Origin, at?: RowsAtFault) {
    this.failed = failed;
    this.in = origin;
    this.at = at;
  }
}

/** The raw values of a field: what its cell says, or its expression gives. */
export async function evaluateField(field: Field, rows: readonly Row[]): Promise<readonly Raw[]> {
  const on = field.when ? await field.when.expression.evaluateBatch(rows) : undefined;
  const { from } = field;
  const results = from.is === 'expression' ? await from.expression.evaluateBatch(rows) : undefined;
  if (!on && results && !results.some((result) => result instanceof Failed)) return results;
  return rows.map(({ record }, place): Raw => {
    const condition = on?.[place];
    if (condition instanceof Failed && field.when)
      return new FailedRaw(failure(condition, field.when.text), { is: 'expression', ...field.when });
    if (on && condition !== true) return OFF;
    if (from.is === 'literal') return from.value;
    if (from.is === 'column') return record.cells[record.header.positions.get(from.column) as number];
    const result = results?.[place];
    return result instanceof Failed ? new FailedRaw(failure(result, from.text), from) : result;
  });
}

/** Of records that were made of rows, or have children, those that an expression stumbled on. */
export async function withRowsAtFault(
  raws: readonly Raw[],
  rows: readonly Row[],
  reads: ReadColumns,
): Promise<readonly Raw[]> {
  if (!raws.some((raw) => raw instanceof FailedRaw)) return raws;
  const found = [...raws];
  for (const [at, raw] of raws.entries()) {
    const { record } = rows[at] as Row;
    if (!(raw instanceof FailedRaw) || raw.in.is !== 'expression' || !record.repeats) continue;
    const atFault = await findRowsAtFault(raw.in.expression, raw.failed, record, reads);
    if (atFault) found[at] = new FailedRaw(raw.failed, raw.in, atFault);
  }
  return found;
}
