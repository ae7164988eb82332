/** Milliseconds that are spent on measuring, and that one sample should take: a clock cannot tell less. */
const BUDGET_MS = 50;
const SAMPLE_MS = 0.2;
const MOST_TIMES = 100_000;

/**
 * How long one evaluation takes, in microseconds: the median of the later half of as many as fit into some
 * milliseconds. The first ones take a thousand times longer, and say nothing of a run over many rows.
 */
export async function measureMicroseconds(evaluate: (times: number) => unknown): Promise<number> {
  const started = performance.now();
  let times = 1;
  let samples: number[] = [];
  do {
    const before = performance.now();
    await evaluate(times);
    const tookMs = performance.now() - before;
    samples.push((tookMs / times) * 1000);
    if (tookMs < SAMPLE_MS && times < MOST_TIMES) {
      times *= 2;
      samples = samples.slice(-1);
    }
  } while (performance.now() - started < BUDGET_MS);
  const warm = samples.slice(samples.length >> 1).sort((a, b) => a - b);
  return Number((warm[warm.length >> 1] as number).toPrecision(3));
}

/** A duration as people say it: 0.3 µs, 12 ms. */
export function drawDuration(microseconds: number): string {
  const [value, unit] =
    microseconds < 1000
      ? [microseconds, 'µs']
      : microseconds < 1_000_000
        ? [microseconds / 1000, 'ms']
        : [microseconds / 1_000_000, 's'];
  return `${Number(value.toPrecision(2))} ${unit}`;
}
