import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of one request. `pass` sends it on; the answer may be changed on its way back. */
export type Fate =
  | { readonly is: 'pass' }
  /** Answers in the server's place. */
  | { readonly is: 'answer'; readonly status: number }
  /** Sends on, then breaks the connection after so many bytes of the answer's body; -1: before any answer. */
  | { readonly is: 'cut'; readonly after: number }
  /** Sends on, then stops after so many bytes, with the connection open. */
  | { readonly is: 'stall'; readonly after: number }
  /** Sends on, with the byte at that place changed. */
  | { readonly is: 'damage'; readonly at: number };

export interface Proxy {
  /** The account as seen through the proxy. */
  readonly accountUrl: string;
  /** `PUT`, `GET`, … of the requests so far. */
  readonly seen: string[];
  stop(): Promise<void>;
}

/** A bad road to a server on loopback: `fate` decides about each request, by its method and number. */
export async function startProxy(
  accountUrl: string,
  fate: (method: string, n: number) => Fate | Promise<Fate>,
): Promise<Proxy> {
  const target = new URL(accountUrl);
  const seen: string[] = [];
  const server = createServer((incoming, answer) => {
    seen.push(incoming.method ?? '');
    void handle(incoming, answer, target, fate, seen.length).catch(() => answer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    accountUrl: `http://127.0.0.1:${port}${target.pathname}`,
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function handle(
  incoming: IncomingMessage,
  answer: ServerResponse,
  target: URL,
  fate: (method: string, n: number) => Fate | Promise<Fate>,
  n: number,
): Promise<void> {
  const body = await collect(incoming);
  const what = await fate(incoming.method ?? '', n);
  if (what.is === 'answer') {
    answer.writeHead(what.status).end();
    return;
  }
  const onward = request({
    host: target.hostname,
    port: target.port,
    path: incoming.url,
    method: incoming.method,
    headers: incoming.headers,
  }).end(body);
  const [response] = (await once(onward, 'response')) as [IncomingMessage];
  const bytes = await collect(response);
  if (what.is === 'cut' && what.after < 0) {
    answer.destroy();
    return;
  }
  answer.writeHead(response.statusCode ?? 0, response.headers);
  if (what.is === 'damage') bytes[what.at] = (bytes[what.at] ?? 0) ^ 1;
  if (what.is === 'pass' || what.is === 'damage') {
    answer.end(bytes);
    return;
  }
  answer.write(bytes.subarray(0, what.after), () => {
    if (what.is === 'cut') answer.destroy();
  });
}

async function collect(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
