import { dirname, resolve } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';

interface PullResult {
  readonly written: readonly string[];
}

export default class Pull extends BaseCommand<typeof Pull> {
  static override summary = 'Write what the server knows of the program or data set, for `mapping generate`.';
  static override description =
    'Of a program: retrieved_program_metadata.json in the shape in use today, and beside it program_metadata.json with all that etl can use (validation strategy, names on forms, option UIDs). Of a data set: retrieved_data_set_metadata.json, with a cell for each data element and category option combo.';
  static override examples = ['<%= config.bin %> metadata pull pipelines/sipca.yaml'];
  static override args = SPEC;

  async run(): Promise<PullResult> {
    const { loadSpecFile, shownPath } = await import('../../cli/load-pipeline.ts');
    const { serverOf, sinkKindOf } = await import('../../pipeline/build-components.ts');
    const { REGISTRY } = await import('../../registry.ts');
    const { writeMetadata } = await import('../../generate/write-metadata.ts');
    const { spec, warnings } = await loadSpecFile(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    if (!spec.mapping) throw new EtlError('mapping/none', { spec: this.args.spec });
    const folder = dirname(resolve(this.args.spec));
    const options = { registry: REGISTRY, folder, log: this.talk, secrets: this.secrets };
    const server = serverOf(spec, spec.sink.connection, options);
    const pulled = await sinkKindOf(spec, options).metadata.pull(server, spec.sink.config as never);
    const written = await writeMetadata(spec.mapping.metadata.path, pulled);
    for (const path of written) this.print(`written: ${shownPath(path)}`);
    return { written: written.map(shownPath) };
  }
}
