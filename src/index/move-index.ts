import { EtlError } from '../base/errors.ts';
import type { MovableIndex, MovableStore, MovingIndex } from '../contracts/moving.ts';
import type { EntryState, OpenOptions } from '../contracts/store.ts';

export interface MoveOptions {
  /** What an address looks like: an entry that others have spoilt is refused. */
  readonly address: OpenOptions['address'];
  /** Whatever stands at the other place may go. */
  readonly overwrites: boolean;
  /** Reads and counts, and writes nothing. */
  readonly isTrial: boolean;
  readonly now: Date;
}

/** What was moved, or would be. */
export interface MovedIndex {
  readonly from: string;
  readonly to: string;
  readonly entries: number;
  readonly live: number;
  readonly states: Readonly<Partial<Record<EntryState, number>>>;
  readonly isMoved: boolean;
}

/**
 * Moves an index to another store, with all that is known of it. The old one stays as it is, with a note beside it by which
 * every run refuses it; the new one bears such a note until it is whole. So one of both can be used at any time, and never
 * both; and a move that was killed is made again, or comes to its end. Throws EtlError.
 */
export async function moveIndex(from: MovableStore, to: MovableStore, options: MoveOptions): Promise<MovedIndex> {
  if (from.location === to.location) throw new EtlError('index/moved-to-itself', { location: from.location });
  const source = await from.move(options);
  try {
    const target = await to.move(options);
    try {
      const moved = await moveHeld({ from: from.location, source, to: to.location, target }, options);
      if (moved.isMoved) await moveRows(from, to);
      return moved;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** What is known of the source's rows goes along, so that the next night is as fast as the last one: it does without, too. */
async function moveRows(from: MovableStore, to: MovableStore): Promise<void> {
  try {
    const rows = await from.loadRows();
    if (rows) await to.keepRows([rows]);
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
  }
}

interface Both {
  readonly from: string;
  readonly source: MovableIndex;
  readonly to: string;
  readonly target: MovableIndex;
}

async function moveHeld({ from, source, to, target }: Both, options: MoveOptions): Promise<MovedIndex> {
  const { overwrites, isTrial, now } = options;
  if (!source.exists) throw new EtlError('index/nothing-to-move', { location: from });
  const isHalfThere = target.note?.is === 'arriving' && target.note.from === from;
  const isOnlyToBeSaid = isHalfThere && source.note?.is === 'moved' && source.note.to === to;
  if (source.note && !isOnlyToBeSaid) {
    if (source.note.is === 'arriving')
      throw new EtlError('guard/index-arriving', { location: from, from: source.note.from });
    throw new EtlError('index/moved-before', { location: from, to: source.note.to });
  }
  if (target.exists && !isHalfThere && !overwrites) throw new EtlError('index/move-onto', { location: to });
  const index = await source.read();
  if (index.lostUnknown > 0) throw new EtlError('index/move-losses', { location: from, lost: index.lostUnknown });
  const states = countStates(index);
  if (!isTrial) {
    if (!isOnlyToBeSaid) {
      await target.setNote({ is: 'arriving', from });
      await target.replace(index);
      await source.setNote({ is: 'moved', to, at: now.toISOString() });
    }
    await target.setNote(undefined);
  }
  return { from, to, entries: index.size, live: index.live, states, isMoved: !isTrial };
}

function countStates(index: MovingIndex): Partial<Record<EntryState, number>> {
  const states: Partial<Record<EntryState, number>> = {};
  for (const { kept } of index.entries()) states[kept.state] = (states[kept.state] ?? 0) + 1;
  return states;
}
