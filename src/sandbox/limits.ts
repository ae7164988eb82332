/** How much of a request is taken, so that nobody fills the memory or holds a connection for ever. */
export interface Limits {
  readonly bodyBytes: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
}

/** Far more than any batch of events, or the metadata package of a country, needs. */
export const LIMITS: Limits = { bodyBytes: 64 * 1024 * 1024, requestMs: 60_000 };

const OWN_NAMES = new Set(['127.0.0.1', 'localhost']);

/**
 * Whether a request means this server: a page of another site that has its name lead to 127.0.0.1 (DNS rebinding)
 * still sends that name. The port may be another one, as behind a tunnel.
 */
export function isOwnHost(host: string | undefined): boolean {
  return host === undefined || OWN_NAMES.has(host.replace(/:\d*$/, '').toLowerCase());
}
