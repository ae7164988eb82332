import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Patience } from '../base/patience.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import type { Ref } from '../contracts/ref.ts';
import type { Assembled, Filled, Ignored } from '../contracts/shape.ts';
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
import { toDataSetFacts } from '../dhis2/data-set-facts.ts';
import { fetchForms, formLink, hasForms, type FormSource } from '../dhis2/data-values.ts';
import { listForms } from '../dhis2/form-list.ts';
import { fetchApproved } from '../dhis2/form-locks.ts';
import { canonicalForm, canonicalOf, differencesOfForms, restrictForm, targetsOfForm } from '../dhis2/form-image.ts';
import { FormNotes } from '../dhis2/form-notes.ts';
import type { ImportWay } from '../dhis2/import-jobs.ts';
import { FORM_ADDRESS, FORM_OBJECT, fromAddress, toAddress, type FormObject } from '../dhis2/form-object.ts';
import { ignoredOfForm } from '../dhis2/ignored-properties.ts';
import { isWithinReach, refusalsOfForm, type FormRecipient } from '../dhis2/form-refusals.ts';
import { explainFormRefusal } from '../dhis2/refusals/explain-form.ts';
import { fetchServerInfo, toServerFacts, type ServerInfo } from '../dhis2/server.ts';
import { toRows } from '../dhis2/form-rows.ts';
import { rehearseDataValues } from '../dhis2/rehearsal.ts';
import { assembleForm, FORM_SHAPE } from './assemble-form.ts';
import { connectToDataSet } from './form-data-set.ts';
import { sendForms } from './form-batch.ts';
import { MOST_VALUES } from './form-parcels.ts';
import type { FormPlace } from './form-place.ts';
import { FormUnits } from './form-units.ts';
import { Pace } from './pace.ts';
import { isUnforeseenOfForm, withFindings } from './unforeseen.ts';
import { validateForms } from './validate-forms.ts';

export interface FormSinkOptions {
  readonly client: Dhis2Client;
  readonly log: Log;
  readonly dataSet: string;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly import: ImportWay;
  /** Has the server judge all forms before any is sent. */
  readonly asksServer: boolean;
}

/** What `connect` learnt. */
interface Connected {
  readonly server: ServerInfo;
  readonly recipient: FormRecipient;
  /** Where to ask whether the data set has any values; undefined: that cannot be asked. */
  readonly roots: readonly string[] | undefined;
}

/** Sends forms of one data set, cell by cell, and reads them back. */
export class FormSink implements Sink<FormObject> {
  readonly batchSize: number;
  readonly shapes = [FORM_SHAPE];
  readonly assemblesConnected = true;
  readonly whereAndWhen = ['orgUnit', 'period'];
  readonly schemas = { object: FORM_OBJECT, address: FORM_ADDRESS };
  readonly #options: FormSinkOptions;
  readonly #pace: Pace;
  #connected: Connected | undefined;
  /** The place as it is now, once the server has refused what it took when we connected. */
  #afresh: Connected | undefined;
  #isInDoubt = false;
  #hasAny: Promise<boolean> | undefined;
  #hasSent = false;
  readonly #notes = new FormNotes();
  readonly #units: FormUnits;
  /** Forms that a read has found approved. */
  readonly #approved = new Set<string>();

  constructor(options: FormSinkOptions) {
    this.#options = options;
    this.#units = new FormUnits(options.client);
    this.batchSize = options.batchSize;
    this.#pace = new Pace({ requests: options.concurrency, size: MOST_VALUES });
  }

  get concurrency(): number {
    return this.#pace.requests;
  }

  async connect(patience?: Patience): Promise<SinkIdentity> {
    const { client, dataSet } = this.#options;
    if (patience) client.bePatient(patience);
    const connected = await connectToDataSet(client, dataSet);
    this.#connected = connected;
    const { server, recipient } = connected;
    const description = `DHIS2 ${server.version.text} at ${client.url}, user ${recipient.username}`;
    const link = formLink(client.url, dataSet);
    return { server: server.id, place: dataSet, address: client.url, description, link };
  }

  describePlace(): Promise<PlaceFacts> {
    const { server, recipient } = this.#known();
    return Promise.resolve(toDataSetFacts(recipient.view.dataSet, toServerFacts(server, this.#options.client)));
  }

  async send(batch: readonly Sending<FormObject>[], ensureMayGo?: () => void): Promise<ReadonlyMap<string, Outcome>> {
    const { client, log } = this.#options;
    const place = this.#place();
    this.#hasSent = true;
    // After a batch without a single verdict the server may be gone: better to stop than to wait through all batches.
    if (this.#isInDoubt) await fetchServerInfo(client);
    const refusals = (form: FormObject): readonly Refusal[] => this.#refusalsOf(form);
    const tools = { place: { ...place, ensureMayGo }, log, pace: this.#pace, refusals, isInDoubt: this.#isInDoubt };
    const sent = await sendForms(tools, batch);
    this.#isInDoubt = batch.length > 0 && [...sent.values()].every((outcome) => outcome.is === 'unknown');
    return this.#explained(batch, sent);
  }

  /** What the server has refused although nobody foresaw it is judged once more, by what the server says now. */
  async #explained(
    batch: readonly Sending<FormObject>[],
    sent: ReadonlyMap<string, Outcome>,
  ): Promise<ReadonlyMap<string, Outcome>> {
    const refused = batch.filter(({ address }) => isUnforeseenOfForm(sent.get(address)));
    if (refused.length === 0) return sent;
    const { client, dataSet } = this.#options;
    try {
      this.#afresh ??= await connectToDataSet(client, dataSet);
    } catch (error) {
      // Nothing that goes wrong here may touch a verdict: it stands in the server's own words.
      if (error instanceof EtlError) return sent;
      throw error;
    }
    const recipient = { ...this.#afresh.recipient, approved: this.#approved };
    const explained = refused.map(({ address, object }): [string, Outcome] => [
      address,
      withFindings(sent.get(address) as Outcome, refusalsOfForm(object, recipient)),
    ]);
    return new Map([...sent, ...explained]);
  }

  get learnt(): string {
    const { view, rules } = this.#known().recipient;
    const { elements, categoryCombo, categoryCombos } = view.dataSet;
    return JSON.stringify([rules, categoryCombo, elements, categoryCombos]);
  }

  assemble(filled: Filled): Assembled<FormObject> {
    const { view, rules } = this.#known().recipient;
    return assembleForm(filled, view, rules);
  }

  async refusals(candidates: readonly Candidate<FormObject>[]): Promise<readonly (readonly Refusal[])[]> {
    const alone = candidates.map(({ object }) => this.#refusalsOf(object));
    const forms = candidates.map(({ object }) => object);
    const ofUnits = await this.#units.refusals(forms, this.#known().recipient);
    const ours = alone.map((refusals, at) => [...refusals, ...(ofUnits[at] ?? [])]);
    if (!this.#options.asksServer) return ours;
    const good = candidates.filter((_, at) => ours[at]?.length === 0);
    const theirs = new Map((await validateForms(this.#place(), good)).map((refusals, at) => [good[at], refusals]));
    return candidates.map((candidate, at) => theirs.get(candidate) ?? ours[at] ?? []);
  }

  explain(refusal: Refusal): Refusal {
    return explainFormRefusal(refusal, (this.#afresh ?? this.#known()).recipient);
  }

  ignored(form: FormObject, there: FormObject | undefined): readonly Ignored[] {
    return ignoredOfForm(form, there);
  }

  labelOf(target: string): string | undefined {
    return this.#connected?.recipient.view.labelOf(target);
  }

  #refusalsOf(form: FormObject): readonly Refusal[] {
    return refusalsOfForm(form, { ...this.#known().recipient, approved: this.#approved });
  }

  rehearse(batch: readonly Sending<FormObject>[]): Promise<Rehearsal> {
    const { client, dataSet } = this.#options;
    const rows = batch.flatMap(({ object }) => toRows(object, () => false).map(({ row }) => row));
    return rehearseDataValues(client, dataSet, rows.slice(0, MOST_VALUES));
  }

  canSee(address: string): boolean {
    const { orgUnit, attributeOptionCombo: combo } = fromAddress(address);
    const { recipient } = this.#known();
    const isAsked = combo === undefined || recipient.view.attributeOf(combo) !== undefined;
    return isAsked && isWithinReach(orgUnit, recipient);
  }

  async read(addresses: readonly string[]): Promise<ReadonlyMap<string, Remote<FormObject>>> {
    const remotes = await this.#fetch(addresses);
    const { client } = this.#options;
    const { view } = this.#known().recipient;
    for (const address of await fetchApproved(client, view, addresses)) this.#approved.add(address);
    // While the run plans, a read counts as progress; once it sends, only a verdict does.
    if (!this.#hasSent) client.patience.progressed();
    return remotes;
  }

  #fetch(addresses: readonly string[]): Promise<ReadonlyMap<string, Remote<FormObject>>> {
    return fetchForms(this.#source(), addresses);
  }

  #place(): FormPlace {
    const { view, rules } = this.#known().recipient;
    const read = (addresses: readonly string[]): ReturnType<FormPlace['read']> => this.#fetch(addresses);
    const { client, import: way } = this.#options;
    return { client, view, rules, notes: this.#notes, import: way, read };
  }

  #source(): FormSource {
    const { recipient } = this.#known();
    return {
      client: this.#options.client,
      view: recipient.view,
      notes: this.#notes,
      isWithinReach: (orgUnit: string) => isWithinReach(orgUnit, recipient),
    };
  }

  addressOf(namespace: string, ref: Ref, generation: number, form: FormObject): string;
  addressOf(namespace: string, ref: Ref, generation: number): undefined;
  addressOf(_namespace: string, _ref: Ref, _generation: number, form?: FormObject): string | undefined {
    return form && toAddress(form);
  }

  image(form: FormObject): string {
    return canonicalForm(form);
  }

  imageOf(form: FormObject, properties: readonly string[]): string | undefined {
    return canonicalOf(form, properties);
  }

  valuesOf({ dataValues }: FormObject): ReadonlyMap<string, string | null> {
    return new Map(dataValues.map(({ cell, value }) => [cell, value]));
  }

  targetsOf(form: FormObject): readonly string[] {
    return targetsOfForm(form);
  }

  restrict(there: FormObject, targets: readonly string[]): FormObject {
    return restrictForm(there, targets);
  }

  hasAny(): Promise<boolean> {
    const { recipient, roots } = this.#known();
    const { client } = this.#options;
    this.#hasAny ??= roots ? hasForms(client, recipient.view.dataSet.id, roots) : Promise.resolve(true);
    return this.#hasAny;
  }

  /** Forms of some periods, at all units that report the data set and that this user may see. */
  list({ parts, since }: ListOptions): AsyncIterable<readonly Listed[]> {
    return listForms(this.#source(), parts, since);
  }

  /** A data set has as many periods as there is time. */
  partOf(address: string): string {
    return fromAddress(address).period;
  }

  differences(ours: FormObject, theirs: FormObject): readonly Difference[] {
    return differencesOfForms(ours, theirs);
  }

  #known(): Connected {
    if (!this.#connected) throw new Error('The sink must connect before anything else.');
    return this.#connected;
  }
}
