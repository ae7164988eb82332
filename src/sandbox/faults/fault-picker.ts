import type { Fault } from './fault-kinds.ts';
import type { FaultPlan } from './fault-plan.ts';

interface Rule {
  readonly fault: Fault;
  readonly path: RegExp;
  readonly random: () => number;
  /** Requests that fitted so far. */
  seen: number;
  /** How many more may be hit. */
  left: number;
}

/** Says of one request after the other which fault hits it. */
export class FaultPicker {
  readonly #rules: readonly Rule[];

  constructor({ faults, seed = 1 }: FaultPlan) {
    this.#rules = faults.map((fault, at) => ({
      fault,
      path: toPattern(fault.path ?? '*'),
      random: randomOf(seed * 1_000_003 + at),
      seen: 0,
      left: fault.times ?? (fault.probability === undefined ? 1 : Infinity),
    }));
  }

  /** The fault that hits this request, if one does. Every fault counts every request that it fits. */
  pick({ method, path }: { readonly method: string; readonly path: string }): Fault | undefined {
    const fitting = this.#rules.filter((rule) => (rule.fault.method ?? method) === method && rule.path.test(path));
    for (const rule of fitting) rule.seen += 1;
    const due = fitting.find(
      ({ fault, seen, left, random }) => seen >= (fault.nth ?? 1) && left > 0 && random() < (fault.probability ?? 1),
    );
    if (due) due.left -= 1;
    return due?.fault;
  }
}

function toPattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** Numbers from 0 to 1 that look like chance and are the same each time (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
