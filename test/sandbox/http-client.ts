import { request } from 'node:http';

export interface Wish {
  readonly method?: string;
  readonly path: string;
  /** `user:password`; left out: none. */
  readonly basic?: string;
  readonly token?: string;
  readonly cookie?: string;
  /** JSON unless a Buffer. */
  readonly body?: unknown;
  /** null: none. */
  readonly contentType?: string | null;
  readonly contentEncoding?: string;
  /** Whether `X-Requested-With` is sent; default true. */
  readonly program?: boolean;
}

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body where it is JSON, else null. */
  readonly json: any;
}

/** One request, nothing added and no redirect followed. */
export function send(url: string, wish: Wish): Promise<Heard> {
  const body =
    wish.body === undefined ? null : Buffer.isBuffer(wish.body) ? wish.body : Buffer.from(JSON.stringify(wish.body));
  const authorization = wish.basic
    ? `Basic ${Buffer.from(wish.basic).toString('base64')}`
    : wish.token !== undefined
      ? `ApiToken ${wish.token}`
      : null;
  const headers: Record<string, string> = {
    ...(wish.program === false ? {} : { 'X-Requested-With': 'XMLHttpRequest' }),
    ...(authorization ? { Authorization: authorization } : {}),
    ...(wish.cookie ? { Cookie: wish.cookie } : {}),
    ...(body && wish.contentType !== null ? { 'Content-Type': wish.contentType ?? 'application/json' } : {}),
    ...(wish.contentEncoding ? { 'Content-Encoding': wish.contentEncoding } : {}),
    ...(body ? { 'Content-Length': String(body.length) } : {}),
  };
  const { hostname, port } = new URL(url);
  return new Promise((done, fail) => {
    const method = wish.method ?? (body ? 'POST' : 'GET');
    const call = request({ hostname, port, path: wish.path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = (response.headers['content-type'] ?? '').startsWith('application/json');
        const json = isJson && text !== '' ? JSON.parse(text) : null;
        done({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
      response.on('error', fail);
    });
    call.on('error', fail);
    call.end(body ?? undefined);
  });
}
