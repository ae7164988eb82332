import { Flags } from '@oclif/core';
import { JobCommand } from '../cli/job-command.ts';
import { ACCEPT, SPEC } from '../cli/run-flags.ts';
import type { RunReport } from '../report/report.ts';

export default class Plan extends JobCommand<typeof Plan> {
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
    const { withTemporaryFolder } = await import('../cli/temporary-folder.ts');
    return withTemporaryFolder('plan', (folder) => this.runJob({ command: 'plan', out: this.flags.out }, { folder }));
  }
}
