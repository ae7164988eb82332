import type { ArgsList, ArgsOf, RejectCode } from '../messages/code-table.ts';
import { reason, type Reason } from '../messages/reason.ts';

/** Nothing could be made of a value of a record, or there is too much of it: the record is rejected with this code. */
export class Miss<C extends RejectCode = RejectCode> extends Error implements Reason<C> {
  readonly code: C;
  readonly args: Reason['args'];
  /** The value at fault, as it was given. */
  readonly value: string;

  /** The value is an arg of every code. */
  constructor(code: C, value: unknown, ...[args]: ArgsList<Omit<ArgsOf<C>, 'value' | 'instead'>>) {
    // Thrown for each wrong cell of a file: where in our code that was nobody asks, and to find out takes longest.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(code);
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.value = String(value);
    this.args = reason(code, { ...args, value: this.value } as unknown as ArgsOf<C>).args;
  }
}
