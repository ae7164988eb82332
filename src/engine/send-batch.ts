import { EtlError } from '../base/errors.ts';
import type { InTurn } from '../base/in-turn.ts';
import type { Outcome, Sending } from '../contracts/sink.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Change, Entry } from '../contracts/store.ts';
import { Memory } from './memory.ts';
import { refOf } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { clearingsOf } from './places.ts';
import { afterVerdict, notSent, underWay, type SendLine } from './verdicts.ts';

/**
 * Sends a batch, and writes each object's own verdict into the index. Before it leaves, its records are marked as under way
 * in the journal: should we be killed now, the next run asks the sink about these, and about no others. Batches may be
 * under way at once; only what touches the index is done in turn.
 */
export async function sendBatch(
  context: RunContext,
  lines: readonly SendLine[],
  atIndex: InTurn,
): Promise<ReadonlyMap<string, Outcome>> {
  const { pipeline, index } = context;
  const before = await atIndex.do(() => entriesOf(context, lines));
  const changes = (to: (line: SendLine, entry: Entry) => Omit<Change, 'ref'>): Change[] =>
    lines.flatMap((line) => {
      const entry = before.get(nameOf(refOf(line)));
      return entry ? [{ ref: refOf(line), ...to(line, entry) }] : [];
    });
  let sent: ReadonlyMap<string, Outcome>;
  try {
    await atIndex.do(async () => {
      await index.record(changes((line, entry) => underWay(context, line, entry)));
      await index.checkpoint();
    });
    const sendings = lines.map((line) => toSending(context, line, before.get(nameOf(refOf(line)))));
    sent = await pipeline.sink.send(sendings, () => context.ensureLocked());
  } catch (error) {
    // Where the sink throws, nothing of the batch was sent.
    if (error instanceof EtlError) await atIndex.do(() => index.record(changes((_, entry) => notSent(entry))));
    throw error;
  }
  const outcomes = new Map(lines.map(({ address }) => [address, sent.get(address) ?? LEFT_OUT]));
  await atIndex.do(() =>
    index.record(changes((line, entry) => afterVerdict(context, line, outcomes.get(line.address) ?? LEFT_OUT, entry))),
  );
  return outcomes;
}

const LEFT_OUT: Outcome = { is: 'unknown', reason: 'it was left out of the answer' };

/** Each has an entry, since it was reserved. Where somebody has taken it away meanwhile, the next run reports it as lost. */
async function entriesOf({ index }: RunContext, lines: readonly SendLine[]): Promise<ReadonlyMap<string, Entry>> {
  const entries = await index.get(lines.map(refOf));
  return new Map(entries.flatMap((found) => (found ? [[nameOf(found.ref), found.entry] as const] : [])));
}

function toSending(context: RunContext, line: SendLine, entry: Entry | undefined): Sending {
  const { pipeline, index } = context;
  const { key, role, address, object, movedFrom = [] } = line;
  const clearings = clearingsOf(context, movedFrom, object);
  const overwrites = line.action === 'update' && line.overwrites === true;
  return {
    ref: { key, role },
    address,
    object,
    isNew: line.action === 'create' && line.isFresh,
    ...(clearings.length > 0 && { movedFrom: clearings }),
    mayReplace: (there) =>
      overwrites || (entry !== undefined && new Memory(pipeline.sink, index, entry).ownerOf(there, object) === 'ours'),
  };
}
