/** Signals that ask a process to end: of a closed terminal, of Ctrl-C, of whoever manages the machine. */
export const STOPPING = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
]);

/** Exit code of a process that a signal ends, as shells give it. */
export function exitCodeOfSignal(name: string | undefined): number {
  return 128 + (NUMBERS.get(name ?? '') ?? 2);
}
