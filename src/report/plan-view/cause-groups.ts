import { isOfAllColumns, whoCanMend } from '../../messages/code-table.ts';
import { describe } from '../../messages/describe.ts';
import type { Reject } from '../../base/problem.ts';
import { reasonsOf, type PlanLine } from '../../engine/plan-line.ts';
import { toShared } from '../../engine/task-list.ts';
import { labelOf, toExample, valueOf, type Names } from './example.ts';
import { toHeadings, VALUES_NAMED } from '../headings.ts';
import { EXAMPLES, type CauseExample, type CauseGroup, type CauseHeading, type Listed } from './plan-view.ts';

/** So many causes are told apart; beyond them, those of one code and column are one, whatever the value. */
const TOLD_APART = 2000;
/** Differences named of one record. */
const DIFFERENCES = 3;

interface Group {
  readonly cause: Omit<CauseGroup, 'records' | 'examples'>;
  records: number;
  /** The line that was counted last: one with two reasons of a kind is one record. */
  last: PlanLine | undefined;
  readonly examples: CauseExample[];
}

/** Groups why records do not go, or need a person: by code, column and value. */
export class CauseGroups {
  readonly #names: Names;
  readonly #groups = new Map<string, Group>();

  constructor(names: Names) {
    this.#names = names;
  }

  add(line: PlanLine): void {
    for (const why of reasonsOf(line)) {
      const group = this.#groupOf(line, why);
      if (group.last === line) continue;
      group.last = line;
      group.records += 1;
      if (group.examples.length < EXAMPLES) group.examples.push(this.#toExample(line, why));
    }
  }

  /** What cannot go first, then what waits, then the rest; of each, what concerns most records first. */
  toGroups(limit: number): Listed<CauseGroup> {
    return firstOf(this.#toList(), limit);
  }

  /** The same, with many values of a column under one heading. */
  toHeadings(limit: number): Listed<CauseHeading> {
    const headings = toHeadings(this.#toList(), ({ action, column }) => JSON.stringify([action, column]))
      .map(({ causes, ...words }) => ({
        ...words,
        values: causes.length,
        causes: causes.slice(0, Math.max(limit, VALUES_NAMED)),
      }))
      .sort((a, b) => orderOf(a.causes[0]?.action) - orderOf(b.causes[0]?.action));
    return firstOf(headings, limit);
  }

  #toList(): CauseGroup[] {
    return [...this.#groups.values()]
      .map(({ cause, records, examples }) => ({ ...cause, records, examples }))
      .sort((a, b) => orderOf(a.action) - orderOf(b.action) || b.records - a.records);
  }

  #groupOf({ action }: PlanLine, why: Reject): Group {
    const column = isOfAllColumns(why.code) ? null : (why.column ?? why.field ?? null);
    const kind = [action, why.code, column];
    const own = JSON.stringify([...kind, why.value ?? null, describe(why.code, toShared(why, true)).message]);
    const known = this.#groups.get(own);
    if (known) return known;
    const isTold = this.#groups.size < TOLD_APART;
    const id = isTold ? own : JSON.stringify(kind);
    const args = toShared(why, isTold);
    const { message, hint } = describe(why.code, args);
    const group = this.#groups.get(id) ?? {
      cause: {
        action,
        code: why.code,
        column,
        label: column === null ? null : (why.label ?? null),
        value: isTold ? (why.value ?? null) : null,
        message,
        hint: hint ?? null,
        args,
        who: whoCanMend(why.code, why.args),
      },
      records: 0,
      last: undefined,
      examples: [],
    };
    this.#groups.set(id, group);
    return group;
  }

  /** A record, by the row at fault: that of a repeat or of a group is another than the record's own. */
  #toExample(line: PlanLine, { row, line: at, sheet }: Reject): CauseExample {
    const differences = ('differences' in line && line.differences) || [];
    return {
      ...toExample(line, this.#names),
      ...(row > 0 && { row, line: at > 0 ? at : null, ...(sheet !== undefined && { sheet }) }),
      differences: differences.slice(0, DIFFERENCES).map(({ target, theirs, ours }) => ({
        label: labelOf(target, this.#names),
        from: valueOf(target, theirs, this.#names),
        to: valueOf(target, ours, this.#names),
      })),
    };
  }
}

/** What cannot go, then what waits, then the rest. */
function orderOf(action: string | undefined): number {
  return ['reject', 'hold'].indexOf(action ?? '') + 1 || 3;
}

function firstOf<T>(all: readonly T[], limit: number): Listed<T> {
  return { groups: all.slice(0, limit), more: Math.max(0, all.length - limit) };
}
