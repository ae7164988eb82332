import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from './azure-errors.ts';

/** What a gateway in front of Azure answers in a bad moment. The SDK itself tries again only after 500 and 503. */
const GATEWAY = new Set([429, 502, 504]);
const MOST_TRIES = 4;

/** Tries again after an answer of a gateway, with growing waits from `retryMs` on; then throws it. */
export async function pastGateways<T>(retryMs: number, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!GATEWAY.has(statusOf(error)) || tries >= MOST_TRIES) throw error;
      await sleep(retryMs * 2 ** (tries - 1));
    }
  }
}
