import type { Command } from '@oclif/core';
import type { JobOptions, JobOrder } from '../job/run-job.ts';
import type { RunReport } from '../report/report.ts';
import { BaseCommand } from './base-command.ts';
import { FailedRun } from './failed-run.ts';
import { toLoadOptions } from './load-pipeline.ts';
import { listenForSignals } from './stop-requests.ts';

/** A command that has a job done, and shows its report. */
export abstract class JobCommand<T extends typeof Command> extends BaseCommand<T> {
  /** Throws what the job failed with, together with its report where it had begun. */
  protected async runJob(order: JobOrder, options: Pick<JobOptions, 'folder'> = {}): Promise<RunReport> {
    const { runJob } = await import('../job/run-job.ts');
    const { spec } = this.args as { readonly spec: string };
    const { accept } = this.flags as { readonly accept?: readonly string[] };
    const { report, failure, hasBegun } = await runJob(spec, order, {
      ...toLoadOptions(this.flags, this.secrets),
      ...options,
      accept: accept ?? [],
      log: this.talk,
      version: this.config.version,
      listen: listenForSignals,
      onWarnings: (problems) => this.showProblems(problems),
    });
    if (failure) throw hasBegun ? new FailedRun(failure, report) : failure;
    await this.finish(report);
    return report;
  }
}
