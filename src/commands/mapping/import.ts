import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { IgnoreChange } from '../../exchange/changes.ts';
import type { ShownChange } from '../../exchange/draw-changes.ts';

interface ImportResult {
  readonly changes: readonly (ShownChange | IgnoreChange)[];
  readonly written: readonly string[];
}

export default class Import extends BaseCommand<typeof Import> {
  static override summary =
    'Take a spreadsheet of the mapping back: show what it changes, and write that with --write.';
  static override description =
    'Each line is checked first: names and UIDs that DHIS2 does not know are shown with their cell and the nearest name (exit code 2), and nothing is written. Files keep their order and layout; what is not changed stays as it was, to the byte. A line that is gone takes its question, choice or unit out; a sheet that is gone changes nothing.';
  static override examples = [
    '<%= config.bin %> mapping import pipelines/sipca.yaml mapping.xlsx',
    '<%= config.bin %> mapping import pipelines/sipca.yaml mapping.xlsx --write',
  ];
  static override args = {
    ...SPEC,
    file: Args.string({ required: true, description: 'The spreadsheet, as `etl mapping export` writes it.' }),
  };
  static override flags = { write: Flags.boolean({ description: 'Write the changes into the files of the mapping.' }) };

  async run(): Promise<ImportResult> {
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const { loadWithoutServers } = await import('../../cli/load-without-servers.ts');
    const { applyImport, planImport } = await import('../../exchange/import-mapping.ts');
    const { drawChanges, toShownChange } = await import('../../exchange/draw-changes.ts');
    const { spec, warnings } = await loadWithoutServers(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    const found = await planImport(spec, resolve(this.args.file), shownPath);
    const { changes, ignored } = found;
    for (const line of drawChanges(changes, ignored, this.args.spec)) this.print(line);
    const count = changes.length + ignored.length;
    const { written, left } = this.flags.write
      ? await applyImport(found, resolve(this.args.spec))
      : { written: [], left: [] };
    for (const path of written) this.print(`written: ${shownPath(path)}`);
    if (count === 0) this.print('Nothing changed.');
    else if (!this.flags.write)
      this.print(`${count} ${count === 1 ? 'change' : 'changes'}; nothing is written yet: --write does it.`);
    for (const { is, name, after } of left)
      this.talk.warn(
        `write under mapping.ignore of ${this.args.spec}: { ${is}: ${name}, reason: ${after ?? 'take it out'} }`,
      );
    const shown = changes.map(toShownChange);
    return { changes: [...shown, ...ignored], written: written.map(shownPath) };
  }
}
