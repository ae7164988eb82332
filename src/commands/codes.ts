import { Args } from '@oclif/core';
import { describeCodes, listCodes, type ShownPage } from '../cli/code-pages.ts';
import { BaseCommand } from '../cli/base-command.ts';

export default class Codes extends BaseCommand<typeof Codes> {
  static override summary = 'Explain a code of a message, or list all of them.';
  static override examples = [
    '<%= config.bin %> codes',
    '<%= config.bin %> codes expression',
    '<%= config.bin %> codes expression/unknown-column',
  ];
  static override args = {
    code: Args.string({ description: 'As it stands in a message: area/what. An area alone lists its codes.' }),
  };

  async run(): Promise<ShownPage | readonly ShownPage[]> {
    const { code } = this.args;
    const shown = code === undefined ? listCodes() : describeCodes(code);
    this.print(shown.text);
    return 'page' in shown ? shown.page : shown.pages;
  }
}
