import type { IncomingMessage, ServerResponse } from 'node:http';
import { EtlError } from '../base/errors.ts';
import { acceptCall, type CarryOut } from './accept-call.ts';
import { CompletionApi } from './aggregate/completion-api.ts';
import { CompletionStore } from './aggregate/completion-store.ts';
import { DataValueReader } from './aggregate/data-value-reader.ts';
import { DataValueSetsApi } from './aggregate/data-value-sets-api.ts';
import { DataValueStore } from './aggregate/data-value-store.ts';
import { DataValueTasks } from './aggregate/data-value-tasks.ts';
import { EventStore } from './event-store.ts';
import { EventsApi } from './events-api.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { Faults, type Hit } from './faults/faults.ts';
import { Jobs } from './jobs.ts';
import { ImportLog } from './import-log.ts';
import { isOwnHost, LIMITS, type Limits } from './limits.ts';
import { Listener } from './listener.ts';
import { LockApi } from './aggregate/lock-api.ts';
import { LockStore } from './aggregate/lock-store.ts';
import { Login } from './login.ts';
import { MetadataApi } from './metadata-api.ts';
import { Metadata } from './metadata.ts';
import { SandboxPages } from './pages/sandbox-pages.ts';
import { PeopleApi } from './people-api.ts';
import { People } from './people.ts';
import { populate, type SandboxToken, type SandboxUser } from './population.ts';
import { discard, readCall } from './request.ts';
import type { RouterParts } from './router.ts';
import { ServerZone } from './server-zone.ts';
import { StateKeeper } from './state-file.ts';
import { SingleValueApi } from './aggregate/single-value-api.ts';
import { Tokens } from './tokens.ts';
import { TrackerApi } from './tracker-api.ts';
import { knownVersions, traitsOf, type Traits } from './versions.ts';
import { refusalAnswer, Refusal, webMessage, type Answer, type Call } from './web.ts';

export type { FaultPlan } from './faults/fault-plan.ts';
export type { SandboxToken, SandboxUser } from './population.ts';

export interface SandboxOptions {
  /** Port on loopback; 0 or absent: a free one. */
  readonly port?: number;
  /** A DHIS2 metadata package, or several that are taken in one after the other. */
  readonly metadata: unknown;
  /** Users beside `admin` (password `district`), or in its place. */
  readonly users?: readonly SandboxUser[];
  readonly tokens?: readonly SandboxToken[];
  /** Release of DHIS2 to play; default 2.42. */
  readonly version?: string;
  /** Zone that the server's clock shows, as in the tz database; default `Etc/UTC`. */
  readonly timeZone?: string;
  /** Where events and data values are kept from one start to the next; left out: in memory alone. */
  readonly stateFile?: string;
  /** Takes one line for each request (method, path, status), never a body or a credential. */
  readonly log?: (line: string) => void;
  /** How much of a request is taken; what is left out is as documented. */
  readonly limits?: Partial<Limits>;
  /** The server's clock, epoch milliseconds; default the machine's. */
  readonly now?: () => number;
  /** What is to go wrong on the wire. */
  readonly faults?: FaultPlan;
  /** Hears of each fault that hits a request. */
  readonly onFault?: (hit: Hit) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** What goes wrong on the wire from now on; `{ faults: [] }`: nothing. */
  setFaults(plan: FaultPlan): void;
  /** Restarts the server: nothing answers for so long, and sessions, known tokens and queued imports are gone. */
  restart(downMs?: number): void;
  /** Stops the server and saves its data. */
  close(): Promise<void>;
}

/**
 * Starts a DHIS2 in small on loopback: metadata of a package, events in memory, and the verdicts of a real server on
 * what is sent to it. Throws EtlError `sandbox/unknown-version`, `sandbox/unknown-time-zone`, `sandbox/bad-metadata`,
 * `sandbox/bad-user`, `sandbox/bad-state`, `sandbox/port-in-use`.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const traits = traitsOf(options.version ?? '2.42');
  if (!traits) {
    const args = { version: options.version ?? '', known: [...knownVersions()] };
    throw new EtlError('sandbox/unknown-version', args);
  }
  const log = options.log ?? ((): void => undefined);
  const zone = new ServerZone(options.timeZone ?? 'Etc/UTC');
  const now = (): number => zone.clockAt((options.now ?? Date.now)());
  const metadata = new Metadata(traits.firstOption);
  for (const pack of Array.isArray(options.metadata) ? options.metadata : [options.metadata]) metadata.load(pack);
  const keeper = new StateKeeper(options.stateFile ?? null, log, options.faults?.freshServer ?? false);
  const changed = (): void => keeper.changed();
  const store = new EventStore(changed);
  const dataValues = new DataValueStore(changed);
  const completions = new CompletionStore(changed);
  const locks = new LockStore(changed);
  await keeper.load({ events: store, dataValues, completions, locks });
  const findUser = (uid: string): ReturnType<Metadata['get']> => metadata.get('users', uid);
  const people = new People(metadata);
  const tokens = new Tokens(findUser);
  populate(metadata, people, tokens, options);
  if (metadata.all('programRules').length > 0) log('The program rules of the package are not run by the sandbox.');
  const jobs = new Jobs(now);
  const imports = new ImportLog(now);
  const world = { metadata, dataValues, completions, locks, imports, traits, zone, now };
  const tasks = new DataValueTasks(now, traits);
  const parts: RouterParts = {
    tracker: new TrackerApi({ store, metadata, people, jobs, imports, now, traits, zone }),
    events: new EventsApi(store, metadata, traits, zone),
    metadata: new MetadataApi(metadata, traits),
    people: new PeopleApi(metadata, people, tokens, traits),
    aggregates: {
      sets: new DataValueSetsApi(world, tasks),
      reader: new DataValueReader(world),
      single: new SingleValueApi(world),
      completions: new CompletionApi(world),
      locks: new LockApi(world),
      tasks,
    },
    traits,
    zone,
    now,
    systemId: () => keeper.systemId,
  };
  const pages = new SandboxPages({ metadata, events: store, dataValues, completions, imports, traits, zone });
  const login = new Login(people, tokens, traits, findUser);
  const accept = (call: Call, origin: string): CarryOut => acceptCall(call, origin, { login, people, parts, traits });
  const restart = (downMs: number): void => {
    login.forget();
    parts.tracker.forget();
    tokens.forget();
    jobs.forget();
    tasks.forget();
    keeper.restarted();
    listener.goAway(downMs);
  };
  const faults = new Faults(options.onFault ?? ((): void => undefined));
  faults.set(options.faults ?? { faults: [] });
  const limits = { ...LIMITS, ...options.limits };
  const listener = new Listener(limits.requestMs, (request, response) => {
    void respond(request, response, { traits, accept, pages, log, faults, restart, limits });
  });
  const port = await listener.open(options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    setFaults: (plan) => faults.set(plan),
    restart: (downMs = 0) => restart(downMs),
    async close() {
      faults.close();
      await listener.close();
      tasks.forget();
      await jobs.settled();
      await keeper.flush();
    },
  };
}

interface Responding {
  readonly traits: Traits;
  readonly accept: (call: Call, origin: string) => CarryOut;
  readonly pages: SandboxPages;
  readonly log: (line: string) => void;
  readonly faults: Faults;
  readonly restart: (downMs: number) => void;
  readonly limits: Limits;
}

async function respond(request: IncomingMessage, response: ServerResponse, server: Responding): Promise<void> {
  const { method = 'GET' } = request;
  const path = (request.url ?? '').split('?')[0] ?? '';
  const origin = `http://${request.headers.host ?? '127.0.0.1'}`;
  if (!isOwnHost(request.headers.host)) return turnAway(request, response, server);
  const page = server.pages.pageFor(request);
  if (page) return show(page, request, response, server);
  const call = readCall(request, server.traits.apiVersion, server.limits.bodyBytes);
  const accepted = call.then((read) => server.accept(read, origin));
  await accepted.catch(() => undefined);
  const carryOut = async (database?: 'refuses'): Promise<Answer> => {
    if (database === 'refuses') (await call).databaseRefuses = true;
    const result = await answerOrFail(accepted, server);
    server.log(`${method} ${path} ${result.status}`);
    return { ...result, headers: { 'x-content-type-options': 'nosniff', 'x-xss-protection': '0', ...result.headers } };
  };
  await server.faults.answer({ method, path, origin, response, carryOut, restart: server.restart });
}

/** A page for people. Faults are for programs: nobody who looks on uses one up. */
async function show(
  page: CarryOut,
  request: IncomingMessage,
  response: ServerResponse,
  server: Responding,
): Promise<void> {
  request.resume();
  const { status, headers, body } = await answerOrFail(Promise.resolve(page), server);
  server.log(`${request.method} ${(request.url ?? '').split('?')[0]} ${status}`);
  response.writeHead(status, { 'x-content-type-options': 'nosniff', ...headers }).end(body);
}

/** A request that means another server is not read. */
function turnAway(request: IncomingMessage, response: ServerResponse, { log }: Responding): void {
  const { status, headers, body } = webMessage(421, {
    message: 'The sandbox answers only as localhost and 127.0.0.1: the request names another host.',
  });
  log(`${request.method} ${(request.url ?? '').split('?')[0]} ${status}`);
  discard(request);
  response.writeHead(status, headers).end(body);
}

async function answerOrFail(accepted: Promise<CarryOut>, { log }: Responding): Promise<Answer> {
  try {
    return (await accepted)();
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    // A mistake of the sandbox itself: the client learns that, and the server goes on.
    log(`sandbox error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return webMessage(500, { message: `The sandbox failed: ${error instanceof Error ? error.message : 'unknown'}` });
  }
}
