import type { Extract } from '../contracts/source.ts';
import { bindSide, type MapRecords, type Outcome } from './outcomes.ts';
import type { Pipeline } from '../engine/pipeline.ts';

/** What both sides make of one record; undefined where a side has no such record. */
export interface Pair {
  readonly old: Outcome | undefined;
  readonly now: Outcome | undefined;
}

/** What was read beside the records that have a key. */
export interface Reading {
  location: string;
  unreadable: number;
}

const BATCH = 500;

/** Both sides with one source. */
export interface PairOptions {
  readonly old: Pipeline;
  readonly now: Pipeline;
  readonly isConnected: boolean;
  /** A folder for what sources keep on disk. */
  readonly folder: string;
}

/**
 * The records of the source, each as both sides map it. Rows are read once and mapped twice; where rows are grouped, or
 * keys are made otherwise, each side reads its own records, and they meet under their keys. Throws ProblemsError.
 */
export async function* readPairs(options: PairOptions, reading: Reading): AsyncGenerator<Pair> {
  const { old, now } = options;
  const isByRow = !old.isOfGroups && !now.isOfGroups && JSON.stringify(old.key) === JSON.stringify(now.key);
  if (isByRow) yield* readRows(options, reading);
  else yield* readKeys(options, reading);
}

async function* readRows({ old, now, isConnected, folder }: PairOptions, reading: Reading): AsyncGenerator<Pair> {
  const extract = await now.source.open(folder);
  try {
    reading.location = extract.facts.location;
    const sides = [bindSide(old, extract.header, isConnected), bindSide(now, extract.header, isConnected)] as const;
    for await (const { records, badRows = [] } of extract.batches(BATCH)) {
      reading.unreadable += badRows.length;
      const [before, after] = await Promise.all(sides.map((map) => map(records)));
      for (const at of records.keys()) {
        const pair = { old: before?.[at], now: after?.[at] };
        if (pair.old ?? pair.now) yield pair;
        else reading.unreadable += 1;
      }
    }
  } finally {
    await extract.close();
  }
}

async function* readKeys({ old, now, isConnected, folder }: PairOptions, reading: Reading): AsyncGenerator<Pair> {
  const left = new Map<string, Outcome>();
  const ignored: Reading = { location: '', unreadable: 0 };
  for await (const outcome of readSide(old, isConnected, folder, ignored)) left.set(outcome.record.key, outcome);
  for await (const outcome of readSide(now, isConnected, folder, reading)) {
    const { key } = outcome.record;
    yield { old: left.get(key), now: outcome };
    left.delete(key);
  }
  for (const outcome of left.values()) yield { old: outcome, now: undefined };
}

async function* readSide(
  pipeline: Pipeline,
  isConnected: boolean,
  folder: string,
  reading: Reading,
): AsyncGenerator<Outcome> {
  const extract: Extract = await pipeline.source.open(folder);
  try {
    reading.location = extract.facts.location;
    const map: MapRecords = bindSide(pipeline, extract.header, isConnected);
    for await (const { records, badRows = [] } of extract.batches(BATCH)) {
      reading.unreadable += badRows.length;
      for (const outcome of await map(records)) {
        if (outcome) yield outcome;
        else reading.unreadable += 1;
      }
    }
  } finally {
    await extract.close();
  }
}
