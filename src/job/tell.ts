import type { Json } from '../base/json.ts';
import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Notifier } from '../contracts/notifier.ts';
import type { RunReport } from '../report/report.ts';
import { drawSummary } from '../report/summary.ts';

/** Tells what became of a job, without secrets. A notifier that fails is logged, and changes nothing of what was done. */
export async function tell(
  notifiers: readonly Notifier[],
  report: RunReport,
  { secrets, log }: { readonly secrets: Secrets; readonly log: Log },
): Promise<void> {
  const { pipeline, exitCode } = report;
  const told = JSON.parse(secrets.toJson(report) ?? 'null') as Json;
  const notice = { pipeline, exitCode, summary: secrets.mask(drawSummary(report)), report: told };
  for (const notifier of notifiers) {
    try {
      await notifier.notify(notice);
    } catch (error) {
      log.warn(`${notifier.name} was not told: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
