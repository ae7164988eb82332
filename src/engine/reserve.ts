import { nameOf } from '../contracts/ref.ts';
import { refOf } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { RESERVED, reservationOf, type ReservedLine } from './reservations.ts';
import { readLines } from './spool.ts';

/** Lines at a time. */
const BATCH = 500;

/**
 * Writes into the index what must be there before anything is sent: the addresses about to be used, and what was learnt
 * without sending. The index is the only truth: after a crash the next run goes on from here.
 */
export async function reserve(context: RunContext, planFile: string): Promise<void> {
  const { index } = context;
  let batch = new Map<string, ReservedLine>();
  const flush = async (): Promise<void> => {
    const lines = [...batch.values()];
    batch = new Map();
    const entries = await index.get(lines.map(refOf));
    const changes = lines.map((line, at) => {
      const change = reservationOf(context, line, entries[at]?.entry);
      const isKnown = 'isKnown' in line && line.isKnown;
      return change && { ref: refOf(line), ...change, ...(isKnown && { isKnown }) };
    });
    await index.record(changes.filter((change) => change !== undefined));
  };
  for await (const line of readLines(planFile, RESERVED)) {
    if (line.key === null || line.address === null) continue;
    const name = nameOf(refOf(line));
    // A second line about an entry goes on from what the first one has made of it.
    if (batch.size >= BATCH || batch.has(name)) await flush();
    batch.set(name, { ...line, address: line.address });
  }
  await flush();
  if (index.isDirty) await index.save();
}
