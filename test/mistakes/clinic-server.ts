/** A server that answers as `server.json` of a folder says: mistakes that others make are made there. */
import { readFile } from 'node:fs/promises';
import { serve, type Reply, type TestServer } from '../dhis2/http-server.ts';

interface Answers {
  readonly status: number;
  readonly token: string;
  readonly type: string;
  /** By number: what is answered; a text as it stands. */
  readonly pages: Readonly<Record<string, unknown>>;
}

export function serveClinics(file: string): Promise<TestServer> {
  return serve(async ({ url, path, headers }): Promise<Reply> => {
    const { status, token, type, pages } = JSON.parse(await readFile(file, 'utf8')) as Answers;
    if (headers.authorization !== `Token ${token}`) return { status: 401, body: { detail: 'Invalid token.' } };
    if (path !== '/api/visits') return { status: 404, body: { detail: 'Not found.' } };
    const page = new URL(url, 'http://localhost').searchParams.get('page') ?? '1';
    return { status, body: pages[page] ?? {}, headers: { 'content-type': type } };
  });
}
