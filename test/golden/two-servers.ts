/**
 * A DHIS2 that changes behind a run's back: until something is sent it answers as it was. So a server says by itself what
 * a plan of the same records would have foreseen.
 */
import { startSandbox, type Sandbox, type SandboxUser } from '../../src/sandbox/sandbox.ts';
import { serve, type Received, type TestServer } from '../dhis2/http-server.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import type { Package } from './changing-server.ts';

/** How a server is before and after. */
export interface Change {
  readonly metadata: object;
  readonly version: string;
  edit?(pack: Package): void;
  /** The same of what was there before, where the usual metadata do not have what the case needs. */
  prepare?(pack: Package): void;
  readonly users?: readonly SandboxUser[];
  readonly usersAfter?: readonly SandboxUser[];
}

export interface TwoServers {
  readonly url: string;
  /** Nothing is hidden any more: all answers are those of the server as it is. */
  show(): void;
  /** Until something is sent, what is asked is answered as it was. */
  hide(): void;
  close(): Promise<void>;
}

/** Reads of what was sent, and all that is sent for good. */
function isOfData({ method, path, url }: Received): boolean {
  if (/^\/api\/(?:tracker\/events|dataValueSets|completeDataSetRegistrations)/.test(path) && method === 'GET')
    return true;
  return method === 'POST' && !/importMode=VALIDATE|dryRun=true/.test(url);
}

export async function startTwoServers({ metadata, version, ...change }: Change): Promise<TwoServers> {
  const pack = structuredClone(metadata) as Package;
  change.prepare?.(pack);
  const users = (given: readonly SandboxUser[] | undefined) => (given ? { users: given } : {});
  const before = await startSandbox({ metadata: structuredClone(pack), version, ...users(change.users) });
  change.edit?.(pack);
  const after = await startSandbox({ metadata: pack, version, ...users(change.usersAfter ?? change.users) });
  let isHidden = true;
  const sandboxOf = (request: Received): Sandbox => {
    if (request.method === 'POST' && isOfData(request)) isHidden = false;
    // Both are one server, and have one name.
    if (request.path.startsWith('/api/system/info')) return before;
    return isHidden && !isOfData(request) ? before : after;
  };
  const front: TestServer = await serve((request) => passOn(sandboxOf(request).url, request));
  return {
    url: front.url,
    show() {
      isHidden = false;
    },
    hide() {
      isHidden = true;
    },
    async close() {
      await front.close();
      await before.close();
      await after.close();
    },
  };
}
