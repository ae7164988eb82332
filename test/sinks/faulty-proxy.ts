import { serve, type Received, type Reply, type TestServer } from '../dhis2/http-server.ts';

/** What goes wrong with a request on its way; undefined: nothing. */
export type Fault = Reply | 'hangAfter' | 'cutAfter' | undefined;

/** Stands between a client and a server, and breaks what it is told to break: before the server, or after it. */
export function faultyProxy(target: string, fault: (request: Received) => Fault): Promise<TestServer> {
  return serve(async (request) => {
    const what = fault(request);
    if (what !== undefined && what !== 'hangAfter' && what !== 'cutAfter') return what;
    const { status, body, headers } = await passOn(target, request);
    if (what === 'hangAfter') return 'hang';
    if (what === 'cutAfter') return 'cut';
    return { status, body, headers };
  });
}

/** Asks the server itself, and gives back what it answers. */
export async function passOn(
  target: string,
  request: Received,
): Promise<{ status: number; body: string; headers: Record<string, string> }> {
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
  const answer = await fetch(target + request.url, {
    method: request.method,
    headers: headers as Record<string, string>,
    redirect: 'manual',
    ...(request.method === 'POST' ? { body: request.body } : {}),
  });
  const text = await answer.text();
  const cookie = answer.headers.get('set-cookie');
  const passed = {
    'content-type': answer.headers.get('content-type') ?? '',
    ...(cookie ? { 'set-cookie': cookie } : {}),
  };
  return { status: answer.status, body: text, headers: passed };
}
