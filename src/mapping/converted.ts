import type { Json } from '../base/json.ts';
import { KIND, kindOf } from '../expression/types.ts';
import type { ArgsOf, RejectCode } from '../messages/code-table.ts';
import { reason, withArgs, type RejectReason } from '../messages/reason.ts';

/** What the target gets (`conversion`: what was done to the value, for the report), or why it gets nothing. */
export type Converted =
  | { readonly ok: true; readonly value: Json; readonly conversion: string | null }
  | (RejectReason & { readonly ok: false; readonly value: string });

export const NO_VALUE: Converted = { ok: true, value: null, conversion: null };

/** A refusal with its code; the value, as text, is an argument of each of these codes. */
export function failed<C extends RejectCode>(
  code: C,
  value: unknown,
  args: Omit<ArgsOf<C>, 'value'>,
): Converted & { ok: false } {
  return refused(reason(code, { ...args, value: shown(value) } as unknown as ArgsOf<C>), value);
}

/** A refusal for a reason that is known already, with the value at fault. */
export function refused({ code, args }: RejectReason, value: unknown): Converted & { ok: false } {
  const text = shown(value);
  return { ...withArgs({ code, args }, { value: text }), ok: false, value: text };
}

/** A value for people: JSON knows no functions, and no number that is none. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isNoScalar(value)) return String(value);
  if (kindOf(value) === KIND.function) return 'a function';
  try {
    return JSON.stringify(value, (_, inner: unknown) => (kindOf(inner) === KIND.function ? 'a function' : inner));
  } catch {
    // It contains itself, as only a function of the evaluator can.
    return typeName(value);
  }
}

/** Whether a value is a list, an object or a function. */
export function isNoScalar(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

export function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return kindOf(value) === KIND.function ? 'a function' : 'an object';
}
