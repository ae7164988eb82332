/** How long DHIS2 takes over a batch like tonight's, and what that means for its size. */
import { EtlError } from '../base/errors.ts';
import { fine, warningOf, type Finding } from '../contracts/finding.ts';
import type { Rehearsal, Sending, Sink } from '../contracts/sink.ts';
import type { Samples } from './samples.ts';

export interface SpeedParts {
  readonly sink: Sink;
  readonly samples: Samples;
  /** Requests under way at once, as the spec says. */
  readonly concurrency: number;
  /** How long a run waits for one answer, seconds. */
  readonly timeoutSeconds: number;
}

/** To store costs up to so many times what it costs to check (seen on four releases: 3 to 15). */
const STORING = 15;

/**
 * Has a batch checked without being stored, as many at once as the spec says, after one object alone: the first request pays
 * for what is prepared once.
 */
export async function* examineSpeed(parts: SpeedParts): AsyncGenerator<Finding> {
  const { sink, samples, concurrency } = parts;
  const { all, good, batch, codes } = samples;
  const [first] = batch;
  if (!sink.rehearse) return;
  let refused = all - good.length;
  const reasons = new Set(codes);
  if (first) {
    await sink.rehearse([first]);
    const began = performance.now();
    const atOnce = Array.from({ length: Math.max(1, concurrency) }, () => rehearseAll(sink, batch));
    const [rehearsal = NO_VERDICT] = await Promise.all(atOnce);
    yield judgeSpeed(parts, (performance.now() - began) / 1000);
    if (rehearsal.is === 'checked') {
      refused += good.filter(({ address }) => rehearsal.refused.has(address)).length;
      for (const code of rehearsal.codes) reasons.add(code);
    }
  } else yield warningOf('doctor/batch-none', {});
  if (refused > 0) yield warningOf('doctor/batch-refused', { objects: all, refused, codes: [...reasons] });
}

const NO_VERDICT: Rehearsal = { is: 'no verdict' };

/** A batch for which the time does not suffice has no verdict; how long it took is known. */
async function rehearseAll(sink: Sink, batch: readonly Sending[]): Promise<Rehearsal> {
  try {
    return (await sink.rehearse?.(batch)) ?? NO_VERDICT;
  } catch (error) {
    if (error instanceof EtlError && error.code === 'dhis2/timeout') return NO_VERDICT;
    throw error;
  }
}

function judgeSpeed({ sink, samples, concurrency, timeoutSeconds }: SpeedParts, seconds: number): Finding {
  const objects = samples.batch.length;
  const took = seconds.toFixed(2);
  // Half of the time that is waited: other work slows a server down. Nothing is concluded for more than was measured.
  const most = Math.floor((objects * timeoutSeconds) / 2 / (seconds * STORING));
  if (most >= objects) return fine('doctor/batch', { objects, seconds: took, batchSize: sink.batchSize, concurrency });
  return warningOf('doctor/batch-slow', {
    objects,
    seconds: took,
    concurrency,
    timeout: timeoutSeconds,
    batchSize: Math.max(1, most),
  });
}
