import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export interface Received {
  readonly method: string;
  /** With its query, as sent. */
  readonly url: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to answer: a status with a body (an object becomes JSON), or something that goes wrong. */
export type Reply =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
      readonly statusText?: string;
    }
  | 'hang'
  | 'cut'
  | 'cutHalfway';

export interface TestServer {
  readonly url: string;
  readonly received: Received[];
  /** Connections that were ever opened. */
  readonly connections: number;
  close(): Promise<void>;
}

/** A real server on loopback that answers as told; `port` 0 is any. */
export async function serve(reply: (request: Received) => Reply | Promise<Reply>, port = 0): Promise<TestServer> {
  const received: Received[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = request.url ?? '';
    const one = {
      method: request.method ?? '',
      url,
      path: url.split('?', 1)[0] ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    received.push(one);
    const made = await reply(one);
    if (made === 'hang') return;
    if (made === 'cut') return void request.socket.destroy();
    if (made === 'cutHalfway') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"status":', () => request.socket.destroy());
      return;
    }
    const isText = typeof made.body === 'string' || Buffer.isBuffer(made.body);
    const headers = { 'content-type': isText ? 'text/html' : 'application/json', ...made.headers };
    if (made.statusText === undefined) response.writeHead(made.status, headers);
    else response.writeHead(made.status, made.statusText, headers);
    response.end(isText ? made.body : JSON.stringify(made.body ?? {}));
  };
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => request.socket.destroy()),
  );
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    get connections() {
      return connections;
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A port on which nothing listens. */
export async function deadUrl(): Promise<string> {
  const server = await serve(() => ({ status: 200 }));
  await server.close();
  return server.url;
}
