import { resolve } from 'node:path';
import { EtlError } from '../base/errors.ts';
import { writePrivateFile } from '../base/private-file.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { drawReport } from '../report/page/draw-report.ts';
import type { RunReport } from '../report/report.ts';

/** Writes a plan for people who approve it, and have no terminal. Throws EtlError `file/not-writable`. */
export async function writePlanPage(
  report: RunReport,
  file: string,
  { language, timeZone, artifacts }: Pick<Pipeline, 'language' | 'timeZone' | 'artifacts'>,
  { cwd, secrets }: { readonly cwd: string; readonly secrets: Secrets },
): Promise<void> {
  const masked = JSON.parse(secrets.toJson(report) ?? 'null') as RunReport;
  const page = { latest: masked, details: masked, runs: [], files: new Map<string, string>() };
  const text = await drawReport(page, { language, timeZone, personalData: artifacts.personalData });
  try {
    await writePrivateFile(resolve(cwd, file), text);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new EtlError('file/not-writable', { path: file, reason }, { cause: error });
  }
}
