import type { Remote } from '../contracts/sink.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import type { DataSetView } from '../dhis2/data-set-view.ts';
import type { FormNotes } from '../dhis2/form-notes.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import type { ImportWay } from '../dhis2/import-jobs.ts';
import type { AggregateRules } from '../dhis2/versions.ts';

/** Where forms go, and how they are read back. */
export interface FormPlace {
  readonly client: Dhis2Client;
  readonly view: DataSetView;
  readonly rules: AggregateRules;
  /** What stands beside values, as it was read last. */
  readonly notes: FormNotes;
  readonly import: ImportWay;
  /** Throws EtlError where nothing more may leave. */
  readonly ensureMayGo?: (() => void) | undefined;
  read(addresses: readonly string[]): Promise<ReadonlyMap<string, Remote<FormObject>>>;
}

/** The form that a read has found; undefined where it found none. */
export function formIn(remotes: ReadonlyMap<string, Remote<FormObject>>, address: string): FormObject | undefined {
  const remote = remotes.get(address);
  return remote?.is === 'live' ? remote.object : undefined;
}
