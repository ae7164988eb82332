/** Somebody has left at a question, with Ctrl-C: nothing is wrong, and nothing was done. */
export class StoppedByPerson extends Error {
  override readonly name = 'StoppedByPerson';
  /** That of a program that SIGINT ends. */
  readonly exitCode = 130;

  constructor() {
    super('stopped; nothing is written');
  }
}
