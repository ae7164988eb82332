import { Args } from '@oclif/core';
import { describeCode, listCodes, type CodePage } from '../cli/code-pages.ts';
import { BaseCommand } from '../cli/base-command.ts';

export default class Codes extends BaseCommand<typeof Codes> {
  static override summary = 'Explain a code of a message, or list all of them.';
  static override examples = ['<%= config.bin %> codes', '<%= config.bin %> codes expression/unknown-column'];
  static override args = { code: Args.string({ description: 'As it stands in a message: area/what.' }) };

  async run(): Promise<CodePage | readonly CodePage[]> {
    const { code } = this.args;
    if (code === undefined) {
      const { pages, text } = listCodes();
      this.print(text);
      return pages;
    }
    const { page, text } = describeCode(code);
    this.print(text);
    return page;
  }
}
