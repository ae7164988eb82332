import type { Code } from '../messages/code-table.ts';
import type { Args } from './problem.ts';

/** Nothing could be made of a value of a record, or there is too much of it: the record is rejected with this code. */
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
