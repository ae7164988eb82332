import { give, type Carrier, type Exchange, type WireAnswer } from './exchange.ts';
import { declaredAs, type Fault } from './fault-kinds.ts';
import type { FaultPlan } from './fault-plan.ts';
import { FaultPicker } from './fault-picker.ts';

/** A fault as it hit a request. */
export interface Hit {
  readonly kind: Fault['kind'];
  readonly method: string;
  readonly path: string;
}

/** A late request, and those that it waits for. */
interface Waiting {
  readonly request: string;
  readonly run: () => void;
}

/** Stands before a server, and has its requests go wrong as a plan says. Without a plan it does nothing. */
export class Faults {
  readonly #onHit: (hit: Hit) => void;
  #picker = new FaultPicker({ faults: [] });
  readonly #answers = new Map<string, WireAnswer>();
  #lastAnswer: WireAnswer | undefined;
  #waiting: readonly Waiting[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(onHit: (hit: Hit) => void) {
    this.#onHit = onHit;
  }

  /** What goes wrong from now on; counting starts anew. Late requests under way stay so. */
  set(plan: FaultPlan): void {
    this.#picker = new FaultPicker(plan);
  }

  /** Answers one request, or has it go wrong. Gives the kind of fault that hit it. */
  async answer(carrier: Carrier): Promise<Fault['kind'] | undefined> {
    const { method, path } = carrier;
    const request = `${method} ${path}`;
    const fault = this.#picker.pick(carrier);
    const earlier = this.#waiting.filter((waiting) => waiting.request === request);
    const exchange = this.#exchangeOf(carrier, request);
    if (fault) {
      this.#onHit({ kind: fault.kind, method, path });
      await declaredAs(fault.kind).play(fault, exchange);
    } else {
      give(carrier, await exchange.carryOut());
    }
    // What waited for the next one of its kind is carried out after it.
    if (fault?.kind !== 'late' && exchange.wasCarriedOut()) for (const waiting of earlier) this.#release(waiting);
    return fault?.kind;
  }

  /** Drops what is late and was not carried out yet. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#waiting = [];
  }

  #exchangeOf(carrier: Carrier, request: string): Exchange & { wasCarriedOut(): boolean } {
    let wasCarriedOut = false;
    return {
      ...carrier,
      earlierAnswer: this.#answers.get(request) ?? this.#lastAnswer,
      wasCarriedOut: () => wasCarriedOut,
      carryOut: async (database) => {
        wasCarriedOut = true;
        const answer = await carrier.carryOut(database);
        this.#answers.set(request, answer);
        this.#lastAnswer = answer;
        return answer;
      },
      afterNext: (run) => {
        this.#waiting = [...this.#waiting, { request, run }];
      },
      later: (run, ms) => {
        const timer = setTimeout(() => {
          this.#timers.delete(timer);
          run();
        }, ms);
        this.#timers.add(timer);
      },
    };
  }

  #release(waiting: Waiting): void {
    if (!this.#waiting.includes(waiting)) return;
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.run();
  }
}
