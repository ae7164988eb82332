import { placeOf, type SourceRecord } from '../contracts/record.ts';
import type { Identity } from '../engine/identity.ts';
import { RecordRow } from '../expression/batch.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { readColumns } from '../expression/read-columns.ts';
import type { UsedExpression } from '../mapping/fields.ts';
import { versionOf } from '../mapping/mapper.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { traceFields } from '../mapping/trace.ts';
import type { ExplainedRecord } from './explanation.ts';
import { toReason } from './labels.ts';

/** What is known of a pipeline beside what runs. */
export interface Contexts {
  /** What fields of a record may look things up in. */
  contextOf(record: SourceRecord): Promise<{ readonly context: ExpressionContext }>;
  /** How a path is shown to people. */
  shown(path: string): string;
}

/** What a record of the source says, and what becomes of each of its cells. */
export async function explainRecord(
  record: SourceRecord,
  identity: Identity | null,
  { mapping, contexts }: { readonly mapping: Mapping; readonly contexts: Contexts },
): Promise<ExplainedRecord> {
  const version = await versionOf(mapping, record);
  const { context } = await contexts.contextOf(record);
  const isOfNone = mapping.versions.length > 0 && !version;
  const traces = isOfNone ? [] : await traceFields(version?.fields ?? mapping.fields, record, context);
  return {
    key: identity?.key ?? null,
    ids: identity?.ids ?? [],
    ...placeOf(record),
    group: groupOf(record),
    where: await whereOf(mapping.where, record),
    version: version ? { name: version.name, when: version.when.text.text } : null,
    fields: traces.map((trace) => ({ ...trace, label: trace.name, reason: trace.reason && toReason(trace.reason) })),
  };
}

function groupOf({ madeOf, repeats }: SourceRecord): ExplainedRecord['group'] {
  if (!madeOf) return null;
  return { rows: (repeats?.get(madeOf.as) ?? []).map(({ row }) => row), keys: madeOf.keys };
}

async function whereOf(where: UsedExpression | undefined, record: SourceRecord): Promise<ExplainedRecord['where']> {
  if (!where) return null;
  const { expression, text } = where;
  const [holds] = await expression.evaluateBatch([new RecordRow(record, readColumns([expression.references]))]);
  return typeof holds === 'boolean' ? { text: text.text, holds } : null;
}
