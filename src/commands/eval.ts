import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import type { Evaluation } from '../cli/evaluate.ts';

export default class Eval extends BaseCommand<typeof Eval> {
  static override summary = 'Evaluate an expression, on a row of your own or of a pipeline.';
  static override description =
    'Shows value, type, whether it is compiled, and time. With --spec the row comes from the pipeline’s own source, and its look-ups are there. With --plain the input may be any JSON, and JSONata is as it is.';
  static override examples = [
    `<%= config.bin %> eval '$int(beds) * 2' --input row.json`,
    `<%= config.bin %> eval '$orgUnit(FACILITY)' --spec pipelines/sipca.yaml --row 17`,
    `echo '{"a":[1,2]}' | <%= config.bin %> eval '$sum(a)' --input - --plain`,
  ];
  static override args = {
    expression: Args.string({ required: true, description: 'JSONata, without the leading =.' }),
  };
  static override flags = {
    input: Flags.string({
      description: 'A JSON object of columns and cells; - for standard input.',
      helpValue: 'FILE',
      exclusive: ['spec'],
    }),
    spec: Flags.string({ description: 'Take the row from the source of this pipeline.', helpValue: 'SPEC' }),
    row: Flags.integer({
      min: 1,
      description: 'Its row, 1 for the first after the header.',
      dependsOn: ['spec'],
      exclusive: ['key'],
    }),
    key: Flags.string({ description: 'Any id of the record.', dependsOn: ['spec'] }),
    plain: Flags.boolean({ description: 'JSONata as it is, on any JSON.', exclusive: ['spec'] }),
  };

  async run(): Promise<Evaluation> {
    const evaluation = await this.#evaluate();
    const { value, type, compiled, ms } = evaluation;
    this.print(value === undefined ? 'no value' : JSON.stringify(value, null, 2));
    this.talk.info(`${type}, ${compiled ? 'compiled' : 'by JSONata’s evaluator'}, ${ms.toFixed(3)} ms`);
    return evaluation;
  }

  async #evaluate(): Promise<Evaluation> {
    const { evaluateOn, NO_TABLES, readInput, toRecord } = await import('../cli/evaluate.ts');
    const { expression } = this.args;
    const { spec, row, key, input, plain } = this.flags;
    if (spec !== undefined) {
      const { loadPipeline } = await import('../cli/load-pipeline.ts');
      const { findRecord } = await import('../cli/find-record.ts');
      const { pipeline, context } = await loadPipeline(spec, this.flags, this.secrets, this.talk);
      return evaluateOn(
        expression,
        await findRecord(pipeline, key === undefined ? { row: row ?? 1 } : { key }),
        context,
      );
    }
    const given = input === undefined ? {} : await readInput(input);
    if (!plain) return evaluateOn(expression, toRecord(given), NO_TABLES);
    const { evaluatePlain } = await import('../cli/evaluate-plain.ts');
    return evaluatePlain(expression, given);
  }
}
