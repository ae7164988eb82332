/** What stops a compiled expression. What is an error of the language, and how that is worded, jsonata's evaluator tells. */

/** Met at run time: something is wrong, or hangs on jsonata's own machinery, so its evaluator decides this one row. */
export class Undecided extends Error {}

/** Met at compile time: a part that the compiler does not know. Offsets into the expression's text. */
export class Unsupported extends Error {
  readonly position: number | undefined;
  /** Where jsonata's evaluator may never end, limits or not: what to write instead. */
  readonly instead: string | undefined;

  constructor(reason: string, position: number | undefined, instead?: string) {
    super(reason);
    this.position = position;
    this.instead = instead;
  }
}

/** An error with one of jsonata's codes, as its evaluator takes it from a function; it gives it its message. */
export class Fault extends Error {
  readonly code: string;

  constructor(code: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    Object.assign(this, fields);
  }
}

/** The time of an evaluation is over: the evaluator would but take that time again. */
export class TimeOver extends Fault {
  constructor(timeoutMs: number) {
    super('D1012', { message: `Evaluation timeout after ${timeoutMs} milliseconds. Check for infinite loop` });
  }
}
