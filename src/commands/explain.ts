import { dirname, resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { SPEC } from '../cli/run-flags.ts';
import type { Explanation } from '../explain/explanation.ts';

export default class Explain extends BaseCommand<typeof Explain> {
  static override summary = 'Explain one record: its cells, its values, what was sent, what DHIS2 has.';
  static override description =
    'Reads the source, the index, what runs have kept, and DHIS2; changes nothing and takes no lock. What cannot be read is said, and the rest is explained. With FIELD only that value, in detail. It shows personal data. Exit code 2: there is no such record or field.';
  static override examples = [
    '<%= config.bin %> explain pipelines/sipca.yaml 5f6e0b0a-0001',
    '<%= config.bin %> explain pipelines/sipca.yaml "row 37" "CTC Beds"',
    '<%= config.bin %> explain pipelines/sipca.yaml KxXkLmNoPq1 --no-server',
  ];
  static override args = {
    ...SPEC,
    key: Args.string({
      required: true,
      description: 'Any id of the record, "row 37", or the UID or address of its object.',
    }),
    field: Args.string({
      description: 'A data element (name, label, UID), a property such as orgUnit, or a column.',
    }),
  };
  static override flags = {
    server: Flags.boolean({ default: true, allowNo: true, description: 'Ask DHIS2; --no-server: leave it out.' }),
  };

  async run(): Promise<Explanation> {
    const [{ explain }, { drawExplanation }, { loadForRows }, { shownPath }, { buildIndex }, { REGISTRY }] =
      await Promise.all([
        import('../explain/explain.ts'),
        import('../explain/draw-explanation.ts'),
        import('../cli/load-for-rows.ts'),
        import('../cli/load-pipeline.ts'),
        import('../pipeline/build-components.ts'),
        import('../registry.ts'),
      ]);
    const { withTemporaryFolder } = await import('../cli/temporary-folder.ts');
    const { spec } = this.args;
    const { loaded, problems, notSet } = await loadForRows(spec, this.flags, this.secrets, this.talk);
    this.showSpecErrors(problems);
    const folder = dirname(resolve(spec));
    const store = buildIndex(loaded.spec, { registry: REGISTRY, folder, log: this.talk, secrets: this.secrets });
    const explanation = await withTemporaryFolder('explain', (temporary) =>
      explain(
        { ...this.#asked(), notAsked: this.#whyNotAsked(notSet) },
        {
          pipeline: loaded.pipeline,
          mapping: loaded.mapping,
          contexts: { contextOf: (record) => loaded.contextOf(record), shown: shownPath },
          store,
          folder: temporary,
          version: this.config.version,
        },
      ),
    );
    this.print(drawExplanation(explanation));
    return explanation;
  }

  /** `row 37` may come as two words. */
  #asked(): { readonly key: string; readonly field: string | undefined } {
    const { key, field } = this.args;
    const isRow = key.toLowerCase() === 'row' && field !== undefined && /^\d+$/.test(field);
    return isRow ? { key: `row ${field}`, field: undefined } : { key, field };
  }

  #whyNotAsked(notSet: readonly string[]): string | undefined {
    if (!this.flags.server) return 'It was not asked (--no-server).';
    return notSet.length > 0 ? `It was not asked: not set ${notSet.join(', ')}.` : undefined;
  }
}
