import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import type { SetupCounts } from '../cli/setup/describe-setup.ts';

interface InitResult {
  readonly written: readonly string[];
  readonly counts: SetupCounts;
  /** Lines of to-decide.xlsx. */
  readonly toDecide: number;
  readonly next: readonly string[];
}

export default class Init extends BaseCommand<typeof Init> {
  static override summary = 'Make a first pipeline from a form and a program or data set of DHIS2.';
  static override description =
    'Reads the form (an XLSForm, as KoboToolbox gives it with "Download XLS"), an export of it, or both, and asks DHIS2 for the program or data set. Pairs questions with data elements, answers with options and facilities with organisation units, by labels, names, types and choices. What is sure is filled in; what is not stays open and stands in to-decide.xlsx (and .csv) with what it may be: nothing is guessed. Decisions are written there, and taken back with `etl mapping import`. In a terminal it asks for what the flags do not say. The password comes from DHIS2_PASSWORD (or DHIS2_TOKEN), or is asked for, and is written nowhere. Files that are there already are not replaced, except with --force.';
  static override examples = [
    '<%= config.bin %> init wash --form survey.xlsx --export data.csv --url https://hmis.example.org --username ana --program "WASH assessment"',
    '<%= config.bin %> init malaria --export reports.csv --metadata metadata.json --data-set "Malaria monthly"',
  ];
  static override args = {
    folder: Args.string({ default: '.', description: 'Where the files go; it is made where there is none.' }),
  };
  static override flags = {
    form: Flags.string({ description: 'The form, an XLSForm (.xlsx).', helpValue: 'FILE' }),
    export: Flags.string({ description: 'An export of its answers (.csv, .xlsx).', helpValue: 'FILE' }),
    program: Flags.string({
      description: 'The program, by UID or name.',
      helpValue: 'PROGRAM',
      exclusive: ['data-set'],
    }),
    'data-set': Flags.string({ description: 'The data set, by UID or name.', helpValue: 'DATASET' }),
    url: Flags.string({ description: 'Address of DHIS2; default: DHIS2_URL.', helpValue: 'URL' }),
    username: Flags.string({ description: 'Name of the account; default: DHIS2_USER.', helpValue: 'NAME' }),
    metadata: Flags.string({
      description: 'Metadata in place of a DHIS2: of `etl metadata pull`, or a metadata export.',
      helpValue: 'FILE',
      exclusive: ['url', 'username'],
    }),
    facility: Flags.string({ description: 'The column that says where; default: found.', helpValue: 'COLUMN' }),
    date: Flags.string({ description: 'The column that says when; default: found.', helpValue: 'COLUMN' }),
    name: Flags.string({ description: 'Name of the pipeline; default: of the form.', helpValue: 'NAME' }),
    force: Flags.boolean({ default: false, description: 'Replace files that are there already.' }),
  };

  async run(): Promise<InitResult> {
    const { toOrder } = await import('../cli/setup/setup-order.ts');
    const { makeSetup } = await import('../cli/setup/make-setup.ts');
    const { countSetup, describeSetup, nextSteps } = await import('../cli/setup/describe-setup.ts');
    const { shownPath } = await import('../cli/load-pipeline.ts');
    const order = await toOrder(
      { ...this.flags, folder: this.args.folder },
      { asks: !this.jsonEnabled(), log: this.talk, secrets: this.secrets },
    );
    const made = await makeSetup(order, this.talk, this.secrets);
    for (const path of made.written) this.print(`written: ${shownPath(path)}`);
    this.print(['', ...describeSetup(made)].join('\n'));
    const { open } = made.setup;
    const next = nextSteps(made, { spec: shownPath(made.spec), hasExport: order.export !== undefined });
    this.print(['', 'Next', ...next.map((step) => `  ${step}`)].join('\n'));
    return { written: made.written.map(shownPath), counts: countSetup(made), toDecide: open.length, next };
  }
}
