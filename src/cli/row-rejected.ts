import { EXIT, ProblemsError } from '../base/errors.ts';

/** One row cannot be read or mapped, while nothing is wrong with what a person wrote. Exit code 1, as of a run that rejects it. */
export class RowRejected extends ProblemsError {
  readonly exitCode = EXIT.someoneMustAct;
}
