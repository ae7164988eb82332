import { dirname, resolve } from 'node:path';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { SPEC } from '../../cli/run-flags.ts';
import type { MovedIndex } from '../../index/move-index.ts';

/** What was moved, with what the spec has to say from now on. */
type Moved = MovedIndex & { readonly kind: string; readonly spec: readonly string[] };

export default class Move extends BaseCommand<typeof Move> {
  static override summary = 'Move the index of a pipeline to another file or kind.';
  static override description =
    'All that is known goes along, both ways. The old index stays as it is, and every run refuses it from then on; the spec has to name the new one. No run may be at work. Exit code 4: something stands there already. 5: a run is at work.';
  static override examples = [
    '<%= config.bin %> index move pipelines/sipca.yaml --to sqlite --dry-run',
    '<%= config.bin %> index move pipelines/sipca.yaml --to index/sipca.sqlite',
    '<%= config.bin %> index move pipelines/sipca.yaml --to raw/event_index.json --connection datalakeIndex',
  ];
  static override args = SPEC;
  static override flags = {
    to: Flags.string({
      required: true,
      description: 'The new file, by whose ending its kind is known; or a kind: then the name stays.',
      helpValue: 'FILE|KIND',
    }),
    connection: Flags.string({
      description: 'The connection of the spec in which the new file is.',
      helpValue: 'NAME',
    }),
    overwrite: Flags.boolean({ description: 'Whatever index stands there may be lost.' }),
    'dry-run': Flags.boolean({ description: 'Read and count, and write nothing.' }),
  };

  async run(): Promise<Moved> {
    const { loadSpecFile } = await import('../../cli/load-pipeline.ts');
    const { addressOf, buildIndex } = await import('../../pipeline/build-components.ts');
    const { REGISTRY } = await import('../../registry.ts');
    const { targetOf, toSpecLines } = await import('../../cli/move-target.ts');
    const { moveIndex } = await import('../../index/move-index.ts');
    const { to, connection, overwrite: overwrites, 'dry-run': isTrial } = this.flags;
    const { spec, warnings } = await loadSpecFile(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    const folder = dirname(resolve(this.args.spec));
    const tools = { registry: REGISTRY, folder, log: this.talk, secrets: this.secrets };
    const target = targetOf(spec, { to, connection, cwd: process.cwd() }, REGISTRY);
    const from = buildIndex(spec, tools);
    const there = buildIndex({ ...spec, index: { ...spec.index, ...target, config: {} } }, tools);
    const address = addressOf(spec, tools);
    const moved = await moveIndex(from, there, { address, overwrites, isTrial, now: new Date() });
    const lines = toSpecLines(target, folder);
    this.#tell(moved, lines);
    return { ...moved, kind: target.kind, spec: lines };
  }

  #tell({ from, to, entries, live, states, isMoved }: MovedIndex, lines: readonly string[]): void {
    const counted = Object.entries(states).map(([state, count]) => `${count} ${state}`);
    this.print(`from       ${from}`);
    this.print(`to         ${to}`);
    this.print(`entries    ${entries}, ${live} live${counted.length > 0 ? ` (${counted.join(', ')})` : ''}`);
    if (!isMoved) return this.print('Nothing was moved.');
    this.print('The old index stays as it is; every run refuses it from now on. The spec has to say:');
    for (const line of lines) this.print(`  ${line}`);
  }
}
