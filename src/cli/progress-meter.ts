/** How far the stages of a run have come, in words: count, share, rate and the time that is left, as far as is known. */
import type { Reach } from '../base/log.ts';

/** A count of a stage, and when it was told. */
interface Sample {
  readonly atMs: number;
  readonly done: number;
  readonly share: number | undefined;
}

/** Rates are those of this long: a server that has become slow shows, and one slow batch does not. */
const WINDOW_MS = 30_000;
/** Less than that tells nothing of a rate. */
const SHORTEST_MS = 2000;
/** A sample in so many milliseconds is enough. */
const BETWEEN_SAMPLES_MS = 500;

/** Counts in, a line out. It has no clock of its own. */
export class ProgressMeter {
  readonly #samples = new Map<string, Sample[]>();
  #stage = '';
  #done = 0;
  #reach: Reach = {};

  /** A stage has come so far; one that has fewer than before has begun again. */
  see(stage: string, done: number, reach: Reach, nowMs: number): void {
    const isAgain = done < (this.#samples.get(stage)?.at(-1)?.done ?? 0);
    const samples = isAgain ? [] : (this.#samples.get(stage) ?? []);
    this.#stage = stage;
    this.#done = done;
    this.#reach = reach;
    const last = samples.at(-1);
    if (last && nowMs - last.atMs < BETWEEN_SAMPLES_MS) return;
    samples.push({ atMs: nowMs, done, share: shareOf(done, reach) });
    while ((samples[1]?.atMs ?? nowMs) <= nowMs - WINDOW_MS) samples.shift();
    this.#samples.set(stage, samples);
  }

  /** What was seen last, with as many of its parts as fit into `width` characters. */
  line(nowMs: number, width = Number.POSITIVE_INFINITY): string {
    const { total } = this.#reach;
    const share = shareOf(this.#done, this.#reach);
    const percent = share === undefined ? '' : ` (${Math.floor(share * 100)} %)`;
    const count = this.#done.toLocaleString('en');
    const counted = `${this.#stage} ${total === undefined ? count : `${count} of ${total.toLocaleString('en')}`}${percent}`;
    const parts = [counted, ...this.#pace(share, nowMs)];
    while (parts.length > 1 && parts.join(', ').length > width) parts.pop();
    return parts.join(', ').slice(0, width);
  }

  /** Rate and time left; nothing before they can be told. */
  #pace(share: number | undefined, nowMs: number): string[] {
    const [first] = this.#samples.get(this.#stage) ?? [];
    const tookMs = nowMs - (first?.atMs ?? nowMs);
    if (!first || tookMs < SHORTEST_MS || this.#done <= first.done) return [];
    const pace = [drawRate(((this.#done - first.done) * 1000) / tookMs)];
    const gained = (share ?? 0) - (first.share ?? 0);
    if (share === undefined || first.share === undefined || gained <= 0 || share >= 1) return pace;
    return [...pace, `${drawTime(((1 - share) / gained) * tookMs)} left`];
  }
}

function shareOf(done: number, { total, share }: Reach): number | undefined {
  return total === undefined ? share : total > 0 ? Math.min(1, done / total) : undefined;
}

function drawRate(perSecond: number): string {
  const [rate, unit] = perSecond < 1 ? [perSecond * 60, 'minute'] : [perSecond, 'second'];
  const shown = rate < 10 ? Number(rate.toPrecision(2)) : Number(rate.toPrecision(3));
  return `${shown.toLocaleString('en')} a ${unit}`;
}

/** Rounded up, so that it does not flicker: 15 s, 4 min, 2 h 10 min. */
function drawTime(ms: number): string {
  const seconds = Math.max(5, Math.ceil(ms / 5000) * 5);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const tens = Math.ceil(minutes / 10) * 10;
  return tens % 60 === 0 ? `${tens / 60} h` : `${Math.floor(tens / 60)} h ${tens % 60} min`;
}
