import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import type { WireAnswer } from '../../src/sandbox/faults/exchange.ts';
import type { FaultPlan } from '../../src/sandbox/faults/fault-plan.ts';
import { Faults, type Hit } from '../../src/sandbox/faults/faults.ts';
import { Listener } from '../../src/sandbox/listener.ts';

/** A road to a blob service on which requests go wrong as those to the sandbox do. */
export interface FaultyBlobs {
  /** The account as seen on this road. */
  readonly accountUrl: string;
  /** Faults that hit a request. */
  readonly hits: Hit[];
  setFaults(plan: FaultPlan): void;
  /** Waits for a service that is restarted. */
  isBack(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts a road before an account on loopback. Without faults it passes everything on. */
export async function startFaultyBlobs(accountUrl: string): Promise<FaultyBlobs> {
  const target = new URL(accountUrl);
  const hits: Hit[] = [];
  const faults = new Faults((hit) => hits.push(hit));
  const listener = new Listener(60_000, (incoming, response) => {
    const answer = async (): Promise<void> => {
      const body = await buffer(incoming);
      const { method = 'GET', url = '/', headers } = incoming;
      await faults.answer({
        method,
        path: url.split('?', 1)[0] ?? '/',
        origin: `http://${headers.host ?? '127.0.0.1'}`,
        response,
        carryOut: () => passOn(target, incoming, body),
        restart: (downMs) => listener.goAway(downMs),
      });
    };
    // A client that gave up while it was still sending.
    answer().catch(() => response.destroy());
  });
  const port = await listener.open(0);
  return {
    accountUrl: `http://127.0.0.1:${port}${target.pathname}`,
    hits,
    setFaults: (plan) => faults.set(plan),
    async isBack() {
      while (!(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined))) await pause(10);
    },
    async stop() {
      faults.close();
      await listener.close();
    },
  };
}

async function passOn(target: URL, { method, url, headers }: IncomingMessage, body: Buffer): Promise<WireAnswer> {
  const { hostname, port } = target;
  const onward = request({ hostname, port, path: url, method, headers }).end(body);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  const bytes = await buffer(answer);
  const given = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name));
  // What a HEAD would have brought is told by its length alone.
  const kept = given.filter(([name]) => name !== 'content-length' || method === 'HEAD');
  return { status: answer.statusCode ?? 0, headers: Object.fromEntries(kept) as Record<string, string>, body: bytes };
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding']);
