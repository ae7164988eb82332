import { BaseCommand } from '../cli/base-command.ts';
import { ACCEPT, SPEC } from '../cli/run-flags.ts';
import type { RunReport } from '../report/report.ts';

export default class Run extends BaseCommand<typeof Run> {
  static override summary = 'Read the source, plan, and send: a night’s work.';
  static override description =
    'Exit code 0: fine. 1: done, but somebody must act. 2: the spec or a flag is wrong. 3: it could not run. 4: a guard refused. 5: another run holds the lock.';
  static override examples = [
    '<%= config.bin %> run pipelines/sipca.yaml',
    '<%= config.bin %> run pipelines/sipca.yaml --quiet --json',
    '<%= config.bin %> run pipelines/sipca.yaml --accept missing=37',
  ];
  static override args = SPEC;
  static override flags = ACCEPT;

  async run(): Promise<RunReport> {
    const { loadPipeline } = await import('../cli/load-pipeline.ts');
    const { perform } = await import('../cli/perform.ts');
    const { runPipeline } = await import('../engine/run.ts');
    const loaded = await loadPipeline(this.args.spec, this.flags, this.secrets, this.talk);
    this.showProblems(loaded.warnings);
    const accept = this.flags.accept ?? [];
    const report = await perform(
      { loaded, command: 'run', accept, log: this.talk, secrets: this.secrets, version: this.config.version },
      (options) => runPipeline(loaded.pipeline, options),
    );
    await this.finish(report);
    return report;
  }
}
