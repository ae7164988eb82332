import type { JsonObject } from '../base/json.ts';
import type { Outcome } from '../contracts/sink.ts';
import type { Change, Entry, OldPlace, Send } from '../contracts/store.ts';
import { toHash } from '../index/hash.ts';
import { wasConfirmed } from '../index/states.ts';
import type { LineOf } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { toRefusal } from './refusal.ts';
import { rowOf } from './said.ts';

/** A line that sends something. */
export type SendLine = LineOf<'create' | 'update'>;

/** What a change says, but for the entry that it is about. */
export type EntryChange = Omit<Change, 'ref'>;

/** What changes need of the run: its time, and short names for lists of targets. */
type Tools = Pick<RunContext, 'pipeline' | 'index' | 'now'>;

/**
 * What an entry says from right before its object is sent until there is a verdict. Nobody knows then what is there: the
 * hash it had is kept as `hashBefore`, and what is under way among the `doubts`, so that the next run can tell both from
 * what a person may have done since.
 */
export function underWay(tools: Tools, line: SendLine, entry: Entry): EntryChange {
  const send: Send = { hash: line.hash, shape: shapeOf(tools, line) };
  return {
    state: wasConfirmed(entry) ? 'replacing' : 'sending',
    hash: null,
    hashBefore: entry.hash ?? entry.hashBefore ?? null,
    doubts: [...entry.doubts.filter((doubt) => doubt.hash !== send.hash || doubt.shape !== send.shape), send],
  };
}

/** Takes `underWay` back: the batch was not sent after all. */
export function notSent({ state, refusal, hash, hashBefore, row, doubts }: Entry): EntryChange {
  return {
    state,
    ...(refusal && { refusal }),
    hash: hash ?? null,
    row: row ?? null,
    hashBefore: hashBefore ?? null,
    doubts,
  };
}

/** What an entry says once there is a verdict; `before` is what it said before it was under way. */
export function afterVerdict(tools: Tools, line: SendLine, outcome: Outcome, before: Entry): EntryChange {
  const { doubts } = before;
  switch (outcome.is) {
    case 'created':
    case 'updated':
      return {
        ...taken(tools, line, outcome, doubts),
        hash: line.hash,
        ...rowOfLine(line, shapeOf(tools, line)),
        ...(before.partOf !== undefined && { partOf: null }),
        ...(before.movedFrom && stillLeft(before.movedFrom, outcome.cleared)),
      };
    case 'partly':
      return {
        ...taken(tools, line, outcome, doubts),
        hash: hashThere(tools, line, outcome.stored),
        partOf: line.hash,
        refusal: toRefusal('server', outcome.reasons),
      };
    case 'refused':
      return {
        state: wasConfirmed(before) ? 'live' : doubts.length > 0 ? 'sending' : 'refused',
        refusal: toRefusal(outcome.by, outcome.reasons),
        hash: before.hash ?? before.hashBefore ?? null,
        hashBefore: null,
        doubts,
      };
    case 'deletedThere':
      return { state: 'deletedThere', hashBefore: null, doubts };
    default:
      return {};
  }
}

/** The places that have still to be cleared, or looked at once more. */
function stillLeft(places: readonly OldPlace[], cleared: readonly string[] = []): EntryChange {
  const left = places.filter(({ address, isOpen }) => isOpen || !cleared.includes(address));
  return { movedFrom: left.length > 0 ? left : null };
}

/** What an entry says of an object that the sink has, all of it or a part. */
function taken(
  tools: Tools,
  line: SendLine,
  { afterSilence }: { readonly afterSilence?: true },
  doubts: Entry['doubts'],
): EntryChange {
  return {
    state: 'live',
    missing: null,
    hashBefore: null,
    shape: shapeOf(tools, line),
    left: (line.action === 'update' && line.left) || null,
    pair: line.pair ?? null,
    sentAt: tools.now.toISOString(),
    isKnown: true,
    // Where the answer was lost, its request stays a doubt until a later run has looked once more.
    ...(!afterSilence && { doubts }),
  };
}

/** What is kept of the row of a line whose object is there, with that shape. */
export function rowOfLine(
  { said, key, address, hash }: Pick<SendLine, 'said' | 'key' | 'address' | 'hash'>,
  shape: string,
): Pick<EntryChange, 'row'> {
  return said === undefined ? {} : { row: rowOf(said, { key, address, hash, shape }) };
}

/** The hash of what is there of all that was sent. */
function hashThere({ pipeline: { sink } }: Tools, { object }: SendLine, there: JsonObject): string {
  return toHash(sink.image(sink.restrict(there, sink.targetsOf(object))));
}

function shapeOf({ pipeline, index }: Tools, { object }: SendLine): string {
  return index.shapeOf(pipeline.sink.targetsOf(object));
}
