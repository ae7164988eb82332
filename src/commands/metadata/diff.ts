import { BaseCommand } from '../../cli/base-command.ts';
import { EXIT } from '../../base/errors.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { ReportedDrift } from '../../report/drift-view.ts';

interface DiffResult {
  readonly exitCode: number;
  /** What it was compared with: the lock, or the metadata file where there is no lock. */
  readonly comparedWith: string;
  /** Values that go there would be refused, or mean something else. */
  readonly isBreaking: boolean;
  readonly drift: readonly ReportedDrift[];
}

export default class Diff extends BaseCommand<typeof Diff> {
  static override summary = 'Show what has changed in DHIS2 since the mapping was made.';
  static override description =
    'Compares the lock of `metadata pull` (or, where there is none, the metadata file as far as it knows) with the program or data set as the server has it now. Writes nothing, and sends nothing. ✗ is what a run would stop at (guard `drift`), · is harmless. Exit code 0 where nothing has changed, 1 where anything has.';
  static override examples = ['<%= config.bin %> metadata diff pipelines/sipca.yaml'];
  static override args = SPEC;

  async run(): Promise<DiffResult> {
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const { askPlace } = await import('../../cli/place-drift.ts');
    const { lockPath } = await import('../../drift/lock-file.ts');
    const { drawDrifts, toReportedDrift } = await import('../../report/drift-view.ts');
    const options = { secrets: this.secrets, log: this.talk, isForNew: false };
    const { metadata, hasLock, drifts, warnings } = await askPlace(this.args.spec, this.flags, options);
    this.showProblems(warnings);
    const comparedWith = shownPath(hasLock ? lockPath(metadata) : metadata);
    const drift = drifts.map((one) => toReportedDrift(one));
    if (!hasLock)
      this.talk.warn(`there is no lock yet, so ${comparedWith} was compared; \`etl metadata pull\` makes one`);
    if (drift.length === 0) this.print(`Nothing has changed in DHIS2 since ${comparedWith} was made.`);
    else this.print([`Changed in DHIS2 since ${comparedWith} was made`, ...drawDrifts(drift)].join('\n'));
    const exitCode = drift.length === 0 ? EXIT.ok : EXIT.someoneMustAct;
    process.exitCode = exitCode;
    return { exitCode, comparedWith, isBreaking: drift.some(({ isBreaking }) => isBreaking), drift };
  }
}
