import { Args, Flags } from '@oclif/core';
import { EXIT, throwOnErrors } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import type { CaseCoverage } from '../cases/coverage.ts';
import type { SpecResult } from '../cases/spec-result.ts';
import type { TestedSpec } from '../cases/test-cases.ts';
import { WATCHING, WatchingCommand } from '../cli/watching-command.ts';

/** What `etl test --json` prints. */
interface TestResult {
  readonly exitCode: number;
  readonly specs: readonly SpecResult[];
}

export default class Test extends WatchingCommand<typeof Test> {
  static override summary = 'Test pipelines with the cases that stand beside their specs.';
  static override description =
    'NAME.cases.yaml beside NAME.yaml has rows, and what is to come of them: values, rejects or nothing. They are mapped as a run would, without any server. What is not as expected is shown where the mapping makes it; then the exit code is 1. What is wrong with the file of cases gives exit code 2.';
  static override examples = [
    '<%= config.bin %> test pipelines/sipca.yaml',
    '<%= config.bin %> test --coverage',
    '<%= config.bin %> test pipelines/sipca.yaml --update',
  ];
  static override usage = 'test [SPEC...] [--update] [--coverage] [--watch] [--format github]';
  static override args = {
    spec: Args.string({
      multiple: true,
      description: 'The pipeline specs, or their files of cases. None: all below this folder that have cases.',
    }),
  };
  static override flags = {
    ...WATCHING,
    update: Flags.boolean({
      description: 'Write what comes now in place of what failing cases expect; look at the difference.',
    }),
    coverage: Flags.boolean({ description: 'List what no case touches.' }),
  };

  async run(): Promise<TestResult | undefined> {
    return this.repeat(new Set(), async (files) => {
      const { findCases, problemsOf } = await import('../cli/test-pipeline.ts');
      const specs: SpecResult[] = [];
      const wrong: Problem[] = [];
      for (const one of await findCases(this.args.spec ?? [])) {
        const tested = await this.#test(one, files).catch(problemsOf);
        if ('problems' in tested) wrong.push(...tested.problems);
        else specs.push(tested);
      }
      throwOnErrors(wrong);
      const isFine = specs.every(({ cases }) => cases.every(({ ok }) => ok));
      const exitCode = isFine ? EXIT.ok : EXIT.someoneMustAct;
      process.exitCode = exitCode;
      return { exitCode, specs };
    });
  }

  async #test(one: { readonly spec: string; readonly cases: string }, files: Set<string>): Promise<SpecResult> {
    const { testPipeline } = await import('../cli/test-pipeline.ts');
    const options = { secrets: this.secrets, talk: this.talk, files, isUpdate: this.flags.update };
    const { tested, coverage, updated } = await testPipeline(one, this.flags, options);
    for (const name of updated) this.print(`written anew: ${name}`);
    throwOnErrors(tested.problems);
    this.showProblems(tested.problems);
    await this.#tell(tested, coverage);
    const { toSpecResult } = await import('../cases/spec-result.ts');
    return { ...toSpecResult(one.spec, tested, coverage), updated };
  }

  async #tell(tested: TestedSpec, coverage: CaseCoverage): Promise<void> {
    const { describeCovered, describeTested, describeUntouched } = await import('../cli/test-text.ts');
    this.showProblems(tested.cases.flatMap(({ failures }) => failures));
    this.print(describeTested(tested));
    this.print(describeCovered(coverage));
    if (this.flags.coverage) for (const line of describeUntouched(coverage)) this.print(line);
  }
}
