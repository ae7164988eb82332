import type { Drift, TargetUses } from '../contracts/drift.ts';
import type { Change } from './change.ts';

/** What the records of a run have to do with a change. */
export interface Touched {
  readonly records: number;
  readonly rows: readonly number[];
}

export const NOTHING_TOUCHED: Touched = { records: 0, rows: [] };

/** What a change means for a pipeline: whether it breaks it, and what of it is touched. */
export function judge(change: Change, uses: TargetUses, touched: Touched): Drift {
  const filled = change.targets.filter((target) => uses.fills(target));
  const breaks = isOurs(change, uses) && isBreaking(change, uses, filled, touched);
  const isUnused = change.hurts === 'filled' && !breaks;
  return {
    code: change.code,
    args: isUnused ? { ...change.args, isUsed: false } : change.args,
    isBreaking: breaks,
    columns: [...new Set(filled.flatMap((target) => uses.columnsOf(target)))],
    choices: [...new Set(choicesOf(change, uses, filled))],
    ...touched,
  };
}

/** What breaks something first; else in the order given. */
export function breakingFirst(drifts: readonly Drift[]): Drift[] {
  return [...drifts.filter(({ isBreaking }) => isBreaking), ...drifts.filter(({ isBreaking }) => !isBreaking)];
}

/** Where a program has several stages, only one is sent to. */
function isOurs({ stage }: Change, uses: TargetUses): boolean {
  return stage === undefined || uses.stage === undefined || stage === uses.stage;
}

function isBreaking(
  { hurts, words, targets }: Change,
  uses: TargetUses,
  filled: readonly string[],
  { records }: Touched,
): boolean {
  if (hurts === 'nobody') return false;
  if (hurts === 'all') return true;
  // It may come any night, whether or not a record has it tonight.
  if (hurts === 'filled') return records > 0 || isMapped(words, uses, filled) || targets.includes(uses.stage ?? '');
  // One that nothing fills is blank in every record.
  return filled.length === 0 || records > 0;
}

function isMapped(words: Change['words'], uses: TargetUses, filled: readonly string[]): boolean {
  if (!words) return filled.length > 0;
  return filled.some((target) => words.some((word) => uses.choicesFor(target, word) !== undefined));
}

function choicesOf({ words = [] }: Change, uses: TargetUses, filled: readonly string[]): string[] {
  return filled.flatMap((target) => words.flatMap((word) => uses.choicesFor(target, word) ?? []));
}
