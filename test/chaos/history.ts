/** What a random history is made of. Everything is said in the steps: the same history is always played the same way. */

/** Questions whose answers become data elements, and may leave the mapping. */
export const QUESTIONS = ['name', 'beds', 'note'] as const;
export type Question = (typeof QUESTIONS)[number];

/** `Gamma` is known to us and refused by DHIS2; `Nowhere` is unknown. */
export type Facility = 'Alpha' | 'Beta' | 'Gamma' | 'Nowhere';

export interface Cells {
  readonly facility: Facility;
  readonly name: string;
  /** A whole number; anything else cannot be mapped. */
  readonly beds: string;
  /** May be blank. */
  readonly note: string;
}

export interface Policies {
  readonly adopt: 'report' | 'update' | 'keep';
  readonly changed: 'update' | 'report';
  readonly editedInDhis2: 'report' | 'overwrite' | 'keep';
  readonly deletedInDhis2: 'report' | 'recreate';
  /** Whether records that have not changed are looked at; left out: never. */
  readonly verify?: 'weekly' | 'always';
}

export interface MappingShape {
  readonly questions: readonly Question[];
  /** Whether names are sent with an exclamation mark: a mapping that changes every record. */
  readonly isLoud: boolean;
}

export interface Setup {
  /** `root`: an id survives an edit. `uuid`: none does, and `pair` tells that it is the same record. */
  readonly key: 'root' | 'uuid';
  readonly policies: Policies;
  readonly mapping: MappingShape;
  readonly batchSize: number;
  /** Batches under way at once. */
  readonly concurrency: number;
  /** `async`: DHIS2 imports by a job. */
  readonly import: 'sync' | 'async';
  /** `legacy`: the first records were sent by the tools before us. */
  readonly start: 'new' | 'legacy';
  /** Whether DHIS2 says who it is from the first night on; it does so only once it has been restarted. */
  readonly hasSystemId: boolean;
  readonly grace: '0 s' | '3 days' | '30 days';
  /** Where the server stands: in Beirut the first day of summer time has no midnight. */
  readonly zone: 'Etc/UTC' | 'Asia/Beirut';
  /** Between one night and the next. */
  readonly hoursBetween: 0 | 24;
}

/** Where a run is killed: on the wire, at the n-th change of a file of the index, or so long after its first request. */
export type KillPoint =
  /** At its n-th reading request. */
  | { readonly at: 'read'; readonly n: number }
  /** The n-th batch has left, and never arrives. */
  | { readonly at: 'send'; readonly n: number }
  /** DHIS2 has stored the n-th batch, and has not answered. */
  | { readonly at: 'stored'; readonly n: number }
  /** The answer to the n-th batch has left. */
  | { readonly at: 'answered'; readonly n: number }
  /** The n-th batch is on its way, and arrives much later: see `deliver`. */
  | { readonly at: 'late'; readonly n: number }
  | { readonly at: 'file'; readonly n: number }
  | { readonly at: 'moment'; readonly ms: number };

export type HandEdit = 'removed' | 'errorGone' | 'field' | 'hashGone' | 'entryGone';

/** What a person may change of an event in DHIS2. */
export type Typable = Question | 'status';

export type Step =
  | { readonly do: 'new'; readonly r: number; readonly cells: Cells }
  | { readonly do: 'edit'; readonly r: number; readonly cells: Partial<Cells>; readonly hasNewUuid: boolean }
  | { readonly do: 'delete' | 'return'; readonly r: number }
  | { readonly do: 'mapping'; readonly mapping: MappingShape }
  | { readonly do: 'policies'; readonly policies: Policies }
  | { readonly do: 'night' }
  /** Stopped by a signal before its n-th batch is answered. */
  | { readonly do: 'stop'; readonly n: number }
  /** The answer to the n-th batch is lost. */
  | { readonly do: 'lose'; readonly n: number }
  /** The old script writes the index while the n-th batch is under way. */
  | { readonly do: 'nightWithOldScript'; readonly n: number }
  | { readonly do: 'kill'; readonly point: KillPoint }
  /** What was on its way when a run was killed arrives now. */
  | { readonly do: 'deliver' }
  | { readonly do: 'plan' | 'apply' }
  /** A person types a value into the event in DHIS2. */
  | { readonly do: 'type'; readonly r: number; readonly question: Typable; readonly value: string }
  /** A person removes the event in DHIS2; `isNoted`: and says so in the index, as the weekly review asks. */
  | { readonly do: 'remove'; readonly r: number; readonly isNoted: boolean }
  | { readonly do: 'hand'; readonly r: number; readonly edit: HandEdit }
  | { readonly do: 'oldScript' }
  | { readonly do: 'copyIndex' | 'putBack' }
  | { readonly do: 'loseIndex'; readonly withSidecar: boolean }
  | { readonly do: 'foreignIndex' }
  /** DHIS2 is started anew, and says who it is from now on. */
  | { readonly do: 'restart' }
  | { readonly do: 'release' }
  /** DHIS2 is moved to another machine, where it has another id: the events are the same. */
  | { readonly do: 'move' };

export interface History {
  readonly seed: number;
  readonly number: number;
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

/** What went wrong; two faults of one kind are taken for the same. */
export interface Fault {
  readonly kind: string;
  readonly text: string;
  /** Step after which it was seen, from 0; the nights after the last step count on. */
  readonly at: number;
}

export class FaultError extends Error {
  readonly kind: string;
  constructor(kind: string, text: string) {
    super(text);
    this.kind = kind;
  }
}
