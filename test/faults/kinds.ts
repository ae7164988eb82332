/** The faults that the table is made of: every kind, with what it can be told. */
import type { Fault } from '../../src/sandbox/faults/fault-kinds.ts';

const ANSWERED: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 504 },
  { kind: 'status', status: 413 },
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'page' },
  { kind: 'login-page' },
  { kind: 'other-answer' },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'restart', downMs: 60 },
];

/** A read changes nothing: whether it is carried out, and when, makes no difference. */
export const READ_FAULTS: readonly Fault[] = [
  ...ANSWERED,
  { kind: 'cut' },
  { kind: 'cut', bytes: 0 },
  { kind: 'truncated' },
  { kind: 'truncated', bytes: 0 },
  { kind: 'slow', bytesPerSecond: 300 },
  { kind: 'unauthorized' },
];

/** Before the request is carried out, after, and late. */
export const ALL_FAULTS: readonly Fault[] = [
  ...READ_FAULTS,
  ...ANSWERED.map((one) => ({ ...one, carriedOut: true })),
  { kind: 'late', lateMs: 'next' },
  { kind: 'late', lateMs: 20 },
];

/** Which requests a fault hits, and which of them. */
export interface Target {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Whether every status is tried. */
  readonly isMain?: boolean;
  readonly which: readonly Pick<Fault, 'nth' | 'times'>[];
}

/** Every fault at a target; of those that differ in their status alone one will do where it is not the first target. */
export function faultsAt({ method, path, which, isMain }: Target): readonly (readonly [name: string, Fault])[] {
  const all = method === 'GET' ? READ_FAULTS : ALL_FAULTS;
  const faults = all.filter((one) => isMain === true || one.status === undefined || one.status === 503);
  return faults.flatMap((fault) =>
    which.map((one) => [inWords({ ...fault, ...one }), { ...fault, ...one, method, path }] as const),
  );
}

/** For how long an answer is waited for: only where none comes has it to be short. */
export function timeoutOf({ kind }: Fault): number | undefined {
  return kind === 'hang' || kind === 'slow' ? 700 : undefined;
}

/** In few words, for the name of a test. */
function inWords({ kind, ...settings }: Fault): string {
  const told = Object.entries(settings).map(([name, value]) => (value === true ? name : `${name} ${value}`));
  return [kind, ...told].join(', ');
}
