import { dirname, join } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import type { RunReport } from '../report.ts';
import { drawReport } from './draw-report.ts';
import { loadReport } from './load-report.ts';
import { loadPastRuns, type PastRun } from './past-runs.ts';
import { filesIn } from './run-page.ts';
import type { PageSettings } from './teller.ts';

const WEEK_MS = 7 * 24 * 3600 * 1000;
/** A run every two hours, for two weeks; of more the last are drawn. */
const MOST = 200;

/** A page of the last weeks, and what it was made of. */
export interface WeeksPage {
  readonly text: string;
  readonly runs: number;
  readonly latest: RunReport;
}

/**
 * The page of the last weeks, of the runs whose folders are kept: what is to be done is said by the latest; where that read
 * nothing, the records are those of the last one that did. `page`: where it will lie. Throws EtlError `report/*`.
 */
export async function drawWeeks(
  { folder, page, weeks, now }: { folder: string; page: string; weeks: number; now: Date },
  settings: PageSettings,
): Promise<WeeksPage> {
  const runs = await loadPastRuns(folder, now.getTime() - weeks * WEEK_MS, MOST);
  const last = runs.at(-1);
  if (!last) throw new EtlError('report/no-runs', { folder, weeks });
  const told = runs.findLast(hasRead) ?? last;
  const fileOf = ({ run }: PastRun): string => join(folder, run, 'report.json');
  const latest = await loadReport(fileOf(last));
  const details = told === last ? latest : await loadReport(fileOf(told));
  const files = await filesIn(join(folder, told.run), dirname(page));
  try {
    const text = await drawReport({ latest, details, runs, files, weeks }, settings);
    return { text, runs: runs.length, latest };
  } catch (error) {
    // Somebody has worked on it: data must not be taken for a fault of ours.
    throw new EtlError('report/not-ours', { file: fileOf(told) }, { cause: error });
  }
}

function hasRead({ exitCode, counts }: PastRun): boolean {
  return exitCode <= 1 || counts.read > 0;
}
