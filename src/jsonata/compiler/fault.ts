/** What stops a compiled expression: jsonata's errors by their codes, and the two ways to leave the work to jsonata. */

/** Fields that jsonata gives its errors; the code's message names some of them. */
export interface FaultFields {
  readonly position?: number | undefined;
  readonly token?: unknown;
  readonly value?: unknown;
  readonly value2?: unknown;
  readonly index?: number;
}

/** An error of the language, with jsonata's code; its message is filled in where the evaluation ends. */
export class Fault extends Error {
  readonly code: string;
  position: number | undefined;
  token: unknown;
  readonly value: unknown;
  readonly value2: unknown;
  readonly index: number | undefined;

  constructor(code: string, fields: FaultFields = {}) {
    super(code);
    this.code = code;
    this.position = fields.position;
    this.token = fields.token;
    this.value = fields.value;
    this.value2 = fields.value2;
    this.index = fields.index;
  }
}

/** Met at run time: what jsonata does here hangs on its own machinery, so its evaluator decides this one row. */
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

/** Errors that jsonata and its built-ins throw are plain objects; what is known of them is their fields. */
export interface Thrown {
  code?: string;
  position?: number | undefined;
  token?: unknown;
}

/** Places an error at the operator it passes through, as jsonata does. */
export function placed(thrown: unknown, position: number | undefined, token: unknown): unknown {
  const error = thrown as Thrown;
  error.position = position;
  error.token = token;
  return error;
}

/** What goes wrong in a built-in is told at its call. */
export function blame(thrown: unknown, name: string, position: number | undefined): unknown {
  const error = thrown as Thrown;
  error.token ??= name;
  error.position = position ?? error.position;
  return error;
}
