/** The faults that the table is made of: every kind, with what it can be told. */
import type { Fault } from '../../src/sandbox/faults/fault-kinds.ts';
import { inTurn, TAKES_ALL } from '../slice.ts';

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
  { kind: 'delay', delayMs: 20 },
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
  /** Whether every setting of a kind is tried. */
  readonly isMain?: boolean;
  readonly which: readonly Pick<Fault, 'nth' | 'times'>[];
}

/**
 * Every fault at the main target. At each of the others every third kind, its settings (carried out or not, cut here or
 * there) in turn: `at` is the number of the target.
 */
export function faultsAt(target: Target, at: number): readonly (readonly [name: string, Fault])[] {
  const { method, path, which, isMain } = target;
  const all = method === 'GET' ? READ_FAULTS : ALL_FAULTS;
  const kinds = [...Map.groupBy(all, (one) => one.kind).values()];
  return which.flatMap((hit, n) =>
    kinds
      .filter((_, kind) => isMain === true || TAKES_ALL || (kind + at + n) % 3 === 0)
      .flatMap((settings, kind) => (isMain === true ? settings : inTurn(settings, at + n + kind)))
      .map((fault) => [inWords({ ...fault, ...hit }), { ...fault, ...hit, method, path }] as const),
  );
}

/** For how long an answer is waited for: only where none comes has it to be short. */
export function timeoutOf({ kind }: Fault): number | undefined {
  return kind === 'hang' || kind === 'slow' ? 400 : undefined;
}

/** In few words, for the name of a test. */
function inWords({ kind, ...settings }: Fault): string {
  const told = Object.entries(settings).map(([name, value]) => (value === true ? name : `${name} ${value}`));
  return [kind, ...told].join(', ');
}
