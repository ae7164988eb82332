import type { Args } from '../messages/args.ts';
import type { Who } from '../messages/code-row.ts';
import { isOfAllColumns, valueIsPublic, whoCanMend } from '../messages/code-table.ts';
import { describe } from '../messages/describe.ts';
import type { Reject } from '../base/problem.ts';
import { FirstRows, type NamedRows } from './first-rows.ts';
import { askedText, inPlace, type About } from './in-place.ts';

/** The same job for many records: what a person should do, once. */
export interface Task extends About, NamedRows {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** What fills the gaps of the code's texts: what all records of the task have alike. */
  readonly args: Args;
  /** Who can do it. */
  readonly who: Who;
  readonly sheet?: string;
  /** What stands there, the first of many: for the report alone, since it may be personal data. */
  readonly values?: readonly TaskValue[];
}

/** A value of a task, and records that have it. */
export interface TaskValue extends NamedRows {
  readonly value: string;
}

/** Rows named for a task; the report has them all. */
const ROWS_SHOWN = 10;
/** Values named for a task, and rows of each. */
const VALUES_SHOWN = 5;
const ROWS_OF_VALUE = 3;

/** So many values are told apart; a column full of nonsense becomes one task beyond them. */
const VALUES_TOLD_APART = 1000;

interface Group {
  readonly task: Omit<Task, 'records' | 'rows'>;
  readonly rows: FirstRows;
  readonly values: Map<string, FirstRows>;
}

/**
 * Groups what is to be done: an unknown facility with forty rows is one job. Texts may go to a log, so only values that
 * are words of a vocabulary tell two jobs apart. Counts every record, however many there are, and remembers none.
 */
export class TaskList {
  readonly #groups = new Map<string, Group>();

  /** Adds a reason; those of one record come one after the other. */
  add(reason: Reject): void {
    const group = this.#groupOf(reason);
    group.rows.add(reason);
    const { value } = reason;
    if (value === undefined || value === '' || group.task.args['value'] === value) return;
    if (!group.values.has(value) && group.values.size < VALUES_SHOWN)
      group.values.set(value, new FirstRows(ROWS_OF_VALUE));
    group.values.get(value)?.add(reason);
  }

  /** A list of its own, to which more can be added. */
  copy(): TaskList {
    const copy = new TaskList();
    for (const [id, { task, rows, values }] of this.#groups) {
      const copied = [...values].map(([value, own]) => [value, own.copy()] as const);
      copy.#groups.set(id, { task, rows: rows.copy(), values: new Map(copied) });
    }
    return copy;
  }

  /** What concerns most records first; with what stands in cells only for the report of a run. */
  toTasks(withValues = false): Task[] {
    return [...this.#groups.values()]
      .map(({ task, rows, values }) => ({
        ...task,
        ...rows.toObject(),
        ...(withValues &&
          values.size > 0 && { values: [...values].map(([value, own]) => ({ value, ...own.toObject() })) }),
      }))
      .sort((a, b) => b.records - a.records || (a.code < b.code ? -1 : Number(a.code > b.code)));
  }

  #groupOf(reason: Reject): Group {
    const place = isOfAllColumns(reason.code) ? '' : (reason.column ?? reason.field ?? '');
    const isPublic = valueIsPublic(reason.code);
    const kind = `${reason.sheet ?? ''}\u001f${reason.code}\u001f${place}\u001f`;
    const own = `${kind}${isPublic ? describe(reason.code, toShared(reason, true)).message : ''}`;
    const known = this.#groups.get(own);
    if (known) return known;
    const isOneTooMany = isPublic && this.#groups.size >= VALUES_TOLD_APART;
    const id = isOneTooMany ? kind : own;
    const group = this.#groups.get(id) ?? toGroup(reason, place, isPublic && !isOneTooMany);
    this.#groups.set(id, group);
    return group;
  }
}

function toGroup(reason: Reject, place: string, valueIsShared: boolean): Group {
  const args = toShared(reason, valueIsShared);
  const { message, hint } = describe(reason.code, args);
  const about = aboutOf(reason.code, place, message);
  const column = place === '' ? null : place;
  const { code, sheet } = reason;
  const who = whoCanMend(code, reason.args);
  const isAsked = column !== null && askedText(reason.label, `${column} ${message}`) !== '';
  const named = { about, column, ...(isAsked && reason.label !== undefined && { label: reason.label }) };
  const of = sheet === undefined ? {} : { sheet };
  const task = { code, message: inPlace(message, named), hint: hint ?? null, args, ...named, who, ...of };
  return { task, rows: new FirstRows(ROWS_SHOWN), values: new Map() };
}

/** The column or field that is to be named before a message; null where the message says it, or it says nothing. */
export function aboutOf(code: string, place: string, message: string): string | null {
  return place === '' || code.startsWith('index/') || message.includes(`${place} = "`) ? null : place;
}

/** Args that are one record's own. */
const OF_ONE_RECORD: ReadonlySet<string> = new Set(['uid', 'since', 'key', 'keys', 'owner', 'targets']);

/** Args that belong to a value, and are told where it is. */
const OF_ONE_VALUE: ReadonlySet<string> = new Set(['computed']);

/** What is the same for all records of a task: no address, no date, and no value that is not a word of a vocabulary. */
export function toShared({ args, value }: Pick<Reject, 'args' | 'value'>, valueIsShared: boolean): Args {
  const shared = Object.entries(args).filter(([name]) => !OF_ONE_RECORD.has(name));
  if (valueIsShared) return Object.fromEntries(shared);
  const { message } = args;
  return {
    ...Object.fromEntries(shared.filter(([name]) => !OF_ONE_VALUE.has(name))),
    ...(value !== undefined && { value: '…' }),
    ...('value' in args && { value: '…' }),
    ...(typeof args['instead'] === 'string' && value && { instead: args['instead'].replaceAll(`"${value}"`, '"…"') }),
    ...(typeof message === 'string' && value && { message: withoutQuoted(message, value) }),
  };
}

/** The server's own words quote the value, too. */
function withoutQuoted(message: string, value: string): string {
  return ['`', '"', "'"].reduce(
    (text, quote) => text.replaceAll(`${quote}${value}${quote}`, `${quote}…${quote}`),
    message,
  );
}
