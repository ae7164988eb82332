import { EtlError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { Reject } from '../base/problem.ts';
import { whoCanMend } from '../messages/code-table.ts';
import { describe } from '../messages/describe.ts';
import type { ExplainedField, ExplainedReason } from './explanation.ts';

/** What people call a target; the target itself where nobody has a name for it. */
export type LabelOf = (target: string) => string;

/** Why something is as it is, in words. */
export function toReason({ code, args, field, value, ...why }: Omit<Reject, 'key' | 'row' | 'line'>): ExplainedReason {
  const { message, hint } = describe(code, args);
  const { column } = why;
  return {
    code,
    message,
    hint: hint ?? null,
    who: whoCanMend(code, args),
    field: field ?? null,
    column: column ?? null,
    value: value ?? null,
  };
}

/**
 * The targets that a person means by a word: the name, label or UID of a property or data element, or a column, which may
 * fill several. `known` are targets that no field fills any more. Throws EtlError `explain/no-field`.
 */
export function findTargets(
  word: string,
  fields: readonly ExplainedField[],
  known: readonly string[],
  labelOf: LabelOf,
): readonly string[] {
  const names = new Map<string, Set<string>>();
  const add = (name: string, target: string): void => {
    const targets = names.get(name) ?? new Set();
    names.set(name, targets.add(target));
  };
  for (const { target, name, label, cells, repeats } of fields) {
    for (const one of [target, name, label]) add(one, target);
    const read = [...cells, ...repeats.flatMap(({ rows: [row] }) => row?.cells ?? [])];
    for (const { column } of read) add(column, target);
    for (const { repeat } of repeats) add(repeat, target);
  }
  for (const target of known) for (const one of [target, labelOf(target)]) add(one, target);
  const exact = names.get(word);
  if (exact) return [...exact];
  const folded = word.trim().toLowerCase();
  const [only, ...others] = [...names].filter(([name]) => name.toLowerCase() === folded);
  if (only && others.length === 0) return [...only[1]];
  const near = nearest(word, names.keys());
  throw new EtlError('explain/no-field', { field: word, ...(near !== undefined && { nearest: near }) });
}
