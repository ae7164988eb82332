import { BaseCommand } from '../../cli/base-command.ts';
import { EXIT } from '../../base/errors.ts';
import { toJsonProblem, type JsonProblem } from '../../base/json-problem.ts';
import type { Coverage } from '../../contracts/coverage.ts';
import { SPEC } from '../../cli/run-flags.ts';

interface GenerateResult {
  readonly exitCode: number;
  readonly written: readonly string[];
  readonly findings: readonly JsonProblem[];
  /** How much of the program or data set is in the mapping. */
  readonly coverage: Coverage;
}

export default class Generate extends BaseCommand<typeof Generate> {
  static override summary = 'Make mapping_generated.json from the column, option and metadata files.';
  static override description =
    'Writes one file, and one more for each form version with columns or options of its own. Exit code 1 where something needs a look: each finding is shown with its line.';
  static override examples = ['<%= config.bin %> mapping generate pipelines/sipca.yaml'];
  static override args = SPEC;

  async run(): Promise<GenerateResult> {
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const { loadWithoutServers } = await import('../../cli/load-without-servers.ts');
    const { generateMappingFiles } = await import('../../generate/generate-files.ts');
    const { spec, warnings } = await loadWithoutServers(this.args.spec, this.flags, this.secrets);
    const { describeCoverage, describeLeft } = await import('../../cli/coverage-text.ts');
    const { written, findings, coverage } = await generateMappingFiles(spec, shownPath);
    this.showProblems([...warnings, ...findings]);
    for (const path of written) this.print(`written: ${shownPath(path)}`);
    for (const line of describeLeft(coverage)) this.talk.debug(line);
    const covered = describeCoverage(coverage);
    if (covered) this.print(`${covered}.`);
    const exitCode = findings.length > 0 ? EXIT.someoneMustAct : EXIT.ok;
    process.exitCode = exitCode;
    return { exitCode, written: written.map(shownPath), findings: findings.map(toJsonProblem), coverage };
  }
}
