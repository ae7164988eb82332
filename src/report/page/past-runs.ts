import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../base/json.ts';
import { parseJson } from '../../base/parse-json.ts';
import { openRegularFile } from '../../base/regular-file.ts';
import type { Counts } from '../../engine/counts.ts';
import { emptyCounts } from '../../engine/plan-summary.ts';
import { RUN_FOLDER } from '../dates.ts';

/** What a run says of itself at the head of its report: enough to be drawn beside others. */
export interface PastRun {
  /** Name of its folder. */
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly counts: Counts;
}

/** A report may have megabytes of rejects; what is wanted stands before them. */
const HEAD_BYTES = 16 * 1024;
/** Runs that are drawn. */
export const MOST_RUNS = 60;

/** The runs whose folders are kept, the oldest first: those that began `since` then (epoch milliseconds), at most so many. */
export async function loadPastRuns(folder: string, since = 0, most = MOST_RUNS): Promise<PastRun[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => RUN_FOLDER.test(name)).sort();
  const runs: PastRun[] = [];
  for (const run of names.toReversed()) {
    if (runs.length >= most) break;
    const past = await loadHead(folder, run);
    if (past && Date.parse(past.startedAt) >= since) runs.push(past);
  }
  return runs.toReversed();
}

/** A folder without a report is that of a run at work, or of one that was killed. */
async function loadHead(folder: string, run: string): Promise<PastRun | undefined> {
  const file = await openRegularFile(join(folder, run, 'report.json')).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return parseHead(buffer.toString('utf8', 0, bytesRead), run);
  } catch {
    return undefined;
  } finally {
    await file.close().catch(() => {});
  }
}

/** In JSON a line end inside a text is escaped: this can only be the key. */
const REST = /,\n {2}"rejects": /;

export function parseHead(text: string, run: string): PastRun | undefined {
  const at = text.search(REST);
  const parsed = at < 0 ? undefined : parseJson(`${text.slice(0, at)}\n}`);
  if (!parsed || !('value' in parsed) || !isObject(parsed.value)) return undefined;
  const { startedAt, finishedAt, exitCode, counts } = parsed.value;
  if (!isTime(startedAt) || !isTime(finishedAt) || typeof exitCode !== 'number' || !isObject(counts)) return undefined;
  const known = Object.entries(emptyCounts()).map(([name]) => {
    const count = counts[name];
    return [name, typeof count === 'number' ? count : 0];
  });
  return { run, startedAt, finishedAt, exitCode, counts: Object.fromEntries(known) as Counts };
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
