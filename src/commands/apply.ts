import { Flags } from '@oclif/core';
import { JobCommand } from '../cli/job-command.ts';
import { ACCEPT, SPEC } from '../cli/run-flags.ts';
import type { RunReport } from '../report/report.ts';

export default class Apply extends JobCommand<typeof Apply> {
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
    return this.runJob({ command: 'apply', planFile: this.flags.plan });
  }
}
