/** Reading a few lines of a plan of which the sizes are known: what stands between them is passed over. */
import type { FileHandle } from 'node:fs/promises';
import { openRegularFile } from '../base/regular-file.ts';
import type { PlainLines } from './plain-lines.ts';
import type { PlanLine } from './plan-line.ts';
import { parseLine, readSome } from './spool.ts';

/** Bytes over which lines that are wanted are read together. */
const NEAR = 1 << 18;

/** A line, where it stands in the file. */
interface Span {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** The lines of a plan file that are wanted, by their places from 0; `isWanted` is asked for each of them, in their order. */
export async function* readSized(
  path: string,
  sizes: Pick<PlainLines, 'bytesOf'>,
  isWanted: (at: number) => boolean,
): AsyncGenerator<{ readonly at: number; readonly line: PlanLine }, void> {
  let at = 0;
  let start = 0;
  const file = await openRegularFile(path);
  try {
    let near: Span[] = [];
    for (let size = sizes.bytesOf(at); size > 0; size = sizes.bytesOf(at)) {
      if (isWanted(at)) near.push({ at, start, end: start + size });
      at += 1;
      start += size;
      if (start - (near[0]?.start ?? start) < NEAR) continue;
      yield* await readNear(file, near);
      near = [];
    }
    yield* await readNear(file, near);
  } finally {
    await file.close();
  }
  for await (const one of readSome(path, (place) => isWanted(at + place), start)) yield { ...one, at: at + one.at };
}

async function readNear(file: FileHandle, near: readonly Span[]) {
  const [first, last] = [near[0], near.at(-1)];
  if (!first || !last) return [];
  const bytes = Buffer.allocUnsafe(last.end - first.start);
  await file.read(bytes, 0, bytes.length, first.start);
  const textOf = ({ start, end }: Span): string => bytes.toString('utf8', start - first.start, end - first.start);
  return near.map((span) => ({ at: span.at, line: parseLine(textOf(span)) }));
}
