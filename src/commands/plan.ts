import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { ACCEPT, SPEC } from '../cli/run-flags.ts';
import type { RunReport } from '../report/report.ts';

export default class Plan extends BaseCommand<typeof Plan> {
  static override summary = 'Show what a run would do, and send nothing.';
  static override description =
    'Takes no lock and writes nothing but the plan: NDJSON, one line a record, with key, action, UID and target object. It holds personal data.';
  static override examples = [
    '<%= config.bin %> plan pipelines/sipca.yaml',
    '<%= config.bin %> plan pipelines/sipca.yaml --out night.ndjson',
  ];
  static override args = SPEC;
  static override flags = {
    ...ACCEPT,
    out: Flags.string({ description: 'Write the plan to this file.', helpValue: 'FILE' }),
  };

  async run(): Promise<RunReport> {
    const { loadPipeline } = await import('../cli/load-pipeline.ts');
    const { planPipeline } = await import('../engine/run.ts');
    const { parseAccepted } = await import('../engine/guards.ts');
    const { toReport } = await import('../report/report.ts');
    const accepted = parseAccepted(this.flags.accept ?? []);
    const { toNameOf } = await import('../cli/element-names.ts');
    const { pipeline, plan, warnings } = await loadPipeline(this.args.spec, this.flags, this.secrets, this.talk);
    this.showProblems(warnings);
    const startedAt = new Date();
    const { FailedRun, toFailure } = await import('../cli/failed-run.ts');
    const { Progress } = await import('../engine/progress.ts');
    const { withTemporaryFolder } = await import('../cli/temporary-folder.ts');
    return withTemporaryFolder('plan', async (folder) => {
      const nothing = async (): Promise<void> => {};
      const keeper = { folder, keepIndex: nothing, keepSource: nothing, keepSent: nothing };
      const progress = new Progress();
      const options = { accepted, keeper, log: this.talk, now: startedAt, version: this.config.version, progress };
      const describe = {
        pipeline: pipeline.name,
        command: 'plan',
        startedAt,
        stoppedBy: undefined,
        nameOf: toNameOf(plan),
      } as const;
      try {
        const result = await planPipeline(pipeline, options, this.flags.out);
        const artifacts = this.flags.out === undefined ? [] : [this.flags.out];
        const report = toReport(result, { ...describe, finishedAt: new Date(), artifacts });
        await this.finish(report);
        return report;
      } catch (error) {
        const failure = toFailure(error, undefined);
        const known = { ...describe, finishedAt: new Date(), artifacts: [], failure };
        throw new FailedRun(error as Error, toReport({ progress, applied: undefined }, known));
      }
    });
  }
}
