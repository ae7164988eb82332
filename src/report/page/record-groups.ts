import { aboutOf, toShared } from '../../engine/task-list.ts';
import { isOfAllColumns, valueIsPublic, whoCanMend, type Code } from '../../messages/code-table.ts';
import type { Who } from '../../messages/code-row.ts';
import type { AttentionRecord, ReportedRecord } from '../report.ts';
import type { Told } from './teller.ts';

/** A record in a group: a row of its table. */
export type GroupedRecord = ReportedRecord & Partial<Pick<AttentionRecord, 'uid' | 'differences'>>;

/** Records that do not go for the same cause. */
export interface RecordGroup {
  readonly told: Told;
  readonly who: Who;
  records: number;
  /** The first of them. */
  readonly rows: GroupedRecord[];
}

/** Records named of each cause. */
export const ROWS_OF_CAUSE = 100;

/**
 * Groups records by cause, what concerns most of them first. A group is told without what is one record's own: a value
 * stands in it only where it is a word of a vocabulary.
 */
export function groupRecords(records: readonly GroupedRecord[]): RecordGroup[] {
  const groups = new Map<string, RecordGroup>();
  // A column that fills two fields keeps a record back twice, for one cause.
  const counted = new Set<string>();
  for (const record of records) {
    const place = isOfAllColumns(record.code as Code) ? '' : (record.column ?? record.field ?? '');
    const told = toTold(record, place);
    const id = JSON.stringify([told.code, place, told.args ?? told.message]);
    const group = groups.get(id) ?? { told, who: whoOf(record), records: 0, rows: [] };
    groups.set(id, group);
    const { row, key, line, value, rowKeys } = record;
    if (isFirst(counted, [id, row, key])) group.records += 1;
    if (isFirst(counted, [id, row, key, line, value, rowKeys]) && group.rows.length < ROWS_OF_CAUSE)
      group.rows.push(record);
  }
  return [...groups.values()].sort((a, b) => b.records - a.records);
}

function isFirst(counted: Set<string>, what: readonly unknown[]): boolean {
  const before = counted.size;
  return counted.add(JSON.stringify(what)).size > before;
}

function toTold({ code, args, value, message, hint, label }: GroupedRecord, place: string): Told {
  // Reports of earlier releases have no args: of a text that may quote a cell, only the code is left.
  const isSafe = value === null || valueIsPublic(code as Code);
  if (!args) return { code, message: isSafe ? message : code, hint: isSafe ? hint : null };
  const shared = toShared({ args: args as never, ...(value !== null && { value }) }, valueIsPublic(code as Code));
  return { code, message, args: shared, about: aboutOf(code, place, message), column: place, label: label ?? null };
}

function whoOf({ who, code, args }: GroupedRecord): Who {
  return who ?? whoCanMend(code as Code, args ?? {}) ?? 'analyst';
}
