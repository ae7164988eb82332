import { finished } from 'node:stream/promises';
import type { IncomingMessage } from 'node:http';
import type { Call } from './web.ts';

/** Reads a request completely and takes its address apart. `/api/NN/` up to the release's number is the same as `/api/`. */
export async function readCall(request: IncomingMessage, apiVersion: number): Promise<Call> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await finished(request);
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
    body: Buffer.concat(chunks),
  };
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
