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
  /** How far a stage has come; shown on a terminal only. `total` is absent where it is unknown. */
  progress(stage: string, done: number, total?: number): void;
}

export const SILENT: Log = { debug() {}, info() {}, warn() {}, progress() {} };
