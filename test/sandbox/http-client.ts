import { request } from 'node:http';

export interface Report {
  readonly uid: string;
  readonly message: string;
  readonly errorCode?: string;
  readonly warningCode?: string;
}

export interface EventJson {
  readonly event: string;
  readonly status: string;
  readonly deleted: boolean;
  readonly completedAt?: string;
  readonly dataValues: readonly { readonly dataElement: string; readonly value: string }[];
}

export interface Pager {
  readonly nextPage?: string;
  readonly prevPage?: string;
}

/** What the tests read of the bodies that a server sends. */
export interface Body extends Partial<EventJson> {
  readonly status?: string;
  readonly message?: string;
  readonly errorCode?: string;
  readonly username?: string;
  readonly authorities?: readonly string[];
  readonly stats?: Readonly<Record<'created' | 'updated' | 'deleted' | 'ignored' | 'total', number>>;
  readonly validationReport?: { readonly errorReports: readonly Report[]; readonly warningReports: readonly Report[] };
  readonly bundleReport?: unknown;
  readonly response?: {
    readonly id?: string;
    readonly key?: string;
    readonly importCount?: Readonly<Record<'imported' | 'updated' | 'ignored' | 'deleted', number>>;
  };
  readonly events?: readonly EventJson[];
  readonly pager?: Pager;
  readonly systemId?: string;
}

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
  /** Media type, without its parameters; empty for none. */
  readonly contentType: string;
  readonly text: string;
  /** The body where it is JSON, else null. */
  readonly json: Body | null;
}

/** One request, nothing added and no redirect followed. */
export function send(url: string, wish: Wish): Promise<Heard> {
  const body =
    wish.body === undefined ? null : Buffer.isBuffer(wish.body) ? wish.body : Buffer.from(JSON.stringify(wish.body));
  const basic = wish.basic === undefined ? null : `Basic ${Buffer.from(wish.basic).toString('base64')}`;
  const authorization = wish.token === undefined ? basic : `ApiToken ${wish.token}`;
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
        const contentType = (response.headers['content-type'] ?? '').split(';')[0] ?? '';
        const json: Body | null = contentType === 'application/json' && text !== '' ? JSON.parse(text) : null;
        done({ status: response.statusCode ?? 0, headers: response.headers, contentType, text, json });
      });
      response.on('error', fail);
    });
    call.on('error', fail);
    call.end(body ?? undefined);
  });
}
