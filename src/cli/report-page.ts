import { join, resolve } from 'node:path';
import { EtlError } from '../base/errors.ts';
import { writePrivateFile } from '../base/private-file.ts';
import type { Secrets } from '../base/secrets.ts';
import { drawWeeks } from '../report/page/weeks-page.ts';
import { loadSpecFile, shownPath, type LoadFlags } from './load-pipeline.ts';
import { areOnlyInConnections, withStandIns } from './stand-ins.ts';

/** What `etl report` has done. */
export interface ReportPageResult {
  readonly pipeline: string;
  /** Where the page lies. */
  readonly page: string;
  /** Runs that it tells of. */
  readonly runs: number;
  /** Exit code of the latest of them. */
  readonly latest: { readonly startedAt: string; readonly exitCode: number };
}

/** Writes the page of the last weeks. Neither source nor server is asked. Throws ProblemsError, EtlError. */
export async function writeReportPage(
  spec: string,
  { weeks, to }: { readonly weeks: number; readonly to: string | undefined },
  flags: LoadFlags,
  secrets: Secrets,
): Promise<ReportPageResult> {
  const { loaded } = await withStandIns(
    (env) => loadSpecFile(spec, flags, secrets, env),
    (one) => areOnlyInConnections(one.spec),
  );
  const { name, language, timeZone, artifacts } = loaded.spec;
  const { folder, personalData } = artifacts;
  const page = to === undefined ? join(folder, 'report.html') : resolve(to);
  const settings = { language, timeZone, personalData };
  const { text, runs, latest } = await drawWeeks({ folder, page, weeks, now: new Date() }, settings);
  try {
    await writePrivateFile(page, secrets.mask(text));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new EtlError('file/not-writable', { path: shownPath(page), reason }, { cause: error });
  }
  const { startedAt, exitCode } = latest;
  return { pipeline: name, page: shownPath(page), runs, latest: { startedAt, exitCode } };
}
