import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { Found } from '../../setup/suggest.ts';

interface SuggestResult {
  readonly found: readonly Found[];
  readonly written: readonly string[];
}

const WHAT = { question: 'Questions', choice: 'Answers', unit: 'Facilities' } as const;

export default class Suggest extends BaseCommand<typeof Suggest> {
  static override summary = 'Find what is new in the form or the export, and what it may be.';
  static override description =
    'Looks for columns that nothing reads, answers without an option and facilities that the look-up does not know, and suggests data elements, options and organisation units with a score of 100. What is marked sure can be taken with --write, which adds it to mapping_de.json, mapping_optionSet.json and the look-up orgUnits; all else is for a person to decide. With --to all of it is a spreadsheet as well: write decisions there, and take them back with `etl mapping import`. What is left out on purpose (`mapping.ignore`) is not asked for.';
  static override examples = [
    '<%= config.bin %> mapping suggest pipelines/sipca.yaml',
    '<%= config.bin %> mapping suggest pipeline.yaml --form survey.xlsx --write',
    '<%= config.bin %> mapping suggest pipeline.yaml --form survey.xlsx --write --to to-decide.xlsx',
  ];
  static override args = SPEC;
  static override flags = {
    form: Flags.string({
      description: 'The form as it is now, an XLSForm: for labels and new choices.',
      helpValue: 'FILE',
    }),
    write: Flags.boolean({ default: false, description: 'Take what is sure.' }),
    to: Flags.string({
      description:
        'Write what is left to decide into this spreadsheet, .xlsx or .csv; without --write, what is sure too.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<SuggestResult> {
    const { suggestFor, writeSure, writeToDecide } = await import('../../cli/setup/suggest-mapping.ts');
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const tools = { log: this.talk, secrets: this.secrets };
    const suggested = await suggestFor(this.args.spec, this.flags.form, this.flags, tools);
    const { found, lacksUnits } = suggested;
    for (const is of ['question', 'choice', 'unit'] as const) {
      const some = found.filter((one) => one.is === is);
      if (some.length > 0) this.print([WHAT[is], ...some.map((one) => `  ${describe(one, lacksUnits)}`)].join('\n'));
    }
    if (found.length === 0) this.print('Nothing is new.');
    const written = this.flags.write ? (await writeSure(suggested)).map(shownPath) : [];
    for (const path of written) this.print(`written: ${path}`);
    const { to } = this.flags;
    if (to !== undefined && found.length > 0) {
      const { lines, former } = await writeToDecide(suggested, to, { takesSure: this.flags.write });
      if (former !== undefined) this.talk.warn(`${to} was there already; what it said is kept as ${former}`);
      written.push(to);
      this.print(
        `written: ${to}, ${lines} ${lines === 1 ? 'line' : 'lines'} to decide; take it back with etl mapping import`,
      );
    }
    const sure = found.filter((one) => one.sure).length;
    if (sure > 0 && !this.flags.write) this.print(`${sure} of ${found.length} are sure: --write takes them.`);
    return { found, written };
  }
}

function describe({ is, column, label, value, valueLabel, sure, suggestions }: Found, lacksUnits: boolean): string {
  const called = (name: string, words: string | undefined): string =>
    words === undefined || words === name ? name : `${name} (${words})`;
  const what = is === 'question' ? called(column, label) : `${called(value ?? '', valueLabel)} of ${column}`;
  const show = (one: { readonly name: string; readonly id: string; readonly score: number }): string =>
    `${one.name} (${one.id}), ${Math.min(100, Math.round(one.score))}`;
  if (sure) return `${what}: ${show(sure)}, sure`;
  const none = is === 'unit' && lacksUnits ? 'DHIS2 was not asked' : 'nothing is like it';
  return `${what}: ${suggestions.length > 0 ? `perhaps ${suggestions.map(show).join('; ')}` : none}`;
}
