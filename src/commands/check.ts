import { Flags } from '@oclif/core';
import { ProblemsError } from '../base/errors.ts';
import { toJsonProblem, type JsonProblem } from '../base/json-problem.ts';
import type { ShownFallback, SourceCheck } from '../cli/check-pipeline.ts';
import type { Environment } from '../cli/load-pipeline.ts';
import type { Coverage } from '../contracts/coverage.ts';
import { FROZEN, SPEC } from '../cli/run-flags.ts';
import { WATCHING, WatchingCommand } from '../cli/watching-command.ts';

/** What `check --json` prints. `source` says whether the columns could be checked. */
interface CheckResult {
  readonly ok: boolean;
  readonly problems: readonly JsonProblem[];
  readonly source: SourceCheck;
  /** How much of the form, and of the program or data set, is in the mapping. */
  readonly coverage: Coverage;
  /** With --verbose. */
  readonly fallbacks?: readonly ShownFallback[];
}

export default class Check extends WatchingCommand<typeof Check> {
  static override summary = 'Find what is wrong with a spec before it runs.';
  static override description =
    'Checks the spec, its mapping files and every expression, and the columns against the header of the source where it can be reached. DHIS2 is not asked, and no password is needed: variables that only connections name may be unset. It writes nothing: a generated mapping that is older than what it is made from is made in memory, and with --frozen, as in a repository, stops it (exit code 2).';
  static override examples = [
    '<%= config.bin %> check pipelines/sipca.yaml',
    '<%= config.bin %> check pipelines/sipca.yaml --no-source',
    '<%= config.bin %> check pipelines/sipca.yaml --no-source --frozen --format github',
  ];
  static override usage =
    'check SPEC [--no-source] [--frozen] [--watch] [--format github] [--connections FILE] [--env-file FILE]';
  static override args = SPEC;
  static override flags = {
    ...WATCHING,
    ...FROZEN,
    source: Flags.boolean({ default: true, allowNo: true, description: 'Compare with the header of the source.' }),
  };

  async run(): Promise<CheckResult | undefined> {
    const { namedFiles } = await import('../cli/pipeline-files.ts');
    return this.repeat(new Set(namedFiles(this.args.spec, this.flags)), (files) => this.#check(files));
  }

  async #check(files: Set<string>): Promise<CheckResult> {
    const { loadPipeline } = await import('../cli/load-pipeline.ts');
    const { checkPipeline, describeFallback, findFallbacks } = await import('../cli/check-pipeline.ts');
    const { areOnlyInConnections, withStandIns } = await import('../cli/stand-ins.ts');
    const options = (env: Environment) => ({ collectsErrors: true, isFrozen: this.flags.frozen, env });
    const { loaded, notSet } = await withStandIns(
      (env) => loadPipeline(this.args.spec, this.flags, this.secrets, this.talk, options(env)),
      ({ spec }) => areOnlyInConnections(spec),
    );
    const { filesOf } = await import('../cli/pipeline-files.ts');
    for (const file of filesOf(loaded)) files.add(file);
    const { describeCoverage, describeLeft } = await import('../cli/coverage-text.ts');
    const { problems, source, coverage } = await checkPipeline(loaded, {
      asksSource: this.flags.source,
      notSet,
      talk: this.talk,
    });
    if (problems.some((problem) => problem.severity === 'error')) throw new ProblemsError(problems);
    this.showProblems(problems);
    const fallbacks = findFallbacks(loaded);
    for (const fallback of fallbacks) this.talk.debug(describeFallback(fallback));
    for (const line of describeLeft(coverage)) this.talk.debug(line);
    const covered = describeCoverage(coverage);
    if (covered) this.print(`${covered}.`);
    this.print(
      `${this.args.spec} is fine${source === 'out-of-reach' ? ', as far as it can be told without the source' : ''}.`,
    );
    const shown = problems.map(toJsonProblem);
    return { ok: true, problems: shown, source, coverage, ...(this.flags.verbose && { fallbacks }) };
  }
}
