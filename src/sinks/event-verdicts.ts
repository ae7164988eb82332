import type { Ignored } from '../contracts/shape.ts';
import type { Candidate, Refusal } from '../contracts/sink.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import { refusalsOf } from '../dhis2/event-guards.ts';
import { toEvent, type DhisEvent, type EventPlace } from '../dhis2/event-image.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import type { EventObject } from '../dhis2/event-object.ts';
import { fetchCombos, fetchElements, fetchUnits, unitsIn } from '../dhis2/verdict/ask-server.ts';
import type {
  Answered,
  Asked,
  Grounds,
  OtherCombo,
  OtherElement,
  StoredEvent,
  Unit,
} from '../dhis2/verdict/grounds.ts';
import { judgeEvent } from '../dhis2/verdict/judge-event.ts';
import { doubtfulValues, mayBeDoubtful, questionsAbout, type Judged } from '../dhis2/verdict/questions.ts';
import { toRefusal } from '../dhis2/verdict/to-refusal.ts';
import { validateAll, type Warn } from './validate-events.ts';

/** What the judge of events is given by the sink. */
export interface EventCourt {
  readonly client: Dhis2Client;
  readonly place: EventPlace;
  readonly elements: Elements;
  readonly grounds: Omit<Grounds, 'asked'>;
  /** What DHIS2 has of events; those that it does not have are absent. */
  fetchStored(uids: readonly string[]): Promise<ReadonlyMap<string, StoredEvent>>;
  /** Has the server judge whole events, with its program rules (`validate: server`), and not only what it alone knows. */
  readonly asksForAll: boolean;
  readonly batchSize: number;
}

/** Codes of the verdict on a single value; of an event cut down to some of its values no other counts. */
const OF_VALUES: ReadonlySet<string> = new Set(['dhis2/E1007', 'dhis2/E1009', 'dhis2/E1084', 'dhis2/E1302']);

const SERVER_CODE = /^dhis2\/E\d+$/;

/**
 * Tells which events DHIS2 would refuse, and why, before any is sent: by what the program says, and for the rest by asking
 * the server, a batch at a time and each thing once.
 */
export class EventVerdicts {
  readonly #court: EventCourt;
  readonly #units = new Map<string, Answered<Unit>>();
  readonly #elements = new Map<string, Answered<OtherElement>>();
  readonly #combos = new Map<string, Answered<OtherCombo>>();
  /** Of the stage's data elements. Those of other stages are asked about. */
  readonly #mayBeDoubtful: boolean;

  constructor(court: EventCourt) {
    this.#court = court;
    this.#mayBeDoubtful = mayBeDoubtful(court.grounds.stage.elements.values());
    for (const { id, path } of court.grounds.program.organisationUnits ?? []) {
      const above = unitsIn(path);
      // Without a path it must be asked for.
      if (above) this.#units.set(id, { above });
    }
  }

  /** Why events would be refused: a list for each, in their order. Throws EtlError `dhis2/*`. */
  async judge(
    candidates: readonly Candidate<EventObject>[],
    note?: (at: number, note: Ignored) => void,
  ): Promise<readonly (readonly Refusal[])[]> {
    const { judged, grounds, found } = await this.#judgeByMetadata(candidates);
    const places = new Map(judged.map(({ event }, at) => [event.event, at]));
    const warn: Warn = (uid, warning) => note?.(places.get(uid) ?? -1, warning);
    const theirs = await this.#askForVerdicts(judged, found, grounds, warn);
    if (theirs.size === 0) return found;
    return found.map((refusals, at) => [...refusals, ...(theirs.get(judged[at]?.event.event ?? '') ?? [])]);
  }

  /** What of it is told by what the program says, without having the server judge anything. */
  async foresee(candidates: readonly Candidate<EventObject>[]): Promise<readonly (readonly Refusal[])[]> {
    return (await this.#judgeByMetadata(candidates)).found;
  }

  async #judgeByMetadata(candidates: readonly Candidate<EventObject>[]): Promise<{
    readonly judged: readonly Judged[];
    readonly grounds: Grounds;
    readonly found: readonly (readonly Refusal[])[];
  }> {
    const { place } = this.#court;
    const judged = candidates.map((candidate) => ({
      event: toEvent(candidate, place, !candidate.isNew),
      isNew: candidate.isNew,
    }));
    const grounds = { ...this.#court.grounds, asked: await this.#ask(judged) };
    const found = judged.map(({ event }, at) => {
      const findings = judgeEvent(event, grounds).map((finding) => toRefusal(finding, place));
      // What must not leave, whatever a server would say of it.
      const ours = refusalsOf(candidates[at] as Candidate<EventObject>, place);
      if (findings.length === 0) return ours;
      const told = new Set(findings.map(({ target }) => target));
      return [...findings, ...ours.filter(({ target }) => target === undefined || !told.has(target))];
    });
    return { judged, grounds, found };
  }

  async #ask(judged: readonly Judged[]): Promise<Asked> {
    const { client, grounds } = this.#court;
    const asked = {
      unit: (id: string) => this.#units.get(id),
      element: (id: string) => this.#elements.get(id),
      combo: (id: string) => this.#combos.get(id),
      stored: (): Answered<StoredEvent> => undefined,
    };
    const { units, elements, combos, stored } = questionsAbout(judged, { ...grounds, asked });
    await learn(this.#units, units, (ids) => fetchUnits(client, ids));
    await learn(this.#elements, elements, (ids) => fetchElements(client, ids));
    await learn(this.#combos, combos, (ids) => fetchCombos(client, ids));
    const events = stored.size > 0 ? await this.#court.fetchStored([...stored]) : new Map<string, StoredEvent>();
    const fresh = new Set(judged.flatMap(({ event, isNew }) => (isNew ? [event.event] : [])));
    const storedOf = (event: string): Answered<StoredEvent> =>
      fresh.has(event) ? 'none' : stored.has(event) ? (events.get(event) ?? 'none') : undefined;
    return { ...asked, stored: storedOf };
  }

  /** The server judges events that are good as far as we know, whole; or those values of all events that it alone knows. */
  async #askForVerdicts(
    judged: readonly Judged[],
    found: readonly (readonly Refusal[])[],
    grounds: Grounds,
    warn: Warn,
  ): Promise<ReadonlyMap<string, readonly Refusal[]>> {
    const eventsOf = (isMeant: (refusals: readonly Refusal[]) => boolean): DhisEvent[] =>
      judged.filter((_, at) => isMeant(found[at] ?? [])).map(({ event }) => event);
    const { client, asksForAll, batchSize } = this.#court;
    const validation = { client, elements: this.#court.elements, batchSize, isNeeded: asksForAll };
    if (asksForAll)
      return validateAll(
        { ...validation, warn },
        eventsOf((refusals) => refusals.length === 0),
      );
    if (this.#elements.size === 0 && !this.#mayBeDoubtful) return new Map();
    // One that nobody can read would keep the server from reading the others.
    const readable = eventsOf((refusals) => refusals.every(({ code }) => SERVER_CODE.test(code)));
    const doubtful = readable.flatMap((event) => {
      const dataValues = doubtfulValues(event, grounds);
      return dataValues.length > 0 ? [{ ...event, dataValues }] : [];
    });
    if (doubtful.length === 0) return new Map();
    const verdicts = await validateAll(validation, doubtful);
    return new Map([...verdicts].map(([uid, all]) => [uid, all.filter(({ code }) => OF_VALUES.has(code))]));
  }
}

async function learn<T>(
  known: Map<string, Answered<T>>,
  asked: ReadonlySet<string>,
  fetch: (ids: readonly string[]) => Promise<ReadonlyMap<string, Answered<T>>>,
): Promise<void> {
  const open = [...asked].filter((id) => !known.has(id));
  if (open.length === 0) return;
  const answers = await fetch(open);
  for (const id of open) known.set(id, answers.get(id));
}
