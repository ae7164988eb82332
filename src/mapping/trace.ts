/** One record through its fields, step by step, for a person who asks where a value comes from. */
import { toReference } from '../base/document.ts';
import type { Json } from '../base/json.ts';
import type { ReadColumns } from '../contracts/mapper.ts';
import type { SourceRecord } from '../contracts/record.ts';
import type { FieldReason } from '../contracts/shape.ts';
import { compileExpression } from '../expression/compile.ts';
import type { ExpressionContext, LookupTable } from '../expression/context.ts';
import { RecordRow, type Row } from '../expression/batch.ts';
import { readColumns } from '../expression/read-columns.ts';
import { KIND, kindOf } from '../expression/types.ts';
import { convertValue } from './convert.ts';
import { originText, type Field, type Required } from './field.ts';
import { evaluateField, FailedRaw, OFF, withRowsAtFault } from './raw-values.ts';
import { toReject } from './rejects.ts';

/** A cell that a field reads. */
export interface TracedCell {
  readonly column: string;
  readonly cell: string;
}

/** The rows of a repeat, or of a group, with what a field reads of them. */
export interface TracedRows {
  readonly repeat: string;
  readonly rows: readonly { readonly row: number; readonly cells: readonly TracedCell[] }[];
}

/** Something that was looked up, in a look-up or an option map; `found` null: it is not there. */
export interface TracedLookup {
  readonly table: string;
  readonly key: string;
  readonly found: string | null;
}

/** How a field came to its value for one record. */
export interface FieldTrace {
  /** Name of the property, or UID of the data element. */
  readonly target: string;
  /** What the mapping calls it. */
  readonly name: string;
  /** Of a data element. */
  readonly valueType: string | null;
  readonly required: Required | null;
  /** Codes or words that it takes, where these are few enough to be a list. */
  readonly allowed: readonly string[] | null;
  /** `file:line:column` of where it is written. */
  readonly written: string;
  readonly from: 'column' | 'expression' | 'literal';
  /** The column, the expression, or the literal as JSON. */
  readonly text: string;
  readonly when: string | null;
  readonly cells: readonly TracedCell[];
  readonly repeats: readonly TracedRows[];
  readonly lookups: readonly TracedLookup[];
  /** `off`: its `when` did not hold. */
  readonly state: 'value' | 'blank' | 'off' | 'failed';
  /** What the cell says or the expression gives, before it is made into a value; null: nothing. */
  readonly gives: Json;
  /** What DHIS2 gets. */
  readonly value: Json;
  /** What was done to it on the way. */
  readonly conversion: string | null;
  /** Why it has no value, where it failed. */
  readonly reason: FieldReason | null;
}

/** Traces a record through fields of its form version; `context` is what they may look things up in. */
export async function traceFields(
  fields: readonly Field[],
  record: SourceRecord,
  context: ExpressionContext,
): Promise<readonly FieldTrace[]> {
  const traces: FieldTrace[] = [];
  for (const field of fields) traces.push(await traceField(field, record, context));
  return traces;
}

async function traceField(field: Field, record: SourceRecord, context: ExpressionContext): Promise<FieldTrace> {
  const reads = readsOf(field);
  const row = new RecordRow(record, reads);
  const lookups: TracedLookup[] = [];
  const [raw] = await withRowsAtFault(await evaluateField(field, [row]), [row], reads);
  await noteLookups(field, row, context, lookups);
  const seen = field.optionMap ? { ...field, optionMap: noting(field.optionMap, lookups) } : field;
  const converted =
    raw instanceof FailedRaw
      ? { ok: false as const, ...raw.failed }
      : raw === OFF
        ? { ok: true as const, value: null, conversion: null }
        : convertValue(seen, raw);
  const failed = raw instanceof FailedRaw ? raw : undefined;
  const reason = converted.ok ? null : toReject(field, converted, row, failed?.in ?? field.from);
  const value = converted.ok ? converted.value : null;
  return {
    ...describeField(field),
    ...cellsRead(reads, record),
    lookups: distinct(lookups),
    state: raw === OFF ? 'off' : reason ? 'failed' : value === null ? 'blank' : 'value',
    gives: failed || raw === OFF ? null : toJson(raw),
    value,
    conversion: converted.ok ? converted.conversion : null,
    reason: reason && { ...reason, ...failed?.at },
  };
}

function describeField(
  field: Field,
): Pick<FieldTrace, 'target' | 'name' | 'valueType' | 'required' | 'allowed' | 'written' | 'from' | 'text' | 'when'> {
  const { target, from, when, required, place } = field;
  const named =
    target.is === 'property'
      ? { target: target.property.name, name: target.property.name, valueType: null }
      : { target: target.element.id, name: target.element.name, valueType: target.element.valueType };
  return {
    ...named,
    required: required ?? null,
    allowed: allowedBy(field),
    written: toReference(place),
    from: from.is,
    text: originText(from),
    when: when?.text ?? null,
  };
}

function allowedBy({ target }: Field): readonly string[] | null {
  if (target.is === 'element') return target.element.optionSet ? [...target.element.optionSet.codes] : null;
  return typeof target.property.type === 'string' ? null : target.property.type;
}

function readsOf({ from, when }: Field): ReadColumns {
  const expressions = [...(from.is === 'expression' ? [from.expression] : []), ...(when ? [when.expression] : [])];
  return readColumns(
    expressions.map(({ references }) => references),
    from.is === 'column' ? [from.column] : [],
  );
}

function cellsRead(reads: ReadColumns, record: SourceRecord): Pick<FieldTrace, 'cells' | 'repeats'> {
  const repeats = reads.repeatsIn(record.header).map(([repeat, columns]) => ({
    repeat,
    rows: (record.repeats?.get(repeat) ?? []).map((child) => ({ row: child.row, cells: toCells(columns, child) })),
  }));
  return { cells: toCells(reads, record), repeats };
}

function toCells(reads: ReadColumns, { header, cells }: SourceRecord): TracedCell[] {
  return reads.cellsIn(header).map(([column, at]) => ({ column, cell: cells[at] ?? '' }));
}

/** Evaluates the expression once more with tables that note what is asked of them. What it gives is known already. */
async function noteLookups(
  { from, target }: Field,
  row: Row,
  context: ExpressionContext,
  lookups: TracedLookup[],
): Promise<void> {
  if (from.is !== 'expression') return;
  const own = target.is === 'element' ? target.element.optionSet?.id : undefined;
  const noted = (table: LookupTable | undefined): LookupTable | undefined => table && noting(table, lookups);
  const compiled = compileExpression(from.text, {
    ...context,
    table: (name) => noted(context.table(name)),
    options: (set) => noted(context.options(set ?? own)),
  });
  if (compiled.ok) await compiled.expression.evaluateBatch([row]);
}

function noting(table: LookupTable, lookups: TracedLookup[]): LookupTable {
  return {
    name: table.name,
    file: table.file,
    keys: () => table.keys(),
    get(key) {
      const found = table.get(key);
      lookups.push({ table: table.name, key, found: found ?? null });
      return found;
    },
  };
}

function distinct(lookups: readonly TracedLookup[]): readonly TracedLookup[] {
  return [...new Map(lookups.map((one) => [JSON.stringify([one.table, one.key]), one])).values()];
}

/** A value for people: JSON has no functions, and what contains itself says nothing. */
function toJson(raw: unknown): Json {
  const shown = (value: unknown): unknown => (kindOf(value) === KIND.function ? 'a function' : value);
  try {
    return JSON.parse(JSON.stringify(shown(raw), (_, inner: unknown) => shown(inner)) ?? 'null') as Json;
  } catch {
    return null;
  }
}
