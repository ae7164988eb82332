import { EtlError } from '../base/errors.ts';
import { loadBinding, refuseChanged, type PlanBinding } from './plan-file.ts';
import type { PlainLine, PlainLines } from './plain-lines.ts';
import type { PlanLine } from './plan-line.ts';
import { parsePlanLine } from './plan-schema.ts';
import { readSized } from './read-sized.ts';
import { readTexts } from './spool.ts';

/** A plan that was kept: what it is bound to, and its lines. */
export interface KeptPlan {
  readonly binding: PlanBinding;
  /**
   * The lines, from the first. Throws EtlError `run/no-plan` (exit 2) at one that is none. Of lines that have nothing to say
   * for themselves, where that is known, `skips` is asked first: it may count them and have them left out.
   */
  lines(skips?: (plain: PlainLine) => boolean): AsyncIterable<PlanLine>;
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

/** The same for a plan that this very run has made, line by line as `plain` says: nobody has touched it meanwhile. */
export async function openMade(path: string, plain: PlainLines): Promise<KeptPlan> {
  const binding = await loadBinding(path);
  return { binding, lines: (skips) => readMade(path, plain, skips) };
}

/** The lines of a plan that is at work, or has just been: what it is bound to is known to whoever asks. */
export function readLines(path: string, plain: PlainLines | undefined): KeptPlan['lines'] {
  return plain ? (skips) => readMade(path, plain, skips) : () => readPlan(path);
}

async function* readMade(
  path: string,
  plain: PlainLines,
  skips: (plain: PlainLine) => boolean = () => false,
): AsyncIterable<PlanLine> {
  const isWanted = (at: number): boolean => {
    const one = plain.at(at);
    return one === undefined || !skips(one);
  };
  for await (const { line } of readSized(path, plain, isWanted)) yield line;
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
