import type { JsonObject } from '../base/json.ts';
import type { Log } from '../base/log.ts';
import type { Ref } from '../contracts/ref.ts';
import type { Outcome } from '../contracts/sink.ts';
import type { Accepted } from './accepted.ts';
import type { Progress } from './progress.ts';

/** One object of a batch that was sent, and what came of it, for artifacts that keep payloads. */
export interface Sent extends Ref {
  readonly address: string;
  readonly action: 'create' | 'update';
  /** All that was to be there. */
  readonly object: JsonObject;
  /** When the outcome was known, ISO 8601. */
  readonly at: string;
  readonly outcome: Outcome;
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
  /** The same without secrets, for what is kept of a server's own words. */
  readonly mask?: <T>(told: T) => T;
  /** False: every record is mapped, also where nothing of it has changed. */
  readonly shortcut?: boolean;
  readonly signal?: AbortSignal;
  /** Filled while the run is at work, for whoever wants to know how far it came. */
  readonly progress?: Progress;
  /** How to wait in trouble; tests give their own. */
  readonly pause?: (ms: number) => Promise<unknown>;
}
