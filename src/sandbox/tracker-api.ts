import type { EventStore } from './event-store.ts';
import { buildContext } from './import-context.ts';
import type { ImportLog } from './import-log.ts';
import { toImportReport, toOutcome, type ImportResult } from './import-report.ts';
import type { Jobs } from './jobs.ts';
import type { Metadata } from './metadata.ts';
import type { People, Person } from './people.ts';
import { Reach } from './reach.ts';
import type { ServerZone } from './server-zone.ts';
import { parseTrackerBody } from './tracker-body.ts';
import { csvToJsonBody } from './tracker-csv.ts';
import { importEvents } from './tracker-import.ts';
import { parseImportParameters, parseReportMode } from './tracker-parameters.ts';
import type { Traits } from './versions.ts';
import { json, Refusal, webMessage, type Answer, type Call } from './web.ts';

/** `POST /api/tracker` and the jobs that it starts. */
export class TrackerApi {
  readonly #store: EventStore;
  readonly #metadata: Metadata;
  readonly #people: People;
  readonly #jobs: Jobs;
  readonly #imports: ImportLog;
  readonly #now: () => number;
  readonly #traits: Traits;
  readonly #zone: ServerZone;
  readonly #reach: Reach;

  constructor(about: {
    store: EventStore;
    metadata: Metadata;
    people: People;
    jobs: Jobs;
    imports: ImportLog;
    now: () => number;
    traits: Traits;
    zone: ServerZone;
  }) {
    this.#store = about.store;
    this.#metadata = about.metadata;
    this.#people = about.people;
    this.#jobs = about.jobs;
    this.#imports = about.imports;
    this.#now = about.now;
    this.#traits = about.traits;
    this.#zone = about.zone;
    this.#reach = new Reach(about.traits, about.now);
  }

  import(call: Call, person: Person, origin: string): Answer {
    const parameters = parseImportParameters(call.query, this.#traits);
    const events = parseTrackerBody(bodyOf(call), { traits: this.#traits, zone: this.#zone });
    const importAll = (): ImportResult => {
      const broken = events.some((event) => event.breaksPreheat);
      const { model } = this.#metadata;
      const context = buildContext({
        traits: this.#traits,
        person,
        store: this.#store,
        model,
        now: this.#now(),
        databaseRefuses: call.databaseRefuses === true,
        broken,
        schemes: parameters.schemes,
        inScope: (orgUnit) => this.#reach.includes(person, orgUnit),
        findUser: ({ uid, username }) => this.#findUser(uid, username),
      });
      return importEvents(events, parameters, context);
    };
    const { strategy, validateOnly: isTrial } = parameters;
    const order = { what: 'events', strategy, isTrial, by: person.username } as const;
    const run = (): ImportResult => this.#imports.watch(order, importAll, (result) => toOutcome(result, this.#traits));
    if (parameters.async) {
      const id = this.#jobs.add(run);
      // From 2.42 on without /api and without a header: clients build the address from the id.
      const location = `${origin}${this.#traits.jobAddress ? '/api' : ''}/tracker/jobs/${id}`;
      const response = { id, location, responseType: 'TrackerJob' };
      const answer = webMessage(200, { message: 'Tracker job added', response });
      return this.#traits.jobAddress ? { ...answer, headers: { ...answer.headers, location } } : answer;
    }
    const result = run();
    return json(toImportReport(result, parameters.reportMode, this.#traits), result.status === 'OK' ? 200 : 409);
  }

  /** A restart: nothing is remembered of org units that were out of reach. */
  forget(): void {
    this.#reach.forget();
  }

  jobLog(id: string): Answer {
    return json(this.#jobs.log(id));
  }

  jobReport(id: string, call: Call): Answer {
    return json(toImportReport(this.#jobs.result(id), parseReportMode(call.query), this.#traits));
  }

  #findUser(uid: string | null, username: string | null): string | null {
    const user = username === null ? this.#metadata.get('users', uid ?? '') : this.#people.byName(username);
    return user?.id ?? null;
  }
}

/** The body as JSON; event CSV is turned into it. Compressed JSON is not unpacked, on real servers neither. */
function bodyOf(call: Call): Buffer {
  const type = call.headers['content-type'] ?? '';
  const media = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (media === 'application/json') return call.body;
  if (media === 'text/csv' || media === 'application/csv') return csvToJsonBody(call.body);
  throw new Refusal(415, type === '' ? 'Content-Type is not supported' : `Content-Type '${type}' is not supported`);
}
