import type { FromSchema } from 'json-schema-to-ts';
import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Patience } from '../base/patience.ts';
import { defineSink } from '../contracts/component.ts';
import type { Ref } from '../contracts/ref.ts';
import type { Difference, Outcome, Refusal, Remote, Sending, Sink, SinkIdentity } from '../contracts/sink.ts';
import { Dhis2Client, type Me } from '../dhis2/client.ts';
import {
  canonicalEvent,
  canonicalProperties,
  differences,
  refusalsOf,
  restrict,
  targetsOf,
  type EventPlace,
} from '../dhis2/event-image.ts';
import { EVENT_ADDRESS, EVENT_OBJECT, type EventObject } from '../dhis2/event-object.ts';
import { fetchEvents, hasEvents, postEvents } from '../dhis2/events.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { fetchProgramForSending, firstStage, type Program, type ProgramStage } from '../dhis2/program-metadata.ts';
import { refusalsByRelease, type Recipient } from '../dhis2/release-refusals.ts';
import { fetchServerInfo, type ServerInfo } from '../dhis2/server.ts';
import { deriveUid } from '../dhis2/uid.ts';
import { rulesOf } from '../dhis2/versions.ts';
import { checkKeyElement } from './check-key-element.ts';
import { EventDelivery } from './event-delivery.ts';

const UID_PATTERN = '^[A-Za-z][A-Za-z0-9]{10}$';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['program'],
  properties: {
    program: {
      type: 'string',
      pattern: UID_PATTERN,
      expected: 'a UID: a letter, then ten letters or digits',
      description: 'UID of the program, one without registration.',
    },
    batchSize: {
      type: 'integer',
      minimum: 1,
      maximum: 500,
      default: 100,
      description: 'Events in one request. 100 is near the best everywhere; DHIS2 2.40 gets slow above.',
    },
    concurrency: {
      enum: [1, 2, 3, 4],
      notYet: [2, 3, 4],
      default: 1,
      description: 'Requests under way at once.',
    },
    import: {
      enum: ['sync', 'async'],
      notYet: ['async'],
      default: 'sync',
      description: 'Whether DHIS2 answers with the verdict, or with a job to ask for it.',
    },
    validate: {
      enum: ['local', 'server'],
      notYet: ['server'],
      default: 'local',
      description: 'server: have DHIS2 check all, with its program rules, before anything is stored.',
    },
    keyDataElement: {
      type: ['string', 'null'],
      pattern: UID_PATTERN,
      expected: 'a UID: a letter, then ten letters or digits',
      default: null,
      description: "UID of a data element that is to carry the record's key; the sink alone fills it.",
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** Events of a program without registration. */
export const dhis2Events = defineSink<Config>({
  kind: 'dhis2-events',
  role: 'sink',
  summary: 'Events of a DHIS2 program without registration, one for each record.',
  accepts: { role: 'server', kinds: ['dhis2'] },
  targets: [
    { name: 'orgUnit', description: 'UID of the organisation unit of the event.', required: true, type: 'uid' },
    { name: 'occurredAt', description: 'Day of the event, with or without time.', required: true, type: 'date' },
    {
      name: 'completedAt',
      description: 'Day on which it was completed; counts when the event becomes COMPLETED, not later.',
      required: false,
      type: 'date',
    },
    {
      name: 'status',
      description: 'ACTIVE (also where it is left out) or COMPLETED.',
      required: false,
      type: ['ACTIVE', 'COMPLETED'],
    },
    { name: 'geometry', description: 'GeoJSON, of the type that the stage wants.', required: false, type: 'geometry' },
    {
      name: 'attributeOptionCombo',
      description: 'UID of the attribute option combo, where the program has a category combination.',
      required: false,
      type: 'uid',
    },
  ],
  schema: SCHEMA,
  example: `sink:
  kind: dhis2-events
  connection: hmis
  program: Nep6qUpNTNn
`,
  build(config, { server, log, programStage }): Sink {
    if (!(server instanceof Dhis2Client)) throw new Error('A dhis2-events sink needs a dhis2 connection.');
    return new Dhis2EventSink({
      client: server,
      log,
      program: config.program,
      wantedStage: programStage,
      batchSize: config.batchSize,
      keyDataElement: config.keyDataElement ?? null,
    });
  },
});

interface SinkOptions {
  readonly client: Dhis2Client;
  readonly log: Log;
  readonly program: string;
  /** The stage that the mapping was made for; undefined where it does not say. */
  readonly wantedStage: string | undefined;
  readonly batchSize: number;
  readonly keyDataElement: string | null;
}

/** What `connect` learnt. */
interface Connected {
  readonly server: ServerInfo;
  readonly program: Program;
  readonly place: EventPlace;
  readonly recipient: Recipient;
}

class Dhis2EventSink implements Sink<EventObject> {
  readonly batchSize: number;
  readonly whereAndWhen = ['orgUnit', 'occurredAt'];
  readonly schemas = { object: EVENT_OBJECT, address: EVENT_ADDRESS };
  readonly #options: SinkOptions;
  #connected: Connected | undefined;
  #isInDoubt = false;
  #hasAny: Promise<boolean> | undefined;
  #hasSent = false;

  constructor(options: SinkOptions) {
    this.#options = options;
    this.batchSize = options.batchSize;
  }

  async connect(patience?: Patience): Promise<SinkIdentity> {
    const { client, program: uid, wantedStage, keyDataElement, log } = this.#options;
    if (patience) client.bePatient(patience);
    const me = await client.me();
    const server = await fetchServerInfo(client);
    const program = await fetchProgramForSending(client, uid);
    const stage = usableStage(program, uid, me, wantedStage);
    checkKeyElement(stage, keyDataElement, log);
    const elements = toElements(stage);
    const place = {
      program: uid,
      programStage: stage.id,
      keyDataElement,
      nameOf: (one: string) => elements.nameOf(one),
    };
    this.#connected = { server, program, place, recipient: toRecipient(server, program, me, elements) };
    const description = `DHIS2 ${server.version.text} at ${client.url}, user ${me.username}`;
    return { server: server.id, place: uid, address: client.url, description };
  }

  async send(batch: readonly Sending<EventObject>[]): Promise<ReadonlyMap<string, Outcome>> {
    const { client, log } = this.#options;
    const { server, place, recipient } = this.#known();
    const delivery = new EventDelivery({
      place,
      elements: recipient.elements,
      timeZone: server.timeZone,
      log,
      refusals: (sending) => [...refusalsOf(sending, place), ...refusalsByRelease(sending.object, recipient)],
      post: (events) => postEvents(client, events),
      read: (uids) => this.#fetch(uids),
      isInDoubt: this.#isInDoubt,
      patience: client.patience,
    });
    this.#hasSent = true;
    // After a batch without a single verdict the server may be gone: better to stop than to wait through all batches.
    if (this.#isInDoubt) await fetchServerInfo(client);
    const sent = await delivery.deliver(batch);
    this.#isInDoubt = batch.length > 0 && [...sent.values()].every((one) => one.is === 'unknown');
    return sent;
  }

  refusals(object: EventObject): readonly Refusal[] {
    const { place, recipient } = this.#known();
    return [...refusalsOf({ object }, place), ...refusalsByRelease(object, recipient)];
  }

  async read(addresses: readonly string[]): Promise<ReadonlyMap<string, Remote<EventObject>>> {
    const found = await this.#fetch(addresses);
    // While the run plans, to have read is to have come forward; once it sends, only a verdict is.
    if (!this.#hasSent) this.#options.client.patience.progressed();
    return found;
  }

  #fetch(uids: readonly string[]): Promise<ReadonlyMap<string, Remote<EventObject>>> {
    const { client, program, keyDataElement } = this.#options;
    const { dialect, timeZone } = this.#known().server;
    const options = { program, dialect, keyDataElement, keepsCombo: this.#keepsCombo(), timeZone };
    return fetchEvents(client, uids, options);
  }

  addressOf(namespace: string, { key }: Ref, generation: number): string {
    return deriveUid(namespace, key, generation);
  }

  image(object: EventObject): string {
    return canonicalEvent(object, this.#known().server.timeZone, this.#keepsCombo());
  }

  imageOf(object: EventObject, properties: readonly string[]): string | undefined {
    return canonicalProperties(object, properties, this.#known().server.timeZone, this.#keepsCombo());
  }

  valuesOf({ dataValues }: EventObject): ReadonlyMap<string, string | null> {
    return new Map(dataValues.map((one) => [one.dataElement, one.value]));
  }

  targetsOf(object: EventObject): readonly string[] {
    return targetsOf(object);
  }

  restrict(there: EventObject, targets: readonly string[]): EventObject {
    return restrict(there, targets);
  }

  hasAny(): Promise<boolean> {
    this.#hasAny ??= hasEvents(this.#options.client, this.#options.program, this.#known().server.dialect);
    return this.#hasAny;
  }

  differences(ours: EventObject, theirs: EventObject): readonly Difference[] {
    return differences(ours, theirs, this.#known().server.timeZone);
  }

  /** A program without a category combination of its own has the default combo on every event, said or not. */
  #keepsCombo(): boolean {
    return this.#known().program.categoryCombo?.isDefault === false;
  }

  #known(): Connected {
    if (!this.#connected) throw new Error('The sink must connect before anything else.');
    return this.#connected;
  }
}

function usableStage(program: Program, uid: string, me: Me, wantedStage: string | undefined): ProgramStage {
  const args = { program: uid, name: program.name, user: me.username };
  if (program.programType === 'WITH_REGISTRATION') throw new EtlError('dhis2/program-with-registration', args);
  const isMine = me.authorities.includes('ALL') || me.programs === undefined || me.programs.includes(uid);
  if (!isMine || program.access?.data?.write === false) throw new EtlError('dhis2/program-read-only', args);
  const stage = wantedStage ? program.programStages.find((one) => one.id === wantedStage) : firstStage(program);
  if (stage) return stage;
  if (wantedStage) throw new EtlError('dhis2/stage-not-in-program', { ...args, stage: wantedStage });
  throw new EtlError('dhis2/program-without-stage', args);
}

function toRecipient({ version }: ServerInfo, program: Program, me: Me, elements: Elements): Recipient {
  const mayEdit = ['ALL', 'F_EDIT_EXPIRED'].some((one) => me.authorities.includes(one));
  const closesCompleted = (program.completeEventsExpiryDays ?? 0) > 0 && !mayEdit;
  return { version: version.text, rules: rulesOf(version), elements, username: me.username, closesCompleted };
}

function toElements(stage: ProgramStage): Elements {
  const byUid = new Map(stage.programStageDataElements.map(({ dataElement }) => [dataElement.id, dataElement]));
  return {
    nameOf: (uid) => (byUid.get(uid)?.name ? `${byUid.get(uid)?.name} (${uid})` : uid),
    valueTypeOf: (uid) => byUid.get(uid)?.valueType,
    optionSetOf: (uid) => byUid.get(uid)?.optionSet?.id,
  };
}
