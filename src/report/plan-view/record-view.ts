import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { Who } from '../../messages/code-row.ts';
import { whoCanMend } from '../../messages/code-table.ts';
import { describe } from '../../messages/describe.ts';
import { reasonsOf, type ActionName, type PlanLine } from '../../engine/plan-line.ts';
import type { KeptPlan } from '../../engine/read-plan.ts';
import { labelOf, toExample, valueOf, type Names } from './example.ts';
import type { PlanExample } from './plan-view.ts';

/** A field of one record. */
export interface RecordField {
  readonly target: string;
  readonly label: string;
  /** What is sent, or would be. */
  readonly value: Json;
  /** What DHIS2 has, where that is something else. */
  readonly from?: Json;
  readonly isLoss: boolean;
}

/** One record of a plan, whole: what is done with it, each field, and why it does not go. */
export interface RecordView extends PlanExample {
  readonly action: ActionName;
  readonly ids: readonly string[];
  readonly fields: readonly RecordField[];
  readonly reasons: readonly {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly who: Who;
    readonly column: string | null;
    readonly label: string | null;
    readonly value: string | null;
  }[];
}

/** The lines of a plan that are about a record: by its key, another of its ids, or that of one of its rows. */
export async function findRecord(plan: KeptPlan, key: string): Promise<PlanLine[]> {
  const wanted = key.replace(/^uuid:/, '');
  const found: PlanLine[] = [];
  for await (const line of plan.lines()) if (isOf(line, wanted)) found.push(line);
  return found;
}

function isOf(line: PlanLine, key: string): boolean {
  if (line.key === null) return false;
  const ids = 'ids' in line ? line.ids : [];
  const keys = ('keys' in line && line.keys) || [];
  return line.key === key || line.address === key || ids.includes(key) || keys.includes(key);
}

export function toRecordView(line: PlanLine, names: Names): RecordView {
  const changes = ('changes' in line ? line.changes : 'differences' in line ? line.differences : undefined) ?? [];
  const theirs = new Map(changes.map((change) => [change.target, change]));
  const object = 'object' in line && line.object ? line.object : {};
  const values = new Map(valuesOf(object));
  // What is there and is not sent, as a geometry that is taken away.
  for (const { target, ours } of changes) if (!values.has(target)) values.set(target, ours);
  return {
    ...toExample(line, names),
    action: line.action,
    ids: 'ids' in line ? line.ids : [],
    fields: [...values].map(([target, value]) => {
      const change = theirs.get(target);
      return {
        target,
        label: labelOf(target, names),
        value: valueOf(target, value, names),
        ...(change && { from: valueOf(target, change.theirs, names) }),
        isLoss: change !== undefined && change.ours === null,
      };
    }),
    reasons: reasonsOf(line).map(({ code, args, column, label, value }) => {
      const { message, hint = null } = describe(code, args);
      const where = { column: column ?? null, label: label ?? null, value: value ?? null };
      return { code, message, hint, who: whoCanMend(code, args), ...where };
    }),
  };
}

/** Properties of an object and, of its lists, the named values: whatever the sink, each of them has a name and a value. */
function valuesOf(object: JsonObject): Target[] {
  return Object.entries(object).flatMap(([name, value]): Target[] => {
    if (!Array.isArray(value)) return [[name, value]];
    return value.flatMap((item: Json): Target[] => {
      if (!isObject(item) || item['value'] === undefined) return [];
      const { value: told, ...others } = item;
      const target = Object.values(others).find((text) => typeof text === 'string');
      return typeof target === 'string' ? [[target, told ?? null]] : [];
    });
  });
}

type Target = readonly [target: string, value: Json];
