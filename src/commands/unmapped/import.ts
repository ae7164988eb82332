import { dirname, resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { ShownChange } from '../../exchange/draw-changes.ts';

interface ImportResult {
  readonly changes: readonly ShownChange[];
  /** Lines without a decision. */
  readonly open: number;
  readonly written: readonly string[];
}

export default class Import extends BaseCommand<typeof Import> {
  static override summary =
    'Take decisions on unmapped values back: show what they change, and write that with --write.';
  static override description =
    'Each run with values that no option map or look-up has leaves unmapped.xlsx and unmapped.csv in its folder (a plan with --out beside it), with what each value could be. Write under decision the UID, code or name of what it is; a blank stays open. A decision that names nothing is shown with its cell (exit code 2), and nothing is written.';
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

  async run(): Promise<ImportResult> {
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const { loadWithoutServers } = await import('../../cli/load-without-servers.ts');
    const { planDecisions } = await import('../../exchange/import-unmapped.ts');
    const { drawChanges, toShownChange } = await import('../../exchange/draw-changes.ts');
    const { writeChanges } = await import('../../exchange/write-changes.ts');
    const { spec, warnings } = await loadWithoutServers(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    const specFolder = dirname(resolve(this.args.spec));
    const { state, changes, open } = await planDecisions(spec, specFolder, resolve(this.args.file), shownPath);
    for (const line of drawChanges(changes, [], this.args.spec)) this.print(line);
    const written = this.flags.write ? await writeChanges(state, changes) : [];
    for (const path of written) this.print(`written: ${shownPath(path)}`);
    if (changes.length === 0) this.print('Nothing changed.');
    else if (!this.flags.write)
      this.print(
        `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}; nothing is written yet: --write does it.`,
      );
    if (open > 0) this.print(`${open} ${open === 1 ? 'value has' : 'values have'} no decision yet.`);
    return { changes: changes.map(toShownChange), open, written: written.map(shownPath) };
  }
}
