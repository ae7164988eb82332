import { tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { EtlError, ProblemsError } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { toJsonProblem, type JsonProblem } from '../cli/json-problem.ts';
import type { LoadedPipeline } from '../cli/load-pipeline.ts';
import { SPEC } from '../cli/run-flags.ts';

/** What `check --json` prints. `source` says whether the columns could be checked. */
interface CheckResult {
  readonly ok: boolean;
  readonly problems: readonly JsonProblem[];
  readonly source: 'checked' | 'not-asked' | 'out-of-reach';
}

export default class Check extends BaseCommand<typeof Check> {
  static override summary = 'Find what is wrong with a spec before it runs.';
  static override description =
    'Checks the spec, its mapping files and every expression, and the columns against the header of the source where it can be reached. DHIS2 is not asked.';
  static override examples = [
    '<%= config.bin %> check pipelines/sipca.yaml',
    '<%= config.bin %> check pipelines/sipca.yaml --no-source',
  ];
  static override args = SPEC;
  static override flags = {
    source: Flags.boolean({ default: true, allowNo: true, description: 'Compare with the header of the source.' }),
  };

  async run(): Promise<CheckResult> {
    const { loadPipeline } = await import('../cli/load-pipeline.ts');
    const { checkMappingFiles } = await import('../mapping/mapping-files.ts');
    const { shownPath } = await import('../cli/load-pipeline.ts');
    const loaded = await loadPipeline(this.args.spec, this.flags, this.secrets, this.talk);
    const mapping = loaded.spec.mapping ? await checkMappingFiles(loaded.spec, shownPath) : [];
    const header = this.flags.source ? await this.#checkHeader(loaded) : { source: 'not-asked' as const, problems: [] };
    const problems = [...loaded.warnings, ...mapping, ...header.problems];
    if (problems.some((one) => one.severity === 'error')) throw new ProblemsError(problems);
    this.showProblems(problems);
    this.print(
      `${this.args.spec} is fine${header.source === 'out-of-reach' ? ', as far as it can be told without the source' : ''}.`,
    );
    return { ok: true, problems: problems.map(toJsonProblem), source: header.source };
  }

  async #checkHeader(loaded: LoadedPipeline): Promise<{
    source: CheckResult['source'];
    problems: Problem[];
  }> {
    const folder = await mkdtemp(join(tmpdir(), 'etl-check-'));
    try {
      const extract = await loaded.pipeline.source.extract(folder);
      const { header } = extract;
      await extract.close();
      return { source: 'checked', problems: loaded.checkHeader(header) };
    } catch (error) {
      if (!(error instanceof EtlError)) throw error;
      this.talk.warn(`the columns were not checked: ${error.message}`);
      return { source: 'out-of-reach', problems: [] };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
