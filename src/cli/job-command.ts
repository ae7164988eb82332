import type { Command } from '@oclif/core';
import type { Job, JobOptions, JobOrder } from '../job/run-job.ts';
import type { RunReport } from '../report/report.ts';
import { BaseCommand } from './base-command.ts';
import { FailedRun } from './failed-run.ts';
import { toLoadOptions } from './load-pipeline.ts';
import { listenForSignals } from './stop-requests.ts';

/** A command that has a job done, and shows its report. */
export abstract class JobCommand<T extends typeof Command> extends BaseCommand<T> {
  /** Has a job done, and shows its report. Throws what it failed with, together with its report where it had begun. */
  protected async runJob(order: JobOrder): Promise<RunReport> {
    return this.conclude(await this.doJob(order));
  }

  /** Has a job done; nothing is shown yet, and nothing thrown. */
  protected async doJob(order: JobOrder, options: Pick<JobOptions, 'folder' | 'shortcut'> = {}): Promise<Job> {
    const { runJob } = await import('../job/run-job.ts');
    const { spec } = this.args as { readonly spec: string };
    const { accept, shortcut, frozen } = this.flags as {
      readonly accept?: readonly string[];
      readonly shortcut?: boolean;
      readonly frozen?: boolean;
    };
    return runJob(spec, order, {
      ...toLoadOptions(this.flags, this.secrets),
      accept: accept ?? [],
      ...(shortcut !== undefined && { shortcut }),
      ...(frozen === true && { isFrozen: true }),
      ...options,
      log: this.talk,
      version: this.config.version,
      listen: listenForSignals,
      onWarnings: (problems) => this.showProblems(problems),
    });
  }

  /** Shows what became of a job, or throws what it failed with. */
  protected async conclude({ report, failure, hasBegun }: Job): Promise<RunReport> {
    if (failure) throw hasBegun ? new FailedRun(failure, report) : failure;
    await this.finish(report);
    return report;
  }
}
