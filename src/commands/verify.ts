import { Flags } from '@oclif/core';
import { EXIT } from '../base/errors.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { toLoadOptions } from '../cli/load-pipeline.ts';
import { SPEC } from '../cli/run-flags.ts';
import type { VerifyReport } from '../report/verify-report.ts';

export default class Verify extends BaseCommand<typeof Verify> {
  static override summary = 'Compare the index with DHIS2, and change nothing.';
  static override description =
    'Reads back what was sent, 100 objects a request, and tells what was edited or deleted there since, and what is there that no record claims. Takes no lock. Exit code 0: all is as sent. 1: someone must act.';
  static override examples = [
    '<%= config.bin %> verify pipelines/sipca.yaml',
    '<%= config.bin %> verify pipelines/sipca.yaml --since 7d',
    '<%= config.bin %> verify pipelines/sipca.yaml --sample 500',
  ];
  static override args = SPEC;
  static override flags = {
    since: Flags.string({
      description: 'Only what was sent, or changed in DHIS2, since then: a date, or how long ago.',
      helpValue: '2026-03-01|7d',
    }),
    sample: Flags.integer({
      min: 1,
      description: 'Only so many entries, picked by chance; what no record claims is not looked for.',
      helpValue: 'N',
    }),
    seed: Flags.string({
      dependsOn: ['sample'],
      description: 'Pick the sample that this word picks; left out: that of the day.',
      helpValue: 'WORD',
    }),
  };

  async run(): Promise<VerifyReport> {
    const { verify } = await import('../cli/verify.ts');
    const { report, text } = await verify(this.args.spec, this.flags, {
      ...toLoadOptions(this.flags, this.secrets),
      log: this.talk,
      version: this.config.version,
      onWarnings: (problems) => this.showProblems(problems),
    });
    this.talk.end();
    process.exitCode = report.exitCode;
    if (!this.flags.quiet || report.exitCode !== EXIT.ok) this.print(text);
    return report;
  }
}
