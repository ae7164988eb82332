import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { PLAN_FLAGS, showOn, toShowOptions } from '../cli/plan-flags.ts';

export default class Show extends BaseCommand<typeof Show> {
  static override summary = 'Show a plan that was kept.';
  static override description =
    'As `etl plan` showed it, however old it is: no spec and no server are needed. What is shown holds personal data. --json is the same as --format json.';
  static override examples = [
    '<%= config.bin %> show night.ndjson',
    '<%= config.bin %> show night.ndjson --key 4711',
    '<%= config.bin %> show night.ndjson --format csv > night.csv',
  ];
  static override args = {
    plan: Args.string({ required: true, description: 'The plan, as `etl plan --out` wrote it.' }),
  };
  static override flags = PLAN_FLAGS;

  async run(): Promise<unknown> {
    const view = await toShowOptions(this.flags);
    const { viewPlan } = await import('../report/plan-view/show-plan.ts');
    const { plan } = this.args;
    if (this.jsonEnabled()) return viewPlan(plan, view);
    await showOn({ text: (text) => this.print(text), json: (value) => this.logJson(value) }, plan, view);
    return undefined;
  }
}
