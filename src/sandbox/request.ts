import { finished } from 'node:stream/promises';
import type { IncomingMessage } from 'node:http';
import { Refusal, type Call } from './web.ts';

/** How long a refused client may go on sending, so that it comes to read the answer. */
const LINGER_MS = 2000;

/**
 * Reads a request completely and takes its address apart. `/api/NN/` up to the release's number is the same as `/api/`.
 * Throws 413 where the body is longer than that; of such a body nothing is kept.
 */
export async function readCall(request: IncomingMessage, apiVersion: number, mostBytes: number): Promise<Call> {
  const body = await readBody(request, mostBytes);
  const [path = '/', ...queries] = (request.url ?? '/').split('?');
  const rawQuery = queries.join('?');
  const steps = path.split('/').filter((step) => step !== '');
  const api = steps[0] === 'api' ? steps.slice(1) : [];
  const version = Number(api[0]);
  const segments = (version >= 28 && version <= apiVersion ? api.slice(1) : api).map(decode);
  const suffix = /\.(json|csv)$/.exec(segments.at(-1) ?? '')?.[1] ?? '';
  if (suffix !== '') segments.push((segments.pop() ?? '').slice(0, -suffix.length - 1));
  return {
    method: request.method ?? 'GET',
    segments,
    path,
    suffix,
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: request.headers,
    body,
  };
}

async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLong = new Promise<never>((_, fail) => {
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else refuse();
    };
    const refuse = (): void => {
      request.off('data', take);
      chunks.length = 0;
      discard(request);
      fail(new Refusal(413, `The sandbox takes ${mostBytes} bytes in one request; here are more.`));
    };
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) refuse();
    else request.on('data', take);
  });
  await Promise.race([finished(request), tooLong]);
  return Buffer.concat(chunks);
}

/** Lets what is left of a request go by unread, and breaks the connection where it does not end. */
export function discard(request: IncomingMessage): void {
  request.resume();
  setTimeout(() => {
    if (!request.complete) request.destroy();
  }, LINGER_MS).unref();
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
