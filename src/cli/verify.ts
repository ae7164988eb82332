import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { LoadOptions } from '../job/load-pipeline.ts';
import type { VerifyWishes } from '../job/verify-job.ts';
import type { VerifyReport } from '../report/verify-report.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** Compares the index of a pipeline with its server; `text` is what people are shown. Throws ProblemsError, EtlError. */
export async function verify(
  spec: string,
  wishes: VerifyWishes,
  options: LoadOptions & {
    readonly log: Log;
    readonly version: string;
    readonly onWarnings: (problems: readonly Problem[]) => void;
  },
): Promise<{ readonly report: VerifyReport; readonly text: string }> {
  const [{ verifyJob }, { drawVerification }] = await Promise.all([
    import('../job/verify-job.ts'),
    import('../report/verify-summary.ts'),
  ]);
  const report = await withTemporaryFolder('verify', (folder) => verifyJob(spec, wishes, { ...options, folder }));
  return { report, text: drawVerification(report) };
}
