import type { EventStatus, Geometry, IncomingEvent } from './tracker-body.ts';

/** When and by whom something was written; shared by all values of one import. */
export interface Stamp {
  /** Milliseconds of the server's clock. */
  readonly at: number;
  /** Uid of the user. */
  readonly by: string;
}

/** What is known of a data value beside its text. */
export interface ValueHistory {
  readonly created: Stamp;
  readonly updated: Stamp;
  readonly providedElsewhere: boolean;
}

export interface StoredNote {
  readonly note: string;
  readonly value: string;
  readonly stored: Stamp;
}

/** An event in the sandbox's memory. Metadata by uid, instants in milliseconds of the server's clock. */
export interface StoredEvent {
  /** Order of creation. */
  readonly sequence: number;
  readonly event: string;
  readonly program: string;
  readonly programStage: string;
  readonly created: Stamp;
  orgUnit: string;
  updated: Stamp;
  status: EventStatus;
  occurredAt: number | null;
  scheduledAt: number | null;
  completedAt: number | null;
  completedBy: string | null;
  createdAtClient: number | null;
  updatedAtClient: number | null;
  storedBy: string | null;
  attributeOptionCombo: string;
  assignedUser: string | null;
  geometry: Geometry | null;
  notes: readonly StoredNote[];
  deleted: boolean;
  /** Data values by uid of their data element. */
  readonly values: Map<string, string>;
  /** Histories of those data values that did not come with the event itself: most have none. */
  readonly histories: Map<string, ValueHistory>;
}

/** References of an incoming event, found in the metadata. */
export interface ResolvedReferences {
  readonly program: string;
  readonly programStage: string;
  readonly orgUnit: string;
  readonly attributeOptionCombo: string;
  readonly assignedUser: string | null;
  /** undefined: as it was. */
  readonly storedBy: string | null | undefined;
  /** Whether values of blanks alone are kept. */
  readonly keepsBlanks: boolean;
  /** Data values by uid, one of each data element; null deletes. */
  readonly values: ReadonlyMap<string, { readonly value: string | null; readonly providedElsewhere: boolean }>;
}

/** All events, the deleted ones too: their uids are dead for good. */
export class EventStore {
  readonly #events = new Map<string, StoredEvent>();
  readonly #notes = new Set<string>();
  readonly #onChange: () => void;
  #sequence = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#events.size;
  }

  get(uid: string): StoredEvent | undefined {
    return this.#events.get(uid);
  }

  /** All events, newest first. */
  newestFirst(): StoredEvent[] {
    return [...this.#events.values()].reverse();
  }

  /** Those of the events that exist, newest first. */
  newestFirstOf(uids: Iterable<string>): StoredEvent[] {
    const events = [...uids].map((uid) => this.#events.get(uid)).filter((event) => event !== undefined);
    return events.sort((a, b) => b.sequence - a.sequence);
  }

  hasNote(uid: string): boolean {
    return this.#notes.has(uid);
  }

  /** Puts an event back as it was saved; to be called in the order of their sequence. */
  restore(event: StoredEvent): void {
    this.#events.set(event.event, event);
    for (const note of event.notes) this.#notes.add(note.note);
    this.#sequence = Math.max(this.#sequence, event.sequence);
  }

  /** Creates or updates: scalars are replaced, data values merged, notes added. */
  write(incoming: IncomingEvent, references: ResolvedReferences, stamp: Stamp): void {
    const known = this.#events.get(incoming.event);
    const event = known ?? this.#blank(incoming.event, references, stamp);
    const wasCompleted = event.status === 'COMPLETED';
    // VISITED is a word of the past that the server stores as ACTIVE.
    event.status = incoming.status === 'VISITED' ? 'ACTIVE' : incoming.status;
    if (event.status !== 'COMPLETED') {
      event.completedAt = null;
      event.completedBy = null;
    } else if (!wasCompleted) {
      event.completedAt = incoming.completedAt ?? stamp.at;
      event.completedBy = stamp.by;
    }
    event.orgUnit = references.orgUnit;
    event.occurredAt = incoming.occurredAt;
    event.scheduledAt = incoming.scheduledAt;
    event.createdAtClient = incoming.createdAtClient;
    event.updatedAtClient = incoming.updatedAtClient;
    event.storedBy = references.storedBy === undefined ? event.storedBy : withoutLoneSurrogates(references.storedBy);
    event.attributeOptionCombo = references.attributeOptionCombo;
    event.assignedUser = references.assignedUser;
    event.geometry = incoming.geometry;
    event.updated = stamp;
    this.#mergeValues(event, references, stamp);
    this.#addNotes(event, incoming, stamp);
    this.#events.set(event.event, event);
    this.#onChange();
  }

  /** Deletes softly. */
  remove(uid: string, stamp: Stamp): void {
    const event = this.#events.get(uid);
    if (!event) return;
    event.deleted = true;
    event.updated = stamp;
    this.#onChange();
  }

  #blank(uid: string, references: ResolvedReferences, stamp: Stamp): StoredEvent {
    this.#sequence += 1;
    return {
      sequence: this.#sequence,
      event: uid,
      program: references.program,
      programStage: references.programStage,
      orgUnit: references.orgUnit,
      attributeOptionCombo: references.attributeOptionCombo,
      created: stamp,
      updated: stamp,
      status: 'ACTIVE',
      occurredAt: null,
      scheduledAt: null,
      completedAt: null,
      completedBy: null,
      createdAtClient: null,
      updatedAtClient: null,
      storedBy: null,
      assignedUser: null,
      geometry: null,
      notes: [],
      deleted: false,
      values: new Map(),
      histories: new Map(),
    };
  }

  #mergeValues(event: StoredEvent, references: ResolvedReferences, stamp: Stamp): void {
    for (const [element, { value, providedElsewhere }] of references.values) {
      const before = event.values.get(element);
      const history = event.histories.get(element);
      // Blanks alone are taken, and then, by release, not kept.
      if (value === null || (value.trim() === '' && !references.keepsBlanks)) {
        event.values.delete(element);
        event.histories.delete(element);
        continue;
      }
      const text = withoutLoneSurrogates(value);
      if (before === text && providedElsewhere === (history?.providedElsewhere ?? false)) continue;
      event.values.set(element, text);
      if (event.created === stamp && !providedElsewhere) continue;
      const created = before === undefined ? stamp : (history?.created ?? event.created);
      event.histories.set(element, { created, updated: stamp, providedElsewhere });
    }
  }

  #addNotes(event: StoredEvent, incoming: IncomingEvent, stamp: Stamp): void {
    for (const { note, value } of incoming.notes) {
      if (value === null || this.#notes.has(note)) continue;
      this.#notes.add(note);
      event.notes = [...event.notes, { note, value: withoutLoneSurrogates(value), stored: stamp }];
    }
  }
}

/** Half an emoji becomes `?` in the server's database. */
function withoutLoneSurrogates<T extends string | null>(text: T): T | string {
  return text === null || text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?');
}
