/** Which part of all is done, from 0 to 1: a source that grows while it is read has no more than all of it. */
export function partOf(done: number, all: number): number | undefined {
  return all > 0 ? Math.min(1, done / all) : undefined;
}
