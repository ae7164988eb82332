import type { Code } from '../messages/code-table.ts';
import type { Args } from '../base/problem.ts';

/** A helper could make nothing of a value: the record is rejected with this code. */
export class Miss extends Error {
  readonly code: Code;
  readonly args: Args;
  /** The value at fault, as it was given. */
  readonly value: string;

  constructor(code: Code, value: unknown, args: Args = {}) {
    super(code);
    this.code = code;
    this.value = String(value);
    this.args = { ...args, value: this.value };
  }
}
