/** How far that is of the whole: how many there are, or which part of all is done, from 0 to 1. Nothing is guessed. */
export interface Reach {
  readonly total?: number;
  readonly share?: number | undefined;
}

/**
 * Where the run talks of what it does. The command line decides how it looks; secrets are taken out here, before any
 * writer sees the line. Personal data (cells, payloads) is never given to a log.
 */
export interface Log {
  /** Only with -v. */
  debug(message: string): void;
  /** Unless -q. */
  info(message: string): void;
  /** Always. */
  warn(message: string): void;
  /** How far a stage has come; passing, and never in a file. Left out where the whole is unknown. */
  progress(stage: string, done: number, reach?: Reach): void;
}

export const SILENT: Log = { debug() {}, info() {}, warn() {}, progress() {} };
