import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import type { Evaluated, Evaluation } from '../playground/evaluation.ts';

export default class Eval extends BaseCommand<typeof Eval> {
  static override summary = 'Evaluate an expression, on a row of your own or of a pipeline.';
  static override description =
    'Shows value, type, whether it is compiled, and the time that it takes once it is warm. With --spec the row comes from the pipeline’s own source, and its look-ups are there. With --plain the input may be any JSON, and JSONata is as it is. An expression that starts with - stands after --. Exit code 1: a run would reject the row; 2: the expression is wrong.';
  static override examples = [
    `<%= config.bin %> eval '$int(beds) * 2' --input row.json`,
    `<%= config.bin %> eval '$orgUnit(FACILITY)' --spec pipelines/sipca.yaml --row 17`,
    `echo '{"a":[1,2]}' | <%= config.bin %> eval '$sum(a)' --input - --plain`,
    `<%= config.bin %> eval --input row.json -- '-$int(beds)'`,
  ];
  static override usage = [
    'eval EXPRESSION [--input FILE] [--plain]',
    'eval EXPRESSION --spec SPEC [--row N | --key ID]',
  ];
  static override args = {
    expression: Args.string({ required: true, description: 'JSONata, as it stands in a spec, with or without its =.' }),
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
      helpValue: 'N',
      dependsOn: ['spec'],
      exclusive: ['key'],
    }),
    key: Flags.string({ description: 'Any id of the record.', helpValue: 'ID', dependsOn: ['spec'] }),
    plain: Flags.boolean({ description: 'JSONata as it is, on any JSON.', exclusive: ['spec'] }),
  };

  async run(): Promise<Evaluation> {
    const { drawValue, drawVerdict, toEvaluation } = await import('../playground/evaluation.ts');
    const { withoutMark } = await import('../playground/typed-expression.ts');
    const { text, hadMark } = withoutMark(this.args.expression);
    if (hadMark) this.talk.info('The = marks an expression in a spec and is no part of it: left out.');
    const evaluated = await this.#evaluate(text);
    this.showProblems(evaluated.warnings);
    this.printShown(drawValue(evaluated.value, this.secrets));
    this.talk.info(drawVerdict(evaluated));
    return toEvaluation(evaluated);
  }

  async #evaluate(text: string): Promise<Evaluated> {
    const { evaluateOn, NO_TABLES } = await import('../playground/evaluate.ts');
    const { spec, row, key, input, plain } = this.flags;
    if (spec !== undefined) {
      const { loadForRows } = await import('../cli/load-for-rows.ts');
      const { findRecord } = await import('../playground/find-record.ts');
      const { loaded, problems } = await loadForRows(spec, this.flags, this.secrets, this.talk);
      this.showSpecErrors(problems);
      const record = await findRecord(loaded.pipeline, key === undefined ? { row: row ?? 1 } : { key });
      const { context, version } = await loaded.contextOf(record);
      const { describeGroup } = await import('../playground/describe-group.ts');
      const group = describeGroup(record);
      if (group !== undefined) this.talk.info(group);
      if (version !== undefined) this.talk.info(`Row ${record.row}, form version ${version}.`);
      return evaluateOn(text, record, context);
    }
    const { loadInput, parseJsonInput, parseRow, toRecord } = await import('../cli/input.ts');
    const source = input === undefined ? undefined : await loadInput(input);
    if (!plain) return evaluateOn(text, source ? parseRow(source) : toRecord([]), NO_TABLES);
    const { evaluatePlain } = await import('../playground/evaluate-plain.ts');
    return evaluatePlain(text, source ? parseJsonInput(source) : {});
  }
}
