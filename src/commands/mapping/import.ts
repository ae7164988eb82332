import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { TakenChanges } from '../../cli/take-decisions.ts';

export default class Import extends BaseCommand<typeof Import> {
  static override summary =
    'Take a spreadsheet of the mapping, or of decisions, back: show what it changes, and write that with --write.';
  static override description =
    'Each line is checked first: names and UIDs that DHIS2 does not know are shown with their cell and the nearest name (exit code 2), and nothing is written. Files keep their order and layout; what is not changed stays as it was, to the byte. A line that is gone takes its question, choice or unit out; a sheet that is gone changes nothing.';
  static override examples = [
    '<%= config.bin %> mapping import pipelines/sipca.yaml mapping.xlsx',
    '<%= config.bin %> mapping import pipelines/sipca.yaml mapping.xlsx --write',
    '<%= config.bin %> mapping import pipelines/sipca.yaml to-decide.xlsx --write',
  ];
  static override args = {
    ...SPEC,
    file: Args.string({
      required: true,
      description: 'The spreadsheet, as `etl mapping export` or `etl init` writes it.',
    }),
  };
  static override flags = {
    write: Flags.boolean({ description: 'Write the changes into the files of the mapping, and into the spec.' }),
  };

  async run(): Promise<TakenChanges> {
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const { loadWithoutServers } = await import('../../cli/load-without-servers.ts');
    const { hasDecisions } = await import('../../exchange/import-decisions.ts');
    const { takeDecisions, takeMapping } = await import('../../cli/take-decisions.ts');
    const { spec, warnings } = await loadWithoutServers(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    const file = resolve(this.args.file);
    const order = { specFile: this.args.spec, spec, file, isWritten: this.flags.write };
    const outlet = { print: (line: string) => this.print(line), talk: this.talk, secrets: this.secrets };
    const take = (await hasDecisions(file, shownPath(file))) ? takeDecisions : takeMapping;
    return take(order, outlet);
  }
}
