/** Which ways the conditions of expressions have gone. */
import { toReference } from '../base/document.ts';
import type { Covered } from '../contracts/coverage.ts';
import type { SourceRecord } from '../contracts/record.ts';
import { RecordRow } from '../expression/batch.ts';
import { compileExpression, type Expression } from '../expression/compile.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { readColumns } from '../expression/read-columns.ts';
import { LIMITS } from '../jsonata/evaluation-limits.ts';
import { nameOfTarget, type Field } from '../mapping/field.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { Marks } from './marks.ts';
import type { TargetNames } from './target-names.ts';

/**
 * Ways of `? :`, `??` and `?:`, and of `when`. What JSONata's own evaluator does, and what stands in functions of the spec,
 * is not watched.
 */
export class Branches {
  readonly #marks = new Marks();
  /** By form version: several may have a field in common. */
  readonly #watched = new Map<string | undefined, Map<Field, Expression | undefined>>();
  readonly #loaded: LoadedPipeline;
  readonly #names: TargetNames;

  constructor(loaded: LoadedPipeline, names: TargetNames) {
    this.#loaded = loaded;
    this.#names = names;
  }

  /** Has a field evaluated on a record, and notes which ways it goes; `isOff`: its `when` does not hold. */
  async see(
    version: string | undefined,
    field: Field,
    record: SourceRecord,
    context: ExpressionContext,
    isOff: boolean,
  ): Promise<void> {
    const expression = this.#expressionOf(version, field, context);
    if (field.when) this.#marks.add(this.#whenOf(version, field, !isOff), true);
    if (!isOff) await expression?.evaluateBatch([new RecordRow(record, readColumns([expression.references]))]);
  }

  /** Notes the ways that there are. */
  add(version: string | undefined, field: Field, context: ExpressionContext): void {
    this.#expressionOf(version, field, context);
  }

  /** Notes what became of cases in the hands of `where`. */
  addWhere(outcomes: readonly string[]): void {
    this.#marks.add(
      '`where` lets a record through',
      outcomes.some((is) => is !== 'excluded'),
    );
    this.#marks.add('`where` leaves a record out', outcomes.includes('excluded'));
  }

  toCovered(): Covered {
    return this.#marks.toCovered();
  }

  #expressionOf(version: string | undefined, field: Field, context: ExpressionContext): Expression | undefined {
    const known = this.#watched.get(version) ?? new Map<Field, Expression | undefined>();
    this.#watched.set(version, known);
    if (!known.has(field)) known.set(field, this.#watch(version, field, context));
    return known.get(field);
  }

  #watch(version: string | undefined, field: Field, context: ExpressionContext): Expression | undefined {
    if (field.when) for (const holds of [true, false]) this.#marks.add(this.#whenOf(version, field, holds));
    const { from, target } = field;
    if (from.is !== 'expression') return undefined;
    const own = target.is === 'element' ? target.element.optionSet?.id : undefined;
    let hasConditions = false;
    const compiled = compileExpression(
      from.text,
      { ...context, options: (set) => context.options(set ?? own) },
      LIMITS,
      ({ position }) => {
        // What stands in a function of the spec has no place in this text.
        if (position === undefined) return () => {};
        hasConditions = true;
        for (const isThen of [true, false]) this.#marks.add(this.#wayOf(version, field, position, isThen));
        return (isThen) => this.#marks.add(this.#wayOf(version, field, position, isThen), true);
      },
    );
    return compiled.ok && hasConditions ? compiled.expression : undefined;
  }

  #whenOf(version: string | undefined, field: Field, holds: boolean): string {
    return `${this.#of(version, field)}: \`when\` ${holds ? 'holds' : 'does not hold'}`;
  }

  #wayOf(version: string | undefined, field: Field, position: number, isThen: boolean): string {
    const used = this.#loaded.mapping.used.find(
      ({ expression }) => field.from.is === 'expression' && expression === field.from.expression,
    );
    const place = used ? used.text.placeOf(position - 1, position) : field.place;
    return `${this.#of(version, field)}: the condition at ${toReference(place)}, ${isThen ? 'first' : 'second'} way`;
  }

  #of(version: string | undefined, { target }: Field): string {
    const name = this.#names.labelOf(nameOfTarget(target));
    return version === undefined ? name : `${version}: ${name}`;
  }
}
