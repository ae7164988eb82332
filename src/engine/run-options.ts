import type { Json } from '../base/json.ts';
import type { Log } from '../base/log.ts';
import type { Accepted } from './guards.ts';
import type { Progress } from './progress.ts';

/** One object as it was sent, with the server's answer, for artifacts that keep payloads. */
export interface Sent {
  readonly key: string;
  readonly address: string;
  readonly payload: Json | undefined;
  readonly response: Json | undefined;
}

/** Where a run keeps what it leaves behind; the report side writes it. */
export interface Keeper {
  /** The run's folder, for the copy of the source and the plan. */
  readonly folder: string;
  /** `copyTo` writes a copy of the index to a file; false where there is none. */
  keepIndex(which: 'initial' | 'final', copyTo: (file: string) => Promise<boolean>): Promise<void>;
  /** `name`: what the copy is to be called; left out, as it is. */
  keepSource(copy: string, name?: string): Promise<void>;
  keepSent(sent: readonly Sent[]): Promise<void>;
}

export interface RunOptions {
  readonly accepted: Accepted;
  readonly keeper: Keeper;
  readonly log: Log;
  readonly now: Date;
  /** Version of the engine, which a plan is bound to. */
  readonly version: string;
  readonly signal?: AbortSignal;
  /** Filled while the run is at work, for whoever wants to know how far it came. */
  readonly progress?: Progress;
  /** How to wait in trouble; tests give their own. */
  readonly pause?: (ms: number) => Promise<unknown>;
}
