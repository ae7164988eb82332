import { faultyProxy, type Fault } from '../sinks/faulty-proxy.ts';
import type { Received } from '../dhis2/http-server.ts';
import { csv, rows, spec } from './outreach-files.ts';
import { makeWorld, startOutreach, type World } from './world.ts';

export interface WithOptions {
  /** Release of DHIS2. */
  readonly version?: string;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Stands between the pipeline and DHIS2, and sees every request before it is passed on. */
  readonly onRequest?: (request: Received) => Fault;
}

/** A new DHIS2 and a new folder with four submissions that were never sent, an empty index and a spec; removed after. */
export async function withOutreach(options: WithOptions, use: (world: World) => Promise<void>): Promise<void> {
  const sandbox = await startOutreach(options.version);
  const { onRequest } = options;
  const proxy = onRequest && (await faultyProxy(sandbox.url, onRequest));
  const files = { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows(4)), 'index.json': '{}', ...options.files };
  const world = await makeWorld(sandbox.url, files);
  try {
    await use(
      proxy
        ? {
            ...world,
            etl: (args, env) => world.etl(args, { DHIS2_URL: proxy.url, ...env }),
            start: (args, env) => world.start(args, { DHIS2_URL: proxy.url, ...env }),
          }
        : world,
    );
  } finally {
    await proxy?.close();
    await sandbox.close();
    await world.remove();
  }
}

/** Whether a request sends events. */
export function isSend({ method, path }: Received): boolean {
  return method === 'POST' && path === '/api/tracker';
}
