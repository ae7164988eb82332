/** The second pass over a plan: what only the whole file can tell is put right, and all other lines stay as they stand. */
import { createHash, type Hash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { nameOf } from '../contracts/ref.ts';
import type { DuplicateVerdict } from './duplicates.ts';
import type { PlaceVerdict } from './place-claims.ts';
import { readShared, redecidePlace, withoutTaking } from './place-lines.ts';
import { PlainLines } from './plain-lines.ts';
import type { PlanLabels } from './plan-labels.ts';
import type { PlanLine } from './plan-line.ts';
import { PlanSummary } from './plan-summary.ts';
import type { PlanContext } from './pipeline.ts';
import { redecide, type LateVerdict } from './redecide.ts';
import { parseLine, readPieces, SpoolWriter } from './spool.ts';

/** Verdicts by line of the draft, from 0. */
export interface LateVerdicts {
  /** Of several about one line the first counts. */
  readonly lines: readonly ReadonlyMap<number, DuplicateVerdict | LateVerdict>[];
  readonly places: ReadonlyMap<number, PlaceVerdict>;
}

/** A draft, and what it comes to. */
interface Drafted {
  readonly file: string;
  /** Of its bytes; absent where nobody will ask. */
  readonly hash: Hash | undefined;
  readonly summary: PlanSummary;
  readonly labels: PlanLabels;
  readonly plain: PlainLines;
  /** Names of index entries that a record accounts for; those of records that follow another are added. */
  readonly accounted: { add(name: string): unknown };
}

/** The draft becomes the plan `file`. A line about which nothing else was decided is not parsed again, unless it must be counted again. */
export async function settleLines(
  context: PlanContext,
  draft: Drafted,
  verdicts: LateVerdicts,
  file: string,
): Promise<Pick<Drafted, 'summary' | 'hash' | 'plain'>> {
  const touched = new Set([...verdicts.lines, verdicts.places].flatMap((byLine) => [...byLine.keys()]));
  if (touched.size === 0) {
    await rename(draft.file, file);
    return draft;
  }
  const settle = await settler(context, draft, verdicts);
  const { plain, labels } = draft;
  const [summary, settled] = [new PlanSummary(), new PlainLines()];
  const hash = draft.hash && createHash('sha256');
  const rewrite = async (plan: SpoolWriter): Promise<void> => {
    let next = 0;
    const countPlain = (end: number): void => {
      for (let one = plain.at(next); next < end && one; one = plain.at(next)) {
        summary.addPlain(one);
        settled.add(one, plain.bytesOf(next));
        next += 1;
      }
    };
    for await (const piece of readPieces(draft.file, (at) => touched.has(at) || !plain.at(at))) {
      if (!('text' in piece)) {
        await plan.writeBytes(piece.bytes);
        continue;
      }
      countPlain(piece.at);
      next = piece.at + 1;
      const drafted = parseLine(piece.text);
      const line = touched.has(piece.at) ? await settle(piece.at, drafted) : drafted;
      if (!line) continue;
      summary.add(line);
      if (line !== drafted) labels.add(line);
      const before = plan.size;
      await (line === drafted ? plan.writeText(piece.text) : plan.write(line));
      settled.add(line, plan.size - before);
    }
    countPlain(plain.size);
  };
  await SpoolWriter.fill(file, rewrite, hash);
  await rm(draft.file);
  return { summary, hash, plain: settled };
}

/** What becomes of a line about which something was decided; undefined where it goes. */
async function settler(
  context: PlanContext,
  draft: Drafted,
  { lines, places }: LateVerdicts,
): Promise<(at: number, drafted: PlanLine) => Promise<PlanLine | undefined>> {
  const shared = await readShared(context.pipeline.sink, draft.file, places);
  return async (at, drafted) => {
    const verdict = lines.map((byLine) => byLine.get(at)).find((one) => one !== undefined);
    const place = places.get(at);
    if (verdict === 'repeat') return undefined;
    if (place?.is === 'successor') draft.accounted.add(nameOf(place.found.ref));
    const placed = place ? await redecidePlace(context, drafted, place, shared) : drafted;
    return verdict === undefined ? placed : withoutTaking(context, await redecide(context, placed, verdict));
  };
}
