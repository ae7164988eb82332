import { EtlError } from '../base/errors.ts';
import { loadBinding, refuseChanged, type PlanBinding } from './plan-file.ts';
import type { PlanLine } from './plan-line.ts';
import { parsePlanLine } from './plan-schema.ts';
import { readTexts } from './spool.ts';

/** A plan that was kept: what it is bound to, and its lines. */
export interface KeptPlan {
  readonly binding: PlanBinding;
  /** The lines, from the first. Throws EtlError `run/no-plan` (exit 2) at one that is none. */
  lines(): AsyncIterable<PlanLine>;
}

/** What any sink may have put into a plan: who only looks at it needs to know no more. */
const ANY = {
  object: { type: 'object', expected: 'an object' },
  address: { type: 'string', expected: 'text' },
} as const;

/**
 * Opens a kept plan to look at it, however old it is: no spec and no server are needed. Throws EtlError `run/no-plan`
 * (exit 2) where it is none, or is not as it was made.
 */
export async function openPlan(path: string): Promise<KeptPlan> {
  const binding = await loadBinding(path);
  await refuseChanged(path, binding);
  return { binding, lines: () => readPlan(path) };
}

async function* readPlan(path: string): AsyncIterable<PlanLine> {
  let lineNumber = 0;
  try {
    for await (const text of readTexts(path)) {
      lineNumber += 1;
      yield parsePlanLine(text, path, lineNumber, ANY);
    }
  } catch (error) {
    if (error instanceof EtlError) throw error;
    throw new EtlError('run/no-plan', { path, reason: 'it cannot be read' }, { cause: error });
  }
}
