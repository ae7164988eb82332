import type { Json } from '../base/json.ts';
import type { Patience } from '../base/patience.ts';
import type { Reject } from '../base/problem.ts';

/** What is sent, without its UID: property name → value. `dataValues` is in the order of the mapping; null clears. */
export interface TargetObject {
  readonly [property: string]: Json;
  readonly dataValues: readonly DataValue[];
}

export type DataValue = { readonly dataElement: string; readonly value: string | null };

/** An object on its way to the sink. */
export interface Sending {
  readonly key: string;
  readonly uid: string;
  readonly object: TargetObject;
  /** True only for a UID reserved in this very run: nothing can be there yet, so nothing needs clearing. */
  readonly isNew: boolean;
  /**
   * Whether what is there now may be replaced: it is as we left it, and nobody has worked on it since. Asked where a send
   * came back without an answer, before it is sent again.
   */
  mayReplace(there: TargetObject): boolean;
}

/** Why the sink will refuse an object, and where: `target` is a property, or a data element's UID. */
export type Refusal = Pick<Reject, 'code' | 'args' | 'field' | 'value'> & { readonly target?: string };

/** The sink's own verdict on one object. `unknown`: it may or may not be there; nothing may be concluded. */
export type Outcome =
  /** `afterSilence`: seen in the sink after an answer got lost; an earlier request may still be carried out. */
  | { readonly is: 'created' | 'updated'; readonly afterSilence?: true }
  | { readonly is: 'rejected'; readonly reasons: readonly Pick<Reject, 'code' | 'args' | 'field' | 'value'>[] }
  | { readonly is: 'deletedThere' }
  | { readonly is: 'unknown'; readonly reason: string };

export interface SentBatch {
  /** By UID; every UID of the batch is there. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** What was sent and what came back, one object each, for the artifacts; UID → JSON. */
  readonly payloads: ReadonlyMap<string, Json>;
  readonly responses: ReadonlyMap<string, Json>;
}

/** What the sink has under a UID. Absent from the map: nothing was ever there. */
export type Remote = { readonly is: 'live'; readonly object: TargetObject } | { readonly is: 'deleted' };

/** Which server and which place in it: an index belongs to exactly one. */
export interface SinkIdentity {
  readonly server: string;
  readonly program: string;
  /** Address of the server: what it is known by as long as it has no id. */
  readonly address: string;
  /** For people: `DHIS2 2.42.5 at https://…, user sipca`. */
  readonly description: string;
}

/** Where what we would send and what is there part company. `target` is a property, or a data element's UID. */
export interface Difference {
  readonly target: string;
  readonly ours: Json;
  readonly theirs: Json;
}

export interface Sink {
  /**
   * Logs in and learns who and where we are. Throws EtlError `dhis2/*`. Called before anything else. `patience` bounds
   * what trouble may cost from now on; left out, it is a short one.
   */
  connect(patience?: Patience): Promise<SinkIdentity>;
  /**
   * Why this very server would refuse an object, as far as that is certain before it is sent; empty where nothing is
   * known. Asked while planning for every object that is to be sent, so that nothing is sent that cannot go.
   */
  refusals?(object: TargetObject): readonly Refusal[];
  /** Sends a batch and tells what became of each object; settles unknown outcomes itself as far as it can. */
  send(batch: readonly Sending[]): Promise<SentBatch>;
  /** Reads objects back by UID. */
  read(uids: readonly string[]): Promise<ReadonlyMap<string, Remote>>;
  /** Text that is equal for equal objects: what the hash is made of. No UID, nothing that the server does not keep. */
  canonical(object: TargetObject): string;
  /** What `object` is made of: names of the properties and values that it sets, null ones too. */
  targetsOf(object: TargetObject): readonly string[];
  /** What an object in the sink has of some targets: the others are none of our business. */
  restrict(there: TargetObject, targets: readonly string[]): TargetObject;
  /** Whether the place has any object at all, deleted ones too; where it has none, nothing needs to be read. */
  hasAny(): Promise<boolean>;
  /** In what an object differs from what we would send, in nothing but what we would send. */
  differences(ours: TargetObject, theirs: TargetObject): readonly Difference[];
  /** The UID that a record's object has: always the same for the same namespace, key and generation. */
  uidFor(namespace: string, key: string, generation: number): string;
  /** Properties that say where and when: objects equal in these may be of one record. */
  readonly whereAndWhen: readonly string[];
  /** Objects per request. */
  readonly batchSize: number;
}
