import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EtlError } from '../base/errors.ts';
import { EventStore } from './event-store.ts';
import { EventsApi } from './events-api.ts';
import { Jobs } from './jobs.ts';
import { Login } from './login.ts';
import { MetadataApi } from './metadata-api.ts';
import { Metadata } from './metadata.ts';
import { PeopleApi } from './people-api.ts';
import { People } from './people.ts';
import { populate, type SandboxToken, type SandboxUser } from './population.ts';
import { readCall } from './request.ts';
import { route, type RouterParts } from './router.ts';
import { ServerZone } from './server-zone.ts';
import { StateKeeper } from './state-file.ts';
import { Tokens } from './tokens.ts';
import { TrackerApi } from './tracker-api.ts';
import { knownVersions, traitsOf, type Traits } from './versions.ts';
import { containerPage, refusalAnswer, Refusal, webMessage, type Answer, type Call } from './web.ts';

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
  /** Where events are kept from one start to the next; left out: in memory alone. */
  readonly stateFile?: string;
  /** Takes one line for each request (method, path, status), never a body or a credential. */
  readonly log?: (line: string) => void;
  /** The server's clock, epoch milliseconds; default the machine's. */
  readonly now?: () => number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Stops the server and saves the events. */
  close(): Promise<void>;
}

/** Longest request line with headers, in bytes; a real server cuts at the same length. */
const MAX_HEADER_BYTES = 8192;

/**
 * Starts a DHIS2 in small on loopback: metadata of a package, events in memory, and the verdicts of a real server on
 * what is sent to it. Throws EtlError `sandbox/unknown-version`, `sandbox/unknown-time-zone`, `sandbox/bad-metadata`, `sandbox/bad-user`,
 * `sandbox/bad-state`, `sandbox/port-in-use`.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const traits = traitsOf(options.version ?? '2.42');
  if (!traits) {
    const args = { version: options.version ?? '', known: [...knownVersions()] };
    throw new EtlError('sandbox/unknown-version', args, { exitCode: 2 });
  }
  const log = options.log ?? ((): void => undefined);
  const zone = new ServerZone(options.timeZone ?? 'Etc/UTC');
  const now = (): number => zone.clockAt((options.now ?? Date.now)());
  const metadata = new Metadata(traits.firstOption);
  for (const one of Array.isArray(options.metadata) ? options.metadata : [options.metadata]) metadata.load(one);
  const keeper = new StateKeeper(options.stateFile ?? null, log);
  const store = new EventStore(() => keeper.changed());
  await keeper.load(store);
  const findUser = (uid: string): ReturnType<Metadata['get']> => metadata.get('users', uid);
  const people = new People(metadata);
  const tokens = new Tokens(findUser);
  populate(metadata, people, tokens, options);
  if (metadata.all('programRules').length > 0) log('The program rules of the package are not run by the sandbox.');
  const jobs = new Jobs(now);
  const parts: RouterParts = {
    tracker: new TrackerApi({ store, metadata, people, jobs, now, traits, zone }),
    events: new EventsApi(store, metadata, traits, zone),
    metadata: new MetadataApi(metadata, traits),
    people: new PeopleApi(metadata, people, tokens, traits),
    traits,
    zone,
    now,
    systemId: keeper.systemId,
  };
  const login = new Login(people, tokens, traits, findUser);
  const answer = (call: Call, origin: string): Answer => answerCall(call, origin, { login, people, parts, traits });
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    void respond(request, response, traits, answer, log);
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
      await jobs.settled();
      await keeper.flush();
    },
  };
}

/** Open paths first, then login, then the rest; what is refused becomes a WebMessage. */
function answerCall(
  call: Call,
  origin: string,
  { login, people, parts, traits }: { login: Login; people: People; parts: RouterParts; traits: Traits },
): Answer {
  try {
    if (call.path.startsWith(traits.loginPage.replace(/\/$/, ''))) {
      const body = '<!doctype html><html lang="en"><head><title>DHIS2 sandbox</title></head><body>Log in</body></html>';
      return { status: 200, headers: { 'content-type': 'text/html;charset=UTF-8' }, body };
    }
    if (!call.path.startsWith('/api/')) return containerPage(404, `No static resource ${call.path.slice(1)}.`);
    if (call.segments[0] === 'ping' && !traits.pingNeedsLogin) return { status: 200, body: '' };
    if (call.segments.join('/') === 'auth/login' && call.method === 'POST') return login.loginForm(call);
    const entered = login.enter(call, origin);
    if ('status' in entered) return entered;
    const asker = { user: entered.user, person: people.person(entered.user) };
    const answer = route(call, asker, origin, parts);
    return entered.cookie ? { ...answer, headers: { ...answer.headers, 'set-cookie': entered.cookie } } : answer;
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    if (error instanceof EtlError) return webMessage(409, { message: error.message });
    throw error;
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  traits: Traits,
  answer: (call: Call, origin: string) => Answer,
  log: (line: string) => void,
): Promise<void> {
  let result: Answer;
  try {
    const call = await readCall(request, traits.apiVersion);
    result = answer(call, `http://${request.headers.host ?? '127.0.0.1'}`);
  } catch (error) {
    // A mistake of the sandbox itself: the client learns that, and the server goes on.
    log(`sandbox error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    result = webMessage(500, { message: `The sandbox failed: ${error instanceof Error ? error.message : 'unknown'}` });
  }
  const path = (request.url ?? '').split('?')[0];
  log(`${request.method} ${path} ${result.status}`);
  const headers = { 'x-content-type-options': 'nosniff', 'x-xss-protection': '0', ...result.headers };
  response.writeHead(result.status, headers);
  response.end(request.method === 'HEAD' ? '' : result.body);
}

function listen(server: Server, port: number): Promise<number> {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return;
    const message = error.code === 'HPE_HEADER_OVERFLOW' ? 'Request header is too large' : 'Bad Request';
    const { body } = containerPage(400, message);
    const head = 'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html;charset=utf-8\r\nConnection: close\r\n';
    socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'EADDRINUSE' ? 'sandbox/port-in-use' : 'sandbox/cannot-listen';
      fail(new EtlError(code, { port, reason: error.message }, { cause: error }));
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : port);
    });
  });
}
