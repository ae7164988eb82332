import type { CompletionStore } from './completion-store.ts';
import type { DataValueStore } from './data-value-store.ts';
import type { ImportLog } from '../import-log.ts';
import type { LockStore } from './lock-store.ts';
import type { Metadata } from '../metadata.ts';
import type { ServerZone } from '../server-zone.ts';
import type { Traits } from '../versions.ts';

/** What calls for aggregate data are about. */
export interface AggregateWorld {
  readonly metadata: Metadata;
  readonly dataValues: DataValueStore;
  readonly completions: CompletionStore;
  readonly locks: LockStore;
  readonly imports: ImportLog;
  readonly traits: Traits;
  readonly zone: ServerZone;
  /** Milliseconds of the server's clock. */
  readonly now: () => number;
}
