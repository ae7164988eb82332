import type { KeptRun } from '../report/sent-file.ts';
import type { Sink } from '../contracts/sink.ts';
import type { ExplainedChange, ExplainedSending } from './explanation.ts';
import type { LabelOf } from './labels.ts';
import { isSame, targetsIn, toObject, type Targets } from '../engine/targets.ts';

/** What was sent, the oldest first, each with what was new about it. */
export function toSendings(
  runs: readonly KeptRun[],
  sink: Pick<Sink, 'shapes' | 'valuesOf'>,
  labelOf: LabelOf,
): ExplainedSending[] {
  const sendings: ExplainedSending[] = [];
  let before: Targets | undefined;
  for (const { run, sendings: kept } of runs)
    for (const { at, action, address, verdict, reasons, object, answer } of kept) {
      const values = targetsIn(sink, object);
      const changes = before ? changesOf(before, values, labelOf) : [];
      before = values;
      sendings.push({
        run,
        at,
        action,
        address,
        verdict,
        reasons,
        values: toObject(values),
        changes,
        answer: answer ?? null,
      });
    }
  return sendings;
}

/** What is not the same in two lists of targets. */
export function changesOf(before: Targets, after: Targets, labelOf: LabelOf): ExplainedChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((target) => !isSame(before.get(target), after.get(target)))
    .map((target) => ({
      target,
      label: labelOf(target),
      before: before.get(target) ?? null,
      after: after.get(target) ?? null,
    }));
}
