import { dirname, join, resolve } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';

interface PullResult {
  readonly written: readonly string[];
}

export default class Pull extends BaseCommand<typeof Pull> {
  static override summary = 'Write what the server knows of the program, for `mapping generate`.';
  static override description =
    'Writes retrieved_program_metadata.json in the shape in use today, and beside it program_metadata.json with all that etl can use (validation strategy, names on forms, option UIDs).';
  static override examples = ['<%= config.bin %> metadata pull pipelines/sipca.yaml'];
  static override args = SPEC;

  async run(): Promise<PullResult> {
    const { loadSpecFile, shownPath } = await import('../../cli/load-pipeline.ts');
    const { serverOf } = await import('../../pipeline/build-components.ts');
    const { REGISTRY } = await import('../../registry.ts');
    const { pullMetadata } = await import('../../generate/pull-metadata.ts');
    const { spec, warnings } = await loadSpecFile(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    if (!spec.mapping) throw new EtlError('mapping/none', { spec: this.args.spec });
    const folder = dirname(resolve(this.args.spec));
    const options = { registry: REGISTRY, folder, log: this.talk, secrets: this.secrets };
    const retrieved = spec.mapping.metadata.path;
    const written = await pullMetadata(
      serverOf(spec, spec.sink.connection, options),
      String(spec.sink.config['program']),
      {
        retrieved,
        full: join(dirname(retrieved), 'program_metadata.json'),
      },
    );
    for (const path of written) this.print(`written: ${shownPath(path)}`);
    return { written: written.map(shownPath) };
  }
}
