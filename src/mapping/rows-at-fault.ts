import { placeOf, type SourceRecord } from '../contracts/record.ts';
import type { ReadColumns } from '../contracts/mapper.ts';
import type { FieldReason } from '../contracts/shape.ts';
import { Failed, RecordRow } from '../expression/batch.ts';
import type { Expression } from '../expression/compile.ts';

/** The place of the first row at fault and the column in it, and of a group the keys of the first few. */
export type RowsAtFault = Pick<FieldReason, 'row' | 'line' | 'sheet' | 'column' | 'rowKeys'>;

/** So many are named. */
const MOST_TOLD = 3;
/** Rows tried at a time. */
const BATCH = 500;

/**
 * The rows of a group, or the children of a record, on which an expression stumbles: those with which alone it fails in the
 * same way. Undefined where none does, or the record itself is at fault.
 */
export async function findRowsAtFault(
  expression: Expression,
  failed: Pick<FieldReason, 'code' | 'value'>,
  record: SourceRecord,
  reads: ReadColumns,
): Promise<RowsAtFault | undefined> {
  const { madeOf, repeats = new Map<string, readonly SourceRecord[]>() } = record;
  const mentioned = new Set(expression.references.columns.map(({ name }) => name));
  for (const [repeat, children] of repeats) {
    if (!mentioned.has(repeat)) continue;
    const failing = async (tried: readonly (readonly SourceRecord[])[]): Promise<boolean[]> => {
      const rows = tried.map(
        (own) => new RecordRow({ ...record, repeats: new Map([...repeats, [repeat, own]]) }, reads),
      );
      const results = await expression.evaluateBatch(rows);
      return results.map((result) => result instanceof Failed && codeOf(result) === failed.code);
    };
    if ((await failing([[]]))[0]) continue;
    const found: number[] = [];
    for (let from = 0; from < children.length && found.length < MOST_TOLD; from += BATCH) {
      const fails = await failing(children.slice(from, from + BATCH).map((child) => [child]));
      for (const [at, isFailing] of fails.entries()) if (isFailing) found.push(from + at);
    }
    const child = children[found[0] ?? -1];
    if (!child) continue;
    const name = columnAtFault(expression, child, failed.value);
    return {
      ...placeOf(child),
      ...(name !== undefined && { column: madeOf ? name : `${repeat}[].${name}` }),
      ...(madeOf && { rowKeys: found.slice(0, MOST_TOLD).map((at) => madeOf.keys[at] as string) }),
    };
  }
  return undefined;
}

/** The column of a child that an expression stumbles on: the only one that it reads, or the only one with that very value. */
function columnAtFault(
  { references }: Expression,
  { header, cells }: SourceRecord,
  value: string | undefined,
): string | undefined {
  const read = [...references.children.names].filter((name) => header.positions.has(name));
  const alike = read.filter((name) => value !== undefined && cells[header.positions.get(name) as number] === value);
  const [only, other] = read.length === 1 ? read : alike;
  return other === undefined ? only : undefined;
}

/** As a reject has it: what JSONata itself says is one code. */
function codeOf({ reason }: Failed): string {
  return 'args' in reason ? reason.code : 'expression/failed';
}
