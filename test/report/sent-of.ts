import type { Exchange } from '../../src/contracts/sink.ts';
import type { Sent } from '../../src/engine/run-options.ts';

/** An object as a run has sent it; `exchange` null: it never left. */
export function sentOf(
  key: string,
  address: string,
  exchange: Exchange | null = { sent: { a: 1 }, answer: { ok: true } },
): Sent {
  const outcome = { is: 'created' as const, ...(exchange && { exchange }) };
  return { key, role: '', address, action: 'create', object: { a: 1 }, at: '2026-03-14T02:16:00.000Z', outcome };
}
