import type { Args } from '../messages/args.ts';
import type { Who } from '../messages/code-row.ts';
import { isOfAllColumns, valueIsPublic, whoCanMend } from '../messages/code-table.ts';
import { describe } from '../messages/describe.ts';
import type { Reject } from '../base/problem.ts';

/** The same job for many records: what a person should do, once. */
export interface Task {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** What fills the gaps of the code's texts: what all records of the task have alike. */
  readonly args: Args;
  /** The column or field, where the message begins with it although the code's own words do not. */
  readonly about: string | null;
  /** Who can do it. */
  readonly who: Who;
  readonly records: number;
  /** The first rows of them; where there is a sheet, by its own numbers. */
  readonly rows: readonly number[];
  readonly sheet?: string;
}

/** Rows named for a task; the report has them all. */
const ROWS_SHOWN = 10;

/** So many values are told apart; a column full of nonsense becomes one task beyond them. */
const VALUES_TOLD_APART = 1000;

interface Group {
  readonly task: Task;
  readonly rows: number[];
  records: number;
  lastRecord: string;
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
    const record = `${reason.key}\u001f${reason.row}\u001f${reason.line}`;
    if (record !== group.lastRecord) group.records += 1;
    group.lastRecord = record;
    const row = reason.sheet === undefined ? reason.row : reason.line;
    if (row > 0 && group.rows.length < ROWS_SHOWN && !group.rows.includes(row)) group.rows.push(row);
  }

  /** A list of its own, to which more can be added. */
  copy(): TaskList {
    const copy = new TaskList();
    for (const [id, group] of this.#groups) copy.#groups.set(id, { ...group, rows: [...group.rows] });
    return copy;
  }

  /** What concerns most records first. */
  toTasks(): Task[] {
    return [...this.#groups.values()]
      .map(({ task, rows, records }) => ({ ...task, rows, records }))
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
  const text = about === null ? message : `${about}: ${message}`;
  const { code, sheet } = reason;
  const who = whoCanMend(code, reason.args);
  const of = sheet === undefined ? {} : { sheet };
  const task = { code, message: text, hint: hint ?? null, args, about, who, records: 0, rows: [], ...of };
  return { task, rows: [], records: 0, lastRecord: '' };
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
