import { EtlError } from '../base/errors.ts';
import type { InTurn } from '../base/in-turn.ts';
import type { Outcome, Sending } from '../contracts/sink.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Entry } from '../contracts/store.ts';
import type { Gate } from './gate.ts';
import { Memory } from './memory.ts';
import { refOf } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { clearingsOf } from './places.ts';
import { afterVerdict, notSent, underWay, type EntryChange, type SendLine } from './verdicts.ts';

/** What batches that are at work at once have in common. */
export interface Road {
  /** What touches the index is done in turn. */
  readonly atIndex: InTurn;
  /** As many are under way as the sink takes; others are made ready meanwhile, or written down. */
  readonly gate: Gate;
  /** Whether anything more may leave. */
  readonly mayGo: () => boolean;
  /** Told what came of a batch, before another one leaves; undefined where that could not be sent at all. */
  readonly settled: (outcomes: ReadonlyMap<string, Outcome> | undefined) => void;
}

/**
 * Sends a batch, and writes each object's own verdict into the index. Right before it leaves, its records are marked as under
 * way in the journal: should we be killed now, the next run asks the sink about these, and about no others. Undefined where
 * nothing more may leave once it could.
 */
export async function sendBatch(
  context: RunContext,
  lines: readonly SendLine[],
  { atIndex, gate, mayGo, settled }: Road,
): Promise<ReadonlyMap<string, Outcome> | undefined> {
  const { pipeline, index } = context;
  const before = await atIndex.do(() => entriesOf(context, lines));
  const sendings = lines.map((line) => toSending(context, line, before.get(nameOf(refOf(line)))));
  const record = (to: (line: SendLine, entry: Entry) => EntryChange): Promise<void> => {
    const changes = lines.flatMap((line) => {
      const entry = before.get(nameOf(refOf(line)));
      return entry ? [{ ref: refOf(line), ...to(line, entry) }] : [];
    });
    return index.record(changes);
  };
  const deliver = async (): Promise<ReadonlyMap<string, Outcome>> => {
    try {
      await atIndex.do(async () => {
        // It was made ready a while ago: by now the journal may be another run's.
        context.ensureLocked();
        await record((line, entry) => underWay(context, line, entry));
        await index.checkpoint();
      });
      return await pipeline.sink.send(sendings, () => context.ensureLocked());
    } catch (error) {
      settled(undefined);
      // Where the sink throws, nothing of the batch was sent.
      if (error instanceof EtlError) await atIndex.do(() => record((_, entry) => notSent(entry)));
      throw error;
    }
  };
  return gate.pass(async () => {
    if (!mayGo()) return undefined;
    const sent = await deliver();
    const outcomes = new Map(lines.map(({ address }) => [address, sent.get(address) ?? LEFT_OUT]));
    settled(outcomes);
    // Before the next batch is marked: what has its verdict is in doubt no more.
    await atIndex.do(() =>
      record((line, entry) => afterVerdict(context, line, outcomes.get(line.address) ?? LEFT_OUT, entry)),
    );
    return outcomes;
  });
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
