/** A plan as a table for Excel: a line for each change of a field, each cause, and each other record. */
import { stringify } from 'csv-stringify/sync';
import type { Json } from '../../base/json.ts';
import { describe } from '../../messages/describe.ts';
import { reasonsOf, type PlanLine } from '../../engine/plan-line.ts';
import { labelOf, toExample, valueOf, type Names } from './example.ts';

const COLUMNS = [
  'action',
  'key',
  'row',
  'line',
  'sheet',
  'facility',
  'when',
  'uid',
  'field',
  'label',
  'from',
  'to',
  'is_loss',
  'code',
  'message',
  'column',
  'value',
] as const;

type Cells = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

export const CSV_HEADING = toLine(Object.fromEntries(COLUMNS.map((name) => [name, name])));

/** The lines of the table for a line of the plan. */
export function toCsv(line: PlanLine, names: Names): string[] {
  const { key, row, line: at, sheet = null, facility, when, uid } = toExample(line, names);
  const record = { action: line.action, key, row, line: at, sheet, facility, when, uid };
  const changes = ('changes' in line ? line.changes : 'differences' in line ? line.differences : undefined) ?? [];
  const told: Cells[] = [
    ...reasonsOf(line).map(({ code, args, column, field, value }) => ({
      code,
      message: describe(code, args).message,
      ...(column !== undefined && { column }),
      ...(field !== undefined && { field }),
      ...(value !== undefined && { value }),
    })),
    ...changes.map(({ target, theirs, ours }) => ({
      field: target,
      label: labelOf(target, names),
      from: cellOf(valueOf(target, theirs, names)),
      to: cellOf(valueOf(target, ours, names)),
      is_loss: line.action === 'update' ? (ours === null ? 'yes' : 'no') : null,
    })),
  ];
  return (told.length > 0 ? told : [{}]).map((cells: Cells) => toLine({ ...record, ...cells }));
}

function cellOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What would be a formula is text: Excel must not run a cell. */
function toLine(cells: Cells): string {
  return stringify([COLUMNS.map((name) => cells[name] ?? '')], { escape_formulas: true }).trimEnd();
}
