/** What all drawings of a plan say alike. */
import { printableLine } from '../../base/printable.ts';
import type { Json } from '../../base/json.ts';
import { askedText, inPlace } from '../../engine/in-place.ts';
import type { ActionGroup, CauseGroup, FieldGroup, PlanExample } from './plan-view.ts';

/** Characters of a value that are shown. */
const LONGEST = 60;

/** What stands over the records of an action. */
export const ACTION_WORDS: Readonly<Record<ActionGroup['action'], string>> = {
  move: 'Moves: sent where they belong now, and then taken away where they stood',
  overwrite: 'Sent over edits that somebody made in DHIS2, as `reconcile` says',
  resend: 'Sent again without a change, to settle what an earlier run left open',
  create: 'New',
  update: 'Changed',
  returned: 'Back in the source, nothing to send',
  adopt: 'In DHIS2 already: the index learns it, nothing is sent',
  missing: 'Gone from the source; nothing is deleted',
  excluded: 'Left out by `where`',
  leave: 'As sent before',
  hold: 'Waiting for a decision',
  reject: 'Cannot be sent',
};

/** A value: none is `(blank)`, and blanks at its ends are seen. */
export function valueText(value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return '(blank)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return /^\s|\s$/.test(cut) ? `"${cut}"` : cut;
}

/** `80 → (blank)`. */
export function changeText({ from, to }: { readonly from?: Json; readonly to?: Json }): string {
  return `${valueText(from)} → ${valueText(to)}`;
}

/** `CTC Beds: 80 → (blank)`, or how many different changes there are, beside those that stand by themselves. */
export function fieldText({ label, values, isMore, records, inAll, ...change }: FieldGroup): string {
  if (values === 1 && !isMore) return `${label}: ${changeText(change)}`;
  const isRest = records < inAll;
  const many = `${isMore ? 'over ' : ''}${(isMore ? values - 1 : values).toLocaleString('en')} ${isRest ? 'other ' : ''}different`;
  const told = 'to' in change ? `${many} values → ${valueText(change.to)}` : `${many} changes`;
  return `${label}: ${told}${isRest ? ` (${inAll.toLocaleString('en')} in all)` : ''}`;
}

/**
 * `road = "9": …`; the value where the message does not say it, and the column likewise. DHIS2 speaks of what is sent,
 * which need not be what stands in the column.
 */
export function causeText({ code, column, label, value, message }: CauseGroup): string {
  if (column === null) return message;
  if (message.startsWith(`${column} = "`)) return inPlace(message, { column, label });
  const isSaid = value === null || value === '' || message.includes(value);
  const is = code.startsWith('dhis2/') ? ', sent as' : ' =';
  return `${column}${askedText(label, `${column} ${message}`)}${isSaid ? '' : `${is} "${valueText(value)}"`}: ${message}`;
}

/** `600 values of FACILITY: "…" is not in the look-up orgUnits.` */
export function headingText(cause: CauseGroup, values: number): string {
  const { column, label, message } = cause;
  const of = column === null ? '' : ` of ${column}${askedText(label, `${column} ${message}`)}`;
  return `${values.toLocaleString('en')} values${of}: ${message.startsWith(`${column} = `) ? message.slice(`${column} = `.length) : message}`;
}

/** `row 37 (38 in Excel), FACILITY = "North Hospital", 2025-03-14, 4711`. */
export function exampleText(example: PlanExample): string {
  const { facility, when, key, uid, row } = example;
  // A record that is not in the source is known in DHIS2 alone.
  const parts = [rowText(example), facility, when, key, row === null ? uid : null];
  return parts.flatMap((part) => (part ? [part] : [])).join(', ');
}

/** `row 37 (38 in Excel)`, or the row of a sheet. */
export function rowText({ row, line, sheet }: Pick<PlanExample, 'row' | 'line' | 'sheet'>): string | null {
  if (row === null) return null;
  if (sheet !== undefined) return `row ${line ?? row} of sheet ${sheet}`;
  return line === null ? `row ${row}` : `row ${row} (${line} in Excel)`;
}

/** The first rows of several records. */
export interface NamedRows {
  /** 1 = the first after the header; where there is a sheet, by its own numbers. */
  readonly rows: readonly number[];
  /** The same as Excel shows them, where the source is no sheet and can be opened there. */
  readonly lines?: readonly number[];
  readonly sheet?: string;
}

/** `rows 3, 17, …; in Excel 4, 18, …`. */
export function rowsText({ rows, lines = [], sheet }: NamedRows, isMore: boolean): string {
  const list = (numbers: readonly number[]): string => `${numbers.join(', ')}${isMore ? ', …' : ''}`;
  const inExcel = lines.length > 0 ? `; in Excel ${list(lines)}` : '';
  const of = sheet === undefined ? '' : ` of sheet ${oneLine(sheet)}`;
  return `row${rows.length > 1 ? 's' : ''} ${list(rows)}${inExcel}${of}`;
}

/** `1,204 records`. */
export function recordsText(records: number): string {
  return `${records.toLocaleString('en')} record${records === 1 ? '' : 's'}`;
}

/** One line, whatever is in it. */
export const oneLine = printableLine;
