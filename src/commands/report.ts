import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import type { ReportPageResult } from '../cli/report-page.ts';
import { SPEC } from '../cli/run-flags.ts';

export default class Report extends BaseCommand<typeof Report> {
  static override summary = 'Write the page of the last weeks: what a person must do, and what became of the records.';
  static override description =
    'One HTML file that asks nobody for anything, made of the run folders that are kept; neither source nor DHIS2 is asked. Each run also leaves its own, report.html. It is in the language of the spec (`language: en|fr`), and shows what stands in cells only where `artifacts.personalData` says so.';
  static override examples = [
    '<%= config.bin %> report pipelines/sipca.yaml',
    '<%= config.bin %> report pipelines/sipca.yaml --weeks 8 --to sipca.html',
  ];
  static override args = SPEC;
  static override flags = {
    weeks: Flags.integer({ min: 1, default: 4, description: 'How far back.', helpValue: 'N' }),
    to: Flags.string({
      description: 'Where the page goes; left out: report.html in the folder of the runs.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<ReportPageResult> {
    const { writeReportPage } = await import('../cli/report-page.ts');
    const { weeks, to } = this.flags;
    const result = await writeReportPage(this.args.spec, { weeks, to }, this.flags, this.secrets);
    const { page, runs } = result;
    this.print(`${page}: ${runs === 1 ? 'one run' : `${runs} runs`} of the last ${weeks} weeks`);
    return result;
  }
}
