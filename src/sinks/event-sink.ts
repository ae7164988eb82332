import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Patience } from '../base/patience.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import type { Ref } from '../contracts/ref.ts';
import type { Ignored } from '../contracts/shape.ts';
import type {
  Candidate,
  Difference,
  ListOptions,
  Listed,
  Outcome,
  Refusal,
  Rehearsal,
  Remote,
  Sending,
  Sink,
  SinkIdentity,
} from '../contracts/sink.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import {
  canonicalEvent,
  canonicalProperties,
  differences,
  restrict,
  targetsOf,
  toEvent,
  type EventPlace,
} from '../dhis2/event-image.ts';
import { refusalsOf } from '../dhis2/event-guards.ts';
import { ignoredOfEvent } from '../dhis2/ignored-properties.ts';
import { EVENT_ADDRESS, EVENT_OBJECT, type EventObject } from '../dhis2/event-object.ts';
import { eventLink, fetchEvents, hasEvents, listEvents, postEvents } from '../dhis2/events.ts';
import type { ImportWay } from '../dhis2/import-jobs.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { toProgramFacts } from '../dhis2/program-facts.ts';
import { fetchProgramForSending, type Program, type ProgramStage } from '../dhis2/program-metadata.ts';
import { explainEventRefusal, type EventKnowledge } from '../dhis2/refusals/explain-event.ts';
import { fetchServerInfo, toServerFacts, type ServerInfo } from '../dhis2/server.ts';
import { rehearseEvents } from '../dhis2/rehearsal.ts';
import type { StoredEvent } from '../dhis2/verdict/grounds.ts';
import { rulesOf } from '../dhis2/versions.ts';
import { deriveUid } from '../dhis2/uid.ts';
import { assembleEvent, EVENT_SHAPE } from './assemble-event.ts';
import { checkKeyElement } from './check-key-element.ts';
import { Delivery } from './delivery.ts';
import { toElements, toGrounds, toLabels, toStored, usableStage } from './event-program.ts';
import { EventVerdicts } from './event-verdicts.ts';
import { isUnforeseen, withFindings } from './unforeseen.ts';
import { toDelivery } from './event-tools.ts';
import { Pace } from './pace.ts';

export interface EventSinkOptions {
  readonly client: Dhis2Client;
  readonly log: Log;
  readonly program: string;
  /** The stage that the mapping was made for; undefined where it does not say. */
  readonly wantedStage: string | undefined;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly import: ImportWay;
  readonly keyDataElement: string | null;
  /** Has the server judge all events before any is sent, with its program rules. */
  readonly asksServer: boolean;
}

/** What `connect` learnt. */
interface Connected {
  readonly server: ServerInfo;
  readonly program: Program;
  readonly stage: ProgramStage;
  readonly place: EventPlace;
  readonly elements: Elements;
  readonly verdicts: EventVerdicts;
  /** What refusals are explained by. */
  readonly knowledge: EventKnowledge;
}

/** Sends events of one program, and reads them back. */
export class EventSink implements Sink<EventObject> {
  readonly batchSize: number;
  readonly shapes = [EVENT_SHAPE];
  readonly assemble = assembleEvent;
  readonly whereAndWhen = ['orgUnit', 'occurredAt'];
  readonly schemas = { object: EVENT_OBJECT, address: EVENT_ADDRESS };
  readonly #options: EventSinkOptions;
  readonly #pace: Pace;
  #connected: Connected | undefined;
  #isInDoubt = false;
  #hasAny: Promise<boolean> | undefined;
  #hasSent = false;
  /** The place as it is now, once the server has refused what it took when we connected. */
  #afresh: Connected | undefined;

  constructor(options: EventSinkOptions) {
    this.#options = options;
    this.batchSize = options.batchSize;
    this.#pace = new Pace({ requests: options.concurrency, size: options.batchSize });
  }

  get concurrency(): number {
    return this.#pace.requests;
  }

  async connect(patience?: Patience): Promise<SinkIdentity> {
    const { client, keyDataElement, log } = this.#options;
    if (patience) client.bePatient(patience);
    const { place, server, stage, knowledge } = (this.#connected = await this.#look());
    checkKeyElement(stage, keyDataElement, log);
    const description = `DHIS2 ${server.version.text} at ${client.url}, user ${knowledge.username}`;
    return { server: server.id, place: place.program, address: client.url, description, link: eventLink(client.url) };
  }

  /** What the server says of the program now. */
  async #look(): Promise<Connected> {
    const { client, program: uid, wantedStage, keyDataElement } = this.#options;
    const me = await client.me();
    const server = await fetchServerInfo(client);
    const program = await fetchProgramForSending(client, uid);
    const stage = usableStage(program, uid, me, wantedStage);
    const elements = toElements(stage);
    const place = {
      program: uid,
      programStage: stage.id,
      keyDataElement,
      firstDay: rulesOf(server.version).firstDay,
      nameOf: (elementUid: string) => elements.nameOf(elementUid),
    };
    const labels = toLabels(stage);
    const labelOf = (target: string): string | undefined => labels.get(target);
    const knowledge = { version: server.version.text, username: me.username, program, stage, labelOf };
    const verdicts = new EventVerdicts({
      client,
      place,
      elements,
      grounds: toGrounds({ server, program, stage, me }),
      fetchStored: (uids) => this.#fetchStored(uids),
      asksForAll: this.#options.asksServer,
      batchSize: this.batchSize,
    });
    return { server, program, stage, place, elements, verdicts, knowledge };
  }

  describePlace(): Promise<PlaceFacts> {
    const { server, program } = this.#known();
    return Promise.resolve(toProgramFacts(program, this.#options.program, toServerFacts(server, this.#options.client)));
  }

  async send(batch: readonly Sending<EventObject>[], ensureMayGo?: () => void): Promise<ReadonlyMap<string, Outcome>> {
    const { client, log } = this.#options;
    const { server, place, elements } = this.#known();
    const tools = toDelivery({
      place,
      elements,
      timeZone: server.timeZone,
      log,
      pace: this.#pace,
      ensureMayGo,
      refusals: (sending) => refusalsOf(sending, place),
      post: (events) => postEvents(client, events, this.#options.import),
      read: (uids) => this.#fetch(uids),
      isInDoubt: this.#isInDoubt,
      patience: client.patience,
    });
    const delivery = new Delivery(tools);
    this.#hasSent = true;
    // After a batch without a single verdict the server may be gone: better to stop than to wait through all batches.
    if (this.#isInDoubt) await fetchServerInfo(client);
    const sent = await delivery.deliver(batch);
    this.#isInDoubt = batch.length > 0 && [...sent.values()].every((outcome) => outcome.is === 'unknown');
    return this.#explained(batch, sent);
  }

  /** What the server has refused although nobody foresaw it is judged once more, by what the server says now. */
  async #explained(
    batch: readonly Sending<EventObject>[],
    sent: ReadonlyMap<string, Outcome>,
  ): Promise<ReadonlyMap<string, Outcome>> {
    const refused = batch.filter(({ address }) => isUnforeseen(sent.get(address)));
    if (refused.length === 0) return sent;
    const found = await this.#findings(refused);
    const explained = refused.map(({ address }, at): [string, Outcome] => [
      address,
      withFindings(sent.get(address) as Outcome, found[at] ?? []),
    ]);
    return new Map([...sent, ...explained]);
  }

  /** Nothing that goes wrong here may touch a verdict: without findings it stands in the server's own words. */
  async #findings(refused: readonly Sending<EventObject>[]): Promise<readonly (readonly Refusal[])[]> {
    try {
      this.#afresh ??= await this.#look();
      return await this.#afresh.verdicts.foresee(refused);
    } catch (error) {
      if (error instanceof EtlError) return [];
      throw error;
    }
  }

  get learnt(): string {
    return JSON.stringify([this.#known().server.timeZone, this.#keepsCombo()]);
  }

  refusals(
    candidates: readonly Candidate<EventObject>[],
    note?: (at: number, note: Ignored) => void,
  ): Promise<readonly (readonly Refusal[])[]> {
    return this.#known().verdicts.judge(candidates, note);
  }

  explain(refusal: Refusal): Refusal {
    return explainEventRefusal(refusal, (this.#afresh ?? this.#known()).knowledge);
  }

  ignored(object: EventObject, there: EventObject | undefined): readonly Ignored[] {
    const { server } = this.#known();
    return ignoredOfEvent(object, there, { rules: rulesOf(server.version), timeZone: server.timeZone });
  }

  labelOf(target: string): string | undefined {
    return this.#connected?.knowledge.labelOf(target);
  }

  async #fetchStored(uids: readonly string[]): Promise<ReadonlyMap<string, StoredEvent>> {
    const stored = new Map<string, StoredEvent>();
    for (const [uid, remote] of await this.#fetch(uids))
      if (remote.is === 'live') stored.set(uid, toStored(remote.object));
    return stored;
  }

  rehearse(batch: readonly Sending<EventObject>[]): Promise<Rehearsal> {
    const { place } = this.#known();
    return rehearseEvents(
      this.#options.client,
      batch.map((sending) => toEvent(sending, place, false)),
    );
  }

  async read(addresses: readonly string[]): Promise<ReadonlyMap<string, Remote<EventObject>>> {
    const remotes = await this.#fetch(addresses);
    // While the run plans, a read counts as progress; once it sends, only a verdict does.
    if (!this.#hasSent) this.#options.client.patience.progressed();
    return remotes;
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
    return new Map(dataValues.map((dataValue) => [dataValue.dataElement, dataValue.value]));
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

  list({ since }: ListOptions): AsyncIterable<readonly Listed[]> {
    const { dialect, timeZone } = this.#known().server;
    return listEvents(this.#options.client, this.#options.program, dialect, timeZone, since);
  }

  differences(ours: EventObject, theirs: EventObject): readonly Difference[] {
    return differences(ours, theirs, this.#known().server.timeZone);
  }

  /** Whether events keep the option combo that is sent; without a category combination all have the default one. */
  #keepsCombo(): boolean {
    return this.#known().program.categoryCombo?.isDefault === false;
  }

  #known(): Connected {
    if (!this.#connected) throw new Error('The sink must connect before anything else.');
    return this.#connected;
  }
}
