/** Expressions in the config of a component that are about no record: over whatever JSON it gives them. */

/** An expression of JSONata, ready to be evaluated. */
export interface Formula {
  /** Rejects with an Error whose message says for people why there is no value. `names`: values of its variables. */
  evaluate(input: unknown, names?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** A property that holds an expression: in the spec it starts with `=`, and what the component is built with is a Formula. */
export const formula = (description: string) =>
  ({
    type: 'string',
    pattern: String.raw`^\s*=\s*\S`,
    expected: 'an expression, which starts with =',
    becomes: 'formula',
    description,
  }) as const;

/** What a component that has formulas is given for those of its own. */
export interface FormulaContext {
  /** Compiles an expression that the component itself brings along. */
  readonly compile: (text: string) => Formula;
}

/** For the type of a config: its formulas as they come to `build`. */
export type Formulas = [{ pattern: { becomes: 'formula' }; output: Formula }];
