import { join } from 'node:path';
import { Flags } from '@oclif/core';
import type { Comparison } from '../against/comparison.ts';
import { JobCommand } from '../cli/job-command.ts';
import { toLoadOptions } from '../cli/load-pipeline.ts';
import { PLAN_FLAGS, showOn, toShowOptions } from '../cli/plan-flags.ts';
import { ACCEPT, AGAINST, FROZEN, SHORTCUT, SPEC } from '../cli/run-flags.ts';
import type { RunReport } from '../report/report.ts';

export default class Plan extends JobCommand<typeof Plan> {
  static override summary = 'Show what a run would do, and send nothing.';
  static override description =
    'Takes no lock, and writes nothing but the generated mapping where that is older than what it is made from, and the plan (--out): NDJSON, a line for each record, with key, action, UID and target object; records that have not changed are only counted; --html writes a page for whoever approves it. It holds personal data, and so does what is shown: losses first, then what changes, field by field. A plan that a guard refuses is shown and written all the same (exit code 4). --json prints the report, with what text shows under `changes`.';
  static override examples = [
    '<%= config.bin %> plan pipelines/sipca.yaml',
    '<%= config.bin %> plan pipelines/sipca.yaml --out night.ndjson',
    '<%= config.bin %> plan pipelines/sipca.yaml --html night.html',
    '<%= config.bin %> plan pipelines/sipca.yaml --action reject,hold --format md',
    '<%= config.bin %> plan pipelines/sipca.yaml --key 4711',
    '<%= config.bin %> plan pipelines/sipca.yaml --against HEAD',
  ];
  static override args = SPEC;
  static override flags = {
    ...ACCEPT,
    ...SHORTCUT,
    ...FROZEN,
    ...PLAN_FLAGS,
    out: Flags.string({ description: 'Write the plan to this file.', helpValue: 'FILE' }),
    html: Flags.string({
      description: 'Write a page of it, for whoever approves it; values of cells only with `artifacts.personalData`.',
      helpValue: 'FILE',
    }),
    ...AGAINST,
  };

  #isShown = false;

  async run(): Promise<RunReport | Comparison> {
    const { against } = this.flags;
    if (against !== undefined) return this.#compare(against);
    const view = await toShowOptions(this.flags);
    const { withTemporaryFolder } = await import('../cli/temporary-folder.ts');
    return withTemporaryFolder('plan', async (folder) => {
      const { out, html } = this.flags;
      // What is left alone has no line: whoever asks for such a record by name wants to see what it maps to.
      const showsLeft = view.key !== undefined || view.actions?.has('leave') === true;
      const how = showsLeft ? { folder, shortcut: false } : { folder };
      const job = await this.doJob({ command: 'plan', out, html, view }, how);
      const { changes } = job.report;
      if (changes && 'causes' in changes && !this.jsonEnabled() && !this.isSilentOn(job.report)) {
        this.talk.end();
        const outlet = { text: (text: string) => this.print(text), json: (value: unknown) => this.logJson(value) };
        await showOn(outlet, out ?? join(folder, 'plan.ndjson'), view, changes);
        this.#isShown = true;
      }
      return this.conclude(job);
    });
  }

  protected override async showReport(report: RunReport): Promise<void> {
    if (!this.#isShown) await super.showReport(report);
  }

  /** Two mappings, and no plan. */
  async #compare(against: string): Promise<Comparison> {
    const { compareWith } = await import('../cli/compare-with.ts');
    const options = { ...toLoadOptions(this.flags, this.secrets), log: this.talk };
    const order = { spec: this.args.spec, against, limit: this.flags.limit };
    const { comparison, text } = await compareWith(order, options);
    this.talk.end();
    this.print(text);
    return comparison;
  }
}
