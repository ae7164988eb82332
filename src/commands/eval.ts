import { Args, Flags } from '@oclif/core';
import { EtlError } from '../base/errors.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { ROW } from '../cli/run-flags.ts';
import type { ExplainedRecord } from '../explain/explanation.ts';
import type { Evaluated, Evaluation } from '../playground/evaluation.ts';
import type { FoundRow } from '../playground/find-row.ts';

export default class Eval extends BaseCommand<typeof Eval> {
  static override summary = 'Evaluate an expression, or all fields of a pipeline, on a row.';
  static override description =
    'Shows value, type, whether it is compiled, and the time that it takes once it is warm. With --spec the row comes from the pipeline’s own source, and its look-ups are there; without an expression, all that the row comes to is shown, field by field. With --plain the input may be any JSON, and JSONata is as it is. An expression that starts with - stands after --. Exit code 1: a run would reject the row; 2: the expression is wrong.';
  static override examples = [
    `<%= config.bin %> eval '$int(beds) * 2' --input row.json`,
    `<%= config.bin %> eval '$orgUnit(FACILITY)' --spec pipelines/sipca.yaml --row 17`,
    '<%= config.bin %> eval --spec pipelines/sipca.yaml --row 17',
    `echo '{"a":[1,2]}' | <%= config.bin %> eval '$sum(a)' --input - --plain`,
    `<%= config.bin %> eval --input row.json -- '-$int(beds)'`,
  ];
  static override usage = [
    'eval EXPRESSION [--input FILE] [--plain]',
    'eval [EXPRESSION] --spec SPEC [--row N | --key ID]',
  ];
  static override args = {
    expression: Args.string({
      description: 'JSONata, as it stands in a spec, with or without its =. With --spec it may be left out.',
    }),
  };
  static override flags = {
    input: Flags.string({
      description: 'A JSON object of columns and cells; - for standard input.',
      helpValue: 'FILE',
      exclusive: ['spec'],
    }),
    ...ROW,
    plain: Flags.boolean({ description: 'JSONata as it is, on any JSON.', exclusive: ['spec'] }),
  };

  async run(): Promise<Evaluation | ExplainedRecord> {
    const { expression } = this.args;
    if (expression === undefined) return this.#showRecord();
    const { drawValue, drawVerdict, toEvaluation } = await import('../playground/evaluation.ts');
    const { withoutMark } = await import('../playground/typed-expression.ts');
    const { text, hadMark } = withoutMark(expression);
    if (hadMark) this.talk.info('The = marks an expression in a spec and is no part of it: left out.');
    const evaluated = await this.#evaluate(text);
    this.showProblems(evaluated.warnings);
    this.printShown(drawValue(evaluated.value, this.secrets));
    this.talk.info(drawVerdict(evaluated));
    return toEvaluation(evaluated);
  }

  async #evaluate(text: string): Promise<Evaluated> {
    const { spec, input, plain } = this.flags;
    const { evaluateOnInput, evaluateOnRow } = await import('../playground/evaluate-typed.ts');
    return spec === undefined
      ? evaluateOnInput(text, { input, plain })
      : evaluateOnRow(text, await this.#findRow(spec));
  }

  /** All that a row comes to. */
  async #showRecord(): Promise<ExplainedRecord> {
    const { spec } = this.flags;
    if (spec === undefined) throw new EtlError('eval/nothing', {});
    const { loaded, record } = await this.#findRow(spec);
    const { drawRow, explainRow } = await import('../explain/row.ts');
    const explained = await explainRow(record, loaded);
    for (const line of drawRow(explained)) this.print(line);
    return explained;
  }

  async #findRow(spec: string): Promise<FoundRow> {
    const { findRow } = await import('../playground/find-row.ts');
    const row = await findRow(spec, { ...this.flags, secrets: this.secrets, talk: this.talk });
    this.showSpecErrors(row.problems);
    for (const line of row.told) this.talk.info(line);
    return row;
  }
}
