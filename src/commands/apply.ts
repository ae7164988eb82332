import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { ACCEPT, SPEC } from '../cli/run-flags.ts';
import type { RunReport } from '../report/report.ts';

export default class Apply extends BaseCommand<typeof Apply> {
  static override summary = 'Send a plan that was made before.';
  static override description =
    'Refuses (exit 4) a plan older than 24 hours, or whose spec, mapping, server or index entries have changed since.';
  static override examples = ['<%= config.bin %> apply pipelines/sipca.yaml --plan night.ndjson'];
  static override args = SPEC;
  static override flags = {
    ...ACCEPT,
    plan: Flags.string({ required: true, description: 'The plan, as `etl plan --out` wrote it.', helpValue: 'FILE' }),
  };

  async run(): Promise<RunReport> {
    const { loadPipeline } = await import('../cli/load-pipeline.ts');
    const { perform } = await import('../cli/perform.ts');
    const { applyPipeline } = await import('../engine/run.ts');
    const loaded = await loadPipeline(this.args.spec, this.flags, this.secrets, this.talk);
    this.showProblems(loaded.warnings);
    const accept = this.flags.accept ?? [];
    const report = await perform(
      {
        loaded,
        command: 'apply',
        accept,
        log: this.talk,
        secrets: this.secrets,
        version: this.config.version,
        planFile: this.flags.plan,
      },
      (options) => applyPipeline(loaded.pipeline, options, this.flags.plan),
    );
    await this.finish(report);
    return report;
  }
}
