import { createServer, request as ask, Agent } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A batch that has left its run and has not arrived. */
export interface Held {
  readonly url: string;
  readonly body: string;
}

/** What is done about a batch on its way; whatever is left out, nothing. */
export interface OnSend {
  /** Before DHIS2 sees it. */
  readonly before?: () => Promise<void> | void;
  /** DHIS2 never sees it; `hold`: not now. */
  readonly drop?: 'lose' | 'hold';
  /** After DHIS2 has stored it. */
  readonly after?: () => Promise<void> | void;
  /** The answer does not arrive. */
  readonly cutsAnswer?: boolean;
  /** The answer has left. */
  readonly answered?: () => void;
}

/** What takes something into DHIS2. */
const SENDS = /^\/api\/(tracker|dataValueSets)/;

interface Passed {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Stands between the runs and DHIS2: one address, whatever DHIS2 is behind it, and whatever happens on the way. */
export class Wire {
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly held: Held[] = [];
  /** The DHIS2 behind. */
  target: string;
  /** The same whatever release stands behind. */
  #systemId = 'system-1';
  /** Whether DHIS2 says who it is. */
  tellsSystemId = true;
  /** Batches since `reset`, and reading requests. */
  sends = 0;
  reads = 0;
  onSend: ((n: number) => OnSend | undefined) | undefined;
  onRead: ((n: number) => Promise<void> | void) | undefined;

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.target = target;
  }

  static async start(target: string): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server, target);
    server.on('request', (request, response) => {
      wire.#answer(request, response).catch(() => void request.socket.destroy());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A new night: nothing has been sent, and nothing is in the way. */
  reset(): void {
    this.sends = 0;
    this.reads = 0;
    this.onSend = undefined;
    this.onRead = undefined;
  }

  /** Another id from now on. */
  move(): void {
    this.#systemId = `${this.#systemId}-moved`;
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const exchange = { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers };
    const result = await this.#handle(exchange, Buffer.concat(chunks));
    if (result === 'cut') return void request.socket.destroy();
    const { passed, answered } = result;
    const headers = { 'content-type': passed.headers['content-type'] ?? 'text/html' };
    const cookie = passed.headers['set-cookie'];
    response.writeHead(passed.status, cookie ? { ...headers, 'set-cookie': cookie } : headers);
    response.end(passed.body, answered);
  }

  async #handle(
    exchange: { method: string; url: string; headers: IncomingHttpHeaders },
    body: Buffer,
  ): Promise<'cut' | { passed: Passed; answered?: () => void }> {
    if (exchange.method === 'POST' && SENDS.test(exchange.url)) return this.#send(exchange, body);
    this.reads += 1;
    await this.onRead?.(this.reads);
    const passed = await this.#pass(exchange, body);
    if (!exchange.url.startsWith('/api/system/info') || passed.status !== 200) return { passed };
    const { systemId: _, ...info } = JSON.parse(passed.body.toString('utf8')) as Record<string, unknown>;
    if (this.tellsSystemId) info['systemId'] = this.#systemId;
    return { passed: { ...passed, body: Buffer.from(JSON.stringify(info)) } };
  }

  async #send(
    exchange: { method: string; url: string; headers: IncomingHttpHeaders },
    body: Buffer,
  ): Promise<'cut' | { passed: Passed; answered?: () => void }> {
    this.sends += 1;
    const what = this.onSend?.(this.sends) ?? {};
    // First of all: whoever is waiting for the end of a run that is killed now is to find it.
    if (what.drop === 'hold') this.held.push({ url: exchange.url, body: body.toString('utf8') });
    await what.before?.();
    if (what.drop) return 'cut';
    const passed = await this.#pass(exchange, body);
    await what.after?.();
    if (what.cutsAnswer) return 'cut';
    return { passed, ...(what.answered && { answered: what.answered }) };
  }

  #pass(
    { method, url, headers }: { method: string; url: string; headers: IncomingHttpHeaders },
    body: Buffer,
  ): Promise<Passed> {
    const { host: _, connection: __, ...others } = headers;
    return new Promise((done, fail) => {
      const passed = ask(this.target + url, { method, headers: others, agent: this.#agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', fail);
        answer.on('end', () =>
          done({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      passed.on('error', fail);
      passed.end(body);
    });
  }
}
