import { JobCommand } from '../cli/job-command.ts';
import { ACCEPT, FROZEN, SHORTCUT, SPEC } from '../cli/run-flags.ts';
import type { RunReport } from '../report/report.ts';

export default class Run extends JobCommand<typeof Run> {
  static override summary = 'Read the source, plan, and send: a night’s work.';
  static override description =
    'Exit code 0: fine. 1: done, but somebody must act. 2: the spec or a flag is wrong. 3: it could not run. 4: a guard refused. 5: another run holds the lock.';
  static override examples = [
    '<%= config.bin %> run pipelines/sipca.yaml',
    '<%= config.bin %> run pipelines/sipca.yaml --quiet --json',
    '<%= config.bin %> run pipelines/sipca.yaml --accept missing=37',
  ];
  static override args = SPEC;
  static override flags = { ...ACCEPT, ...SHORTCUT, ...FROZEN };

  async run(): Promise<RunReport> {
    return this.runJob({ command: 'run' });
  }
}
