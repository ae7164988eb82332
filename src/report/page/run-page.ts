import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { RUN_FOLDER } from '../dates.ts';
import type { RunReport } from '../report.ts';
import { drawReport } from './draw-report.ts';
import { loadPastRuns } from './past-runs.ts';
import type { PageSettings } from './teller.ts';

/** Runs that are drawn beside the one that has just ended. */
const RUNS = 30;

/** The page of a run that has just ended; `folder` has all runs, `runFolder` its own. */
export async function drawRunPage(
  report: RunReport,
  { folder, runFolder, settings }: { folder: string; runFolder: string; settings: PageSettings },
): Promise<string> {
  const runs = await loadPastRuns(folder, 0, RUNS);
  return drawReport({ latest: report, details: report, runs, files: await filesIn(runFolder, runFolder) }, settings);
}

/** What a run at work has in its folder, and takes away; and the page itself. */
const NOT_FOR_PEOPLE = /^(?:running\.json|written\.ndjson|report\.html|plan\..*|.*\.tmp)$/;

/** The files of a run's folder by name, with the way to each from the folder of a page. */
export async function filesIn(runFolder: string, pageFolder: string): Promise<Map<string, string>> {
  const names = (await readdir(runFolder).catch(() => [])).filter((name) => !NOT_FOR_PEOPLE.test(name)).sort();
  const isHere = RUN_FOLDER.test(relative(pageFolder, runFolder)) || runFolder === pageFolder;
  const wayTo = (name: string): string => {
    const path = isHere ? relative(pageFolder, join(runFolder, name)) : join(runFolder, name);
    return path.split(/[\\/]/).map(encodeURIComponent).join('/');
  };
  return new Map(names.map((name) => [name, wayTo(name)]));
}
