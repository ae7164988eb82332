import { setImmediate } from 'node:timers/promises';

/** So many are made in one go: a millisecond or two. */
const PIECE = 10;

/**
 * Makes what is to be kept of things that were sent, piece by piece: in between whatever is waiting has its turn, above all
 * the next batch, which is to be on its way to the server meanwhile.
 */
export async function inPieces<T, U>(things: readonly T[], make: (thing: T) => readonly U[]): Promise<U[]> {
  const made: U[] = [];
  for (let at = 0; at < things.length; at += PIECE) {
    await setImmediate();
    for (const thing of things.slice(at, at + PIECE)) made.push(...make(thing));
  }
  return made;
}
