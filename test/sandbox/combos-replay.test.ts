/** Events of a program with a category combination, as real servers of four releases took or refused them. */
import { afterEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { send } from './http-client.ts';
import { withOwnCombos } from './own-combos.ts';
import { bodyOf, credentials, readExchanges, RELEASES } from './recordings.ts';

const NOW = Date.UTC(2026, 10, 23, 16, 10);

let sandbox: Sandbox;
afterEach(() => sandbox.close());

test.each(RELEASES)('%s: combinations, their options and the days of those', async (release) => {
  let clock = NOW - 2 * 3_600_000;
  sandbox = await startSandbox({ metadata: {}, version: release, now: () => clock });
  const setup = readExchanges(release, '001-setup');
  const combos = readExchanges(release, '800-rules-and-combos').filter(({ name }) => /^8[014]/.test(name));
  const differing: string[] = [];
  for (const recorded of [...setup, ...combos]) {
    if (recorded.name.startsWith('800')) clock = NOW;
    const exchange = await withOwnCombos(recorded, sandbox.url);
    const body = bodyOf(exchange, release);
    const heard = await send(sandbox.url, {
      method: exchange.method,
      path: exchange.path,
      ...(exchange.as ? { basic: credentials(exchange.as) } : {}),
      ...(body ? { body } : {}),
    });
    if (setup.includes(recorded)) continue;
    const reports = heard.json?.validationReport?.errorReports ?? [];
    const codes = reports.map(({ errorCode, uid }) => `${errorCode} ${uid}`).toSorted();
    const wanted = (exchange.answer.errors ?? []).map((one) => one.join(' ')).toSorted();
    if (heard.status !== exchange.answer.status || codes.join() !== wanted.join())
      differing.push(`${exchange.name}: ${heard.status} ${codes.join()}, recorded ${wanted.join()}`);
  }
  expect(differing).toEqual([]);
  expect(combos.length).toBeGreaterThanOrEqual(11);
});
