/**
 * Where objects go. A sink owns its objects: what they look like, how they are told apart and what is compared of them is
 * known to it alone. For everybody else an object is some JSON that is handed on.
 */
import type { Json, JsonObject } from '../base/json.ts';
import type { Patience } from '../base/patience.ts';
import type { Reject } from '../base/problem.ts';
import type { PlaceFacts } from './place-facts.ts';
import type { Ref } from './ref.ts';
import type { Assembled, Filled, Ignored, ObjectShape } from './shape.ts';

/** Which server, and which place in it: an index belongs to exactly one. */
export interface SinkIdentity {
  readonly server: string;
  /** The program, the data set, or whatever else the sink's objects lie in. */
  readonly place: string;
  /** Address of the server: what it is known by as long as it has no id. */
  readonly address: string;
  /** For people: `DHIS2 2.42.5 at https://…, user sipca`. */
  readonly description: string;
  /** Where people see an object: an address in which `{1}`, `{2}` … are the parts of an object's address, which `:` parts. */
  readonly link?: string;
}

/**
 * Why an object cannot go, or did not: `target` is the name of the property, or of the value, that is at fault, by which
 * the column is known that it was made from.
 */
export type Refusal = Pick<Reject, 'code' | 'args' | 'field' | 'value'> & { readonly target?: string };

/** The same of what a server has answered. */
export type RefusalReason = Refusal;

/** An object that is to be sent. */
export interface Candidate<O extends JsonObject = JsonObject> {
  readonly ref: Ref;
  readonly address: string;
  readonly object: O;
  /** Nothing of ours is there yet. */
  readonly isNew: boolean;
}

/** Where an object stood until an edit moved it; only where addresses are made of the object, see `Sink.addressOf`. */
export interface Clearing<O extends JsonObject = JsonObject> {
  readonly address: string;
  /** What we may have set there. */
  readonly targets: readonly string[];
  /** Whether that may be taken away: it is as we left it. Asked with what is there right before. */
  mayRemove(there: O): boolean;
}

/** An object on its way to the sink. */
export interface Sending<O extends JsonObject = JsonObject> {
  readonly ref: Ref;
  readonly address: string;
  readonly object: O;
  /** True only for an address reserved in this very run: nothing can be there yet, so nothing needs clearing. */
  readonly isNew: boolean;
  /**
   * Whether what is there now may be replaced: it is as we left it, and nobody has worked on it since. Asked where a send
   * came back without an answer, before it is sent again.
   */
  mayReplace(there: O): boolean;
  /** Where it stood before: once all of it is stored at its address, and never before, it is taken away there. */
  readonly movedFrom?: readonly Clearing<O>[];
}

/** The sink has all of an object. */
export interface Stored {
  readonly is: 'created' | 'updated';
  /** Seen in the sink after an answer got lost; an earlier request may still be carried out. */
  readonly afterSilence?: true;
  /** Places of `movedFrom` where nothing of ours is any more. The others are looked at, and cleared, in a later run. */
  readonly cleared?: readonly string[];
  /** Why others of them could not be cleared, where the server says so. */
  readonly reasons?: readonly RefusalReason[];
}

/** What became of an object. */
export type Verdict =
  | Stored
  /** It was taken but for some values; `stored` is what the sink has there now. Nothing is cleared then. */
  | {
      readonly is: 'partly';
      readonly stored: JsonObject;
      readonly reasons: readonly RefusalReason[];
      readonly afterSilence?: true;
    }
  /** `us`: it was never sent. */
  | { readonly is: 'refused'; readonly by: 'us' | 'server'; readonly reasons: readonly RefusalReason[] }
  | { readonly is: 'deletedThere' }
  /** It may or may not be there; nothing may be concluded. */
  | { readonly is: 'unknown'; readonly reason: string };

/** What was sent of one object and what came back for it, for the artifacts. */
export interface Exchange {
  readonly sent: Json;
  /** Absent where no answer came. */
  readonly answer?: Json;
}

/** The sink's own verdict on one object; without an exchange it never left. */
export type Outcome = Verdict & { readonly exchange?: Exchange };

/** What came of a batch that was only tried. */
export type Rehearsal =
  /** Addresses of those that the server would refuse, and the codes that it gives for all of them. */
  | { readonly is: 'checked'; readonly refused: ReadonlySet<string>; readonly codes: readonly string[] }
  | { readonly is: 'no verdict' };

/** What the sink has under an address. Absent from the map: nothing was ever there. */
export type Remote<O extends JsonObject = JsonObject> =
  | { readonly is: 'live'; readonly object: O }
  | { readonly is: 'deleted' };

/** An object of the sink's place, whoever made it, as a list shows it. */
export interface Listed {
  readonly address: string;
  /** Where it is, in the sink's own name; '' where it does not say. */
  readonly place: string;
  /** When it is, for people; '' where that is not known. */
  readonly when: string;
  readonly isDeleted?: true;
}

/** What a list looks through. */
export interface ListOptions {
  /** Only what was changed since then. */
  readonly since?: Date;
  /** Where a place is looked through part by part, these; see `Sink.partOf`. */
  readonly parts: readonly string[];
}

/** A difference between what we would send and what is there. `target` names a property, or one of its values. */
export interface Difference {
  readonly target: string;
  readonly ours: Json;
  readonly theirs: Json;
}

/** JSON Schemas by which a line of a kept plan is checked. Both say in `expected` what they want. */
export interface SinkSchemas {
  readonly object: object;
  readonly address: { readonly expected: string };
}

/**
 * Its methods are written as methods, not as properties with a function: so TypeScript takes a `Sink<EventObject>` for a
 * `Sink`. That is safe because whoever holds a sink hands it only objects that the sink itself has made.
 */
export interface Sink<O extends JsonObject = JsonObject> {
  /**
   * Logs in, and learns which user, server and place it works with. Throws EtlError `dhis2/*`. Called before anything
   * else. `patience` bounds how long trouble may last from now on; left out, it is short.
   */
  connect(patience?: Patience): Promise<SinkIdentity>;
  /** What the server says now of the place that objects go to; once connected, and with what is known already. */
  describePlace?(): Promise<PlaceFacts>;
  /** What can be filled of its objects. */
  readonly shapes: readonly ObjectShape[];
  /** Its objects can be made only once it is connected; left out: at any time. */
  readonly assemblesConnected?: true;
  /** What `assemble`, `image` and `addressOf` go by that the server has told, as one text; once connected. */
  readonly learnt: string;
  /** Makes an object of what a record has for it; or says what it lacks. */
  assemble(filled: Filled): Assembled<O>;
  /**
   * What an object is known by in the sink: always the same for the same namespace, ref and generation. Mostly a derived
   * id. Where it is made of the object (place, period) it is undefined as long as there is none, an edit can move the object,
   * every generation has the same one, and what was deleted there is simply absent.
   */
  addressOf(namespace: string, ref: Ref, generation: number, object: O): string;
  addressOf(namespace: string, ref: Ref, generation: number): string | undefined;
  /**
   * Why this very server would refuse objects, as far as that is certain before they are sent: a list for each, in their
   * order, empty where nothing is known. Asked while planning, once for each batch of all that is to be sent, so that
   * nothing is sent that cannot go; what only the server knows is asked of it for the whole batch. `note` is told what the
   * server says of objects that it takes, by their place in the list. Throws EtlError `dhis2/*`.
   */
  refusals(
    candidates: readonly Candidate<O>[],
    note?: (at: number, note: Ignored) => void,
  ): Promise<readonly (readonly Refusal[])[]>;
  /**
   * What of an object the sink takes without a word and does not keep, beside what `assemble` has told. `there`: what it
   * replaces. Asked of all that is to be sent.
   */
  ignored(object: O, there: O | undefined): readonly Ignored[];
  /** What people call a property or value of its objects: the label of a question on the form, else its name; once connected. */
  labelOf?(target: string): string | undefined;
  /** A refusal, foreseen or of the server, with what the sink knows of its target: what is allowed there, and what is nearest. */
  explain?(refusal: Refusal): Refusal;
  /** Whether nothing at an address means that nothing is there; left out: always. False where this user may not look. */
  canSee?(address: string): boolean;
  /**
   * Sends a batch and tells what became of each object, by address; settles unknown outcomes itself as far as it can. It may
   * be called again while batches are under way, as often as `concurrency` says. `ensureMayGo` is asked right before
   * anything leaves, and throws EtlError where nothing more may. Throws EtlError where nothing of the batch was sent.
   */
  send(batch: readonly Sending<O>[], ensureMayGo?: () => void): Promise<ReadonlyMap<string, Outcome>>;
  /** Has the server go through a batch as if it were sent; nothing is stored. What may end it is told as by `send`. */
  rehearse?(batch: readonly Sending<O>[]): Promise<Rehearsal>;
  /** Reads objects back by their addresses. */
  read(addresses: readonly string[]): Promise<ReadonlyMap<string, Remote<O>>>;
  /** Whether the place has any object at all, deleted ones included; where it has none, nothing needs to be read. */
  hasAny(): Promise<boolean>;
  /**
   * Objects of its place, whoever made them, page by page and deleted ones too, as far as this user may see. One may come
   * twice. Throws EtlError `dhis2/*`.
   */
  list(options: ListOptions): AsyncIterable<readonly Listed[]>;
  /** The part of the place in which an address lies, where the whole has no end (a period, of all periods); left out: the place is looked through as a whole. */
  partOf?(address: string): string;
  /** Text that is equal for equal objects: what the hash is made of. No address, nothing that the server does not keep. */
  image(object: O): string;
  /**
   * The same of a few properties alone, by their names; undefined where one of them has no value, or the server keeps none
   * of them.
   */
  imageOf(object: O, properties: readonly string[]): string | undefined;
  /** Names of all that an object sets, properties and values, null ones too: what `restrict` takes and the index keeps. */
  targetsOf(object: O): readonly string[];
  /** Those of its targets that are open-ended, with what an object has there: answers to questions, mostly. */
  valuesOf(object: O): ReadonlyMap<string, string | null>;
  /** What an object in the sink has of some targets; the others, which we do not fill, are left out. */
  restrict(there: O, targets: readonly string[]): O;
  /** Where `theirs`, in the sink, differs from `ours`; only targets of `ours` are compared. */
  differences(ours: O, theirs: O): readonly Difference[];
  /** Properties that say where (the first) and when: objects equal in these may be of one record. */
  readonly whereAndWhen: readonly string[];
  readonly schemas: SinkSchemas;
  /** Objects per batch. */
  readonly batchSize: number;
  /** Batches that may be under way at once, by now: fewer than the spec allows while the server is in trouble. */
  readonly concurrency: number;
}
