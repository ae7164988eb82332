import type { Fault, History } from './history.ts';
import { play } from './play.ts';
import { makeHistory } from './random-history.ts';
import { shrink } from './shrink.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** Histories in this process. */
  readonly histories: number;
  /** Runs in processes of their own that are killed. */
  readonly kills: number;
  readonly shrinks: boolean;
  /** Told of each fault when it is found. */
  readonly onFault?: (found: Found) => void;
  readonly onProgress?: (played: number) => void;
}

export interface Found {
  readonly history: History;
  readonly fault: Fault;
}

export interface Tally {
  readonly histories: number;
  readonly nights: number;
  readonly kills: number;
  /** Nights that did not believe more entries of their index than people had written. */
  readonly doubted: number;
  readonly found: readonly Found[];
}

/** Histories with kills that are played at once: they wait for processes of their own. */
const LANES = 2;
/** Kills in one history. */
const KILLS_EACH = 4;

/** Plays so many histories, and then histories with kills until so many runs have been killed. */
export async function chaos(options: ChaosOptions): Promise<Tally> {
  const { seed, histories, kills, shrinks } = options;
  const found: Found[] = [];
  const sum = { histories: 0, nights: 0, kills: 0, doubted: 0 };
  const playOne = async (history: History): Promise<void> => {
    const played = await play(history);
    sum.histories += 1;
    sum.nights += played.nights;
    sum.kills += played.kills;
    sum.doubted += played.doubted;
    options.onProgress?.(sum.histories);
    if (!played.fault) return;
    const smallest = shrinks ? await shrink(history, played.fault) : { history, fault: played.fault };
    found.push(smallest);
    options.onFault?.(smallest);
  };
  for (let n = 1; n <= histories; n += 1) await playOne(makeHistory(seed, n, 0));
  // A run may end before it comes to the point: what counts is how many were killed.
  let number = 0;
  const lane = async (): Promise<void> => {
    while (sum.kills < kills && number < kills) await playOne(makeHistory(seed, (number += 1), KILLS_EACH));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { ...sum, found };
}

/** A history as it can be read, and played again with `--history`. */
export function tellHistory({ history, fault }: Found): string {
  const steps = history.steps.map((step, at) => `  ${at === fault.at ? '→' : ' '} ${JSON.stringify(step)}`);
  const where = fault.at >= history.steps.length ? '\n  → in the nights after' : '';
  return `seed ${history.seed}, ${history.number}: ${fault.kind}: ${fault.text}\n    ${JSON.stringify(history.setup)}\n${steps.join('\n')}${where}`;
}
