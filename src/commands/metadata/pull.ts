import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { ReportedDrift } from '../../report/drift-view.ts';

interface PullResult {
  readonly written: readonly string[];
  /** What has changed in DHIS2 since the last pull. */
  readonly drift: readonly ReportedDrift[];
}

export default class Pull extends BaseCommand<typeof Pull> {
  static override summary = 'Write what the server knows of the program or data set, for `mapping generate`.';
  static override description =
    'Of a program: retrieved_program_metadata.json in the shape in use today, and beside it program_metadata.json with all that etl can use (validation strategy, names on forms, option UIDs). Of a data set: retrieved_data_set_metadata.json, with a cell for each data element and category option combo. Beside either a lock (….lock.yaml) that people can read: what the mapping depends on, a fact a line, by which later changes in DHIS2 are noticed. Says what has changed since the last pull.';
  static override examples = ['<%= config.bin %> metadata pull pipelines/sipca.yaml'];
  static override args = SPEC;

  async run(): Promise<PullResult> {
    const { shownPath } = await import('../../cli/load-pipeline.ts');
    const { askPlace } = await import('../../cli/place-drift.ts');
    const { lockPath } = await import('../../drift/lock-file.ts');
    const { toLockText } = await import('../../drift/lock-text.ts');
    const { writeMetadata } = await import('../../generate/write-metadata.ts');
    const { drawDrifts, toReportedDrift } = await import('../../report/drift-view.ts');
    const options = { secrets: this.secrets, log: this.talk, isForNew: true };
    const { pulled, metadata, drifts, warnings } = await askPlace(this.args.spec, this.flags, options);
    this.showProblems(warnings);
    const lock = { path: lockPath(metadata), text: toLockText(pulled.facts) };
    const written = await writeMetadata(metadata, pulled, lock);
    for (const path of written) this.print(`written: ${shownPath(path)}`);
    const drift = drifts.map((one) => toReportedDrift(one));
    if (drift.length > 0) this.print(['', 'Changed in DHIS2 since the last pull', ...drawDrifts(drift)].join('\n'));
    return { written: written.map(shownPath), drift };
  }
}
