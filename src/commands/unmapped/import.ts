import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { TakenChanges } from '../../cli/take-decisions.ts';

export default class Import extends BaseCommand<typeof Import> {
  static override summary =
    'Take decisions on unmapped values back: show what they change, and write that with --write.';
  static override description =
    'Each run with values that no option map or look-up has leaves unmapped.xlsx and unmapped.csv in its folder (a plan with --out beside it), with what each value could be. Write under decision the UID, code or name of what it is, in any case; a blank stays open. A unit that no file names is asked of DHIS2, where its variables are set. A decision that names nothing is shown with its cell (exit code 2), and nothing is written.';
  static override examples = [
    '<%= config.bin %> unmapped import pipelines/sipca.yaml unmapped.xlsx',
    '<%= config.bin %> unmapped import pipelines/sipca.yaml unmapped.xlsx --write',
  ];
  static override args = {
    ...SPEC,
    file: Args.string({ required: true, description: 'unmapped.xlsx or unmapped.csv, with decisions.' }),
  };
  static override flags = {
    write: Flags.boolean({ description: 'Write the decisions into the option maps and look-ups.' }),
  };

  async run(): Promise<TakenChanges> {
    const { loadWithoutServers } = await import('../../cli/load-without-servers.ts');
    const { takeDecisions } = await import('../../cli/take-decisions.ts');
    const { spec, warnings } = await loadWithoutServers(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    const order = { specFile: this.args.spec, spec, file: this.args.file, isWritten: this.flags.write };
    return takeDecisions(order, { print: (line) => this.print(line), talk: this.talk, secrets: this.secrets });
  }
}
