import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** What a server gives so that one request of it can go wrong. */
export interface Carrier {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** `http://host:port`, as the client called the server. */
  readonly origin: string;
  readonly response: ServerResponse;
  /**
   * Does what the request asks for, and tells what the answer would be. With a database that `refuses`, an import
   * stores nothing, and a server that has one answers as it then does.
   */
  carryOut(database?: 'refuses'): WireAnswer | Promise<WireAnswer>;
  /** Away and back, as a server that is restarted: nothing answers for so long. */
  restart(downMs: number): void;
}

/** One request under a fault. */
export interface Exchange extends Carrier {
  /** What an earlier request was told: of the same method and path if there was one, else the last one of all. */
  readonly earlierAnswer: WireAnswer | undefined;
  /** Has the request carried out only after the next one of the same method and path that is. */
  afterNext(run: () => void): void;
  /** Has it carried out so much later. */
  later(run: () => void, ms: number): void;
}

/** Answers in full. */
export function give({ response }: Carrier, answer: WireAnswer): void {
  const body = begin(response, answer);
  response.end(response.req.method === 'HEAD' ? '' : body);
}

/** Writes status and headers of an answer; gives its body. */
function begin(response: ServerResponse, { status, headers = {}, body }: WireAnswer): Buffer {
  const bytes = Buffer.from(body);
  // What a HEAD would have brought is told by its own header.
  const length = response.req.method === 'HEAD' ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(status, { ...headers, ...length } as Record<string, string>);
  return bytes;
}

/** Breaks the connection off without a word, so that the client's system says so. */
export function cutOff({ response }: Carrier): void {
  response.socket?.resetAndDestroy();
}

/** Begins an answer and breaks off after so many bytes of it. */
export function giveAndCutOff(carrier: Carrier, answer: WireAnswer, bytes: number | undefined): void {
  const { response } = carrier;
  const body = begin(response, answer);
  response.write(partOf(body, bytes), () => response.socket?.destroy());
}

/** The beginning of a body: so many bytes, or half of it. */
export function partOf(body: Buffer, bytes = Math.floor(body.length / 2)): Buffer {
  return body.subarray(0, Math.min(bytes, body.length));
}

const DRIP_MS = 50;

/** Answers in full, a few bytes at a time. */
export async function giveSlowly(carrier: Carrier, answer: WireAnswer, bytesPerSecond: number): Promise<void> {
  const { response } = carrier;
  const body = begin(response, answer);
  const step = Math.max(1, Math.round((bytesPerSecond * DRIP_MS) / 1000));
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    response.write(body.subarray(at, at + step));
    await sleep(DRIP_MS, undefined, { ref: false });
  }
  response.end();
}
