import { BaseCommand } from '../../cli/base-command.ts';
import { EXIT } from '../../base/errors.ts';
import { toJsonProblem, type JsonProblem } from '../../base/json-problem.ts';
import { SPEC } from '../../cli/run-flags.ts';

interface GenerateResult {
  readonly exitCode: number;
  readonly written: readonly string[];
  readonly findings: readonly JsonProblem[];
}

export default class Generate extends BaseCommand<typeof Generate> {
  static override summary = 'Make mapping_generated.json from the column, option and metadata files.';
  static override description =
    'Writes one file, and one more for each form version with columns or options of its own. Exit code 1 where something needs a look: each finding is shown with its line.';
  static override examples = ['<%= config.bin %> mapping generate pipelines/sipca.yaml'];
  static override args = SPEC;

  async run(): Promise<GenerateResult> {
    const { loadSpecFile, shownPath } = await import('../../cli/load-pipeline.ts');
    const { generateMappingFiles } = await import('../../generate/generate-files.ts');
    const { spec, warnings } = await loadSpecFile(this.args.spec, this.flags, this.secrets);
    const { written, findings } = await generateMappingFiles(spec, shownPath);
    this.showProblems([...warnings, ...findings]);
    for (const path of written) this.print(`written: ${shownPath(path)}`);
    const exitCode = findings.length > 0 ? EXIT.someoneMustAct : EXIT.ok;
    process.exitCode = exitCode;
    return { exitCode, written: written.map(shownPath), findings: findings.map(toJsonProblem) };
  }
}
