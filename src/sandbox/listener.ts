import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EtlError } from '../base/errors.ts';
import { containerPage } from './web.ts';

/** Longest request line with headers, in bytes; a real server cuts at the same length. */
const MAX_HEADER_BYTES = 8192;

/** The server's ear on loopback: it can go away for a while, and come back at the same port. */
export class Listener {
  readonly #server: Server;
  #port = 0;
  #comingBack: NodeJS.Timeout | undefined;

  constructor(requestMs: number, onRequest: (request: IncomingMessage, response: ServerResponse) => void) {
    const timeouts = {
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      connectionsCheckingInterval: Math.min(requestMs, 5000),
    };
    this.#server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, ...timeouts }, onRequest);
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      if (!socket.writable || error.code === 'ECONNRESET') return;
      const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
      const reason = STATUS_CODES[status] ?? '';
      const message = error.code === 'HPE_HEADER_OVERFLOW' ? 'Request header is too large' : reason;
      const { body } = containerPage(status, message);
      const head = `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/html;charset=utf-8\r\nConnection: close\r\n`;
      socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  /** Listens at a port (0: a free one), and gives it. Throws EtlError `sandbox/port-in-use`, `sandbox/cannot-listen`. */
  async open(port: number): Promise<number> {
    await new Promise<void>((done, fail) => {
      const onError = (error: NodeJS.ErrnoException): void => {
        const code = error.code === 'EADDRINUSE' ? 'sandbox/port-in-use' : 'sandbox/cannot-listen';
        fail(new EtlError(code, { port, reason: error.message }, { cause: error }));
      };
      this.#server.once('error', onError);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', onError);
        done();
      });
    });
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address ? address.port : port;
    return this.#port;
  }

  /** Breaks off every connection and refuses new ones for so long. */
  goAway(ms: number): void {
    const closed = this.close();
    this.#comingBack = setTimeout(() => void closed.then(() => this.open(this.#port)), ms);
  }

  async close(): Promise<void> {
    clearTimeout(this.#comingBack);
    if (!this.#server.listening) return;
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }
}
