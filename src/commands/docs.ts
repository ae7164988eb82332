import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { SPEC } from '../cli/run-flags.ts';
import type { Dictionary } from '../dictionary/dictionary.ts';

interface DocsResult {
  readonly exitCode: number;
  readonly written: readonly string[];
  readonly dictionary: Dictionary;
}

export default class Docs extends BaseCommand<typeof Docs> {
  static override summary = 'Write the data dictionary of a pipeline: one page, and one workbook.';
  static override description =
    'Which question fills which data element, in each form version, with its choices, its expression and where that is written, and the cases that test it; and back, what becomes of each column, and what nothing fills. It is made of what a run uses, so it is true; the page asks no server for anything, can be searched and be printed. Neither source nor DHIS2 is asked.';
  static override examples = [
    '<%= config.bin %> docs pipelines/sipca.yaml',
    '<%= config.bin %> docs pipelines/sipca.yaml --to dictionary',
  ];
  static override usage = 'docs SPEC [--to FOLDER]';
  static override args = SPEC;
  static override flags = {
    to: Flags.string({ default: '.', description: 'The folder for both files.', helpValue: 'FOLDER' }),
  };

  async run(): Promise<DocsResult> {
    const { writeDictionary } = await import('../cli/write-dictionary.ts');
    const { dictionary, written, problems } = await writeDictionary(this.args.spec, this.flags, {
      secrets: this.secrets,
      talk: this.talk,
      folder: this.flags.to,
    });
    this.showSpecErrors(problems);
    for (const file of written) this.print(`written: ${file}`);
    return { exitCode: 0, written, dictionary };
  }
}
