import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';

interface ExportResult {
  readonly written: string;
  /** Lines of each sheet. */
  readonly sheets: Readonly<Record<string, number>>;
}

export default class Export extends BaseCommand<typeof Export> {
  static override summary = 'Write the mapping as a spreadsheet, to be edited in Excel.';
  static override description =
    'A line for each question (column, data element by name and UID, ignored with a reason), each choice, each unit of the look-up. Data elements and options that nothing is mapped to yet have a line, too: fill in the column or the choice. `etl mapping import` takes the spreadsheet back.';
  static override examples = [
    '<%= config.bin %> mapping export pipelines/sipca.yaml --to mapping.xlsx',
    '<%= config.bin %> mapping export pipelines/sipca.yaml --to mapping.csv',
  ];
  static override args = SPEC;
  static override flags = {
    to: Flags.string({ required: true, description: 'The spreadsheet: .xlsx, or .csv.', helpValue: 'FILE' }),
  };

  async run(): Promise<ExportResult> {
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const { loadWithoutServers } = await import('../../cli/load-without-servers.ts');
    const { exportMapping } = await import('../../exchange/export-mapping.ts');
    const { loadMappingState } = await import('../../exchange/mapping-state.ts');
    const { keepOther } = await import('../../sheets/keep-former.ts');
    const { writeSheets } = await import('../../sheets/write-sheets.ts');
    const { spec, warnings } = await loadWithoutServers(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    const { to } = this.flags;
    const sheets = exportMapping(await loadMappingState(spec, shownPath));
    const former = await keepOther(to, sheets);
    if (former !== undefined) this.talk.warn(`${to} was there already; what it said is kept as ${former}`);
    await writeSheets(to, sheets);
    const counts = sheets.map(({ name, rows }) => [name, rows.length] as const);
    this.print(`written: ${to} (${counts.map(([name, lines]) => `${name}: ${lines}`).join(', ')})`);
    return { written: to, sheets: Object.fromEntries(counts) };
  }
}
