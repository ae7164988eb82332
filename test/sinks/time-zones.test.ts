/** A server whose clock is put forward at midnight: the event of that day is as it was sent, whoever looks at it. */
import { expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import type { Sending, Sink } from '../../src/contracts/sink.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { EVENT_PROGRAM } from './event-program.ts';

async function openSink(url: string): Promise<Sink> {
  const login = { username: 'admin', password: 'district' };
  const connection = new Dhis2Client({ url, login, timeoutMs: 5000, log: SILENT });
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server: connection, mappedFor: undefined };
  const config = { program: 'ProgramEv01', batchSize: 100, keyDataElement: null };
  const sink = dhis2Events.build(config as never, context);
  await sink.connect();
  return sink;
}

function sendingOf(occurredAt: string): Sending {
  const dataValues = [{ dataElement: 'DeBeds00001', value: '3' }];
  const object = { orgUnit: 'OrgClinic0A', occurredAt, status: 'COMPLETED', dataValues };
  return { ref: { key: 'uuid:1', role: '' }, address: 'Event000001', object, mayReplace: () => true, isNew: true };
}

test.each([
  ['Asia/Beirut', '2024-03-31', '2024-03-31'],
  ['Asia/Beirut', '2024-03-31T00:00', '2024-03-31'],
  ['Asia/Beirut', '2024-03-30', '2024-03-30'],
  ['Africa/Cairo', '2024-04-26', '2024-04-26'],
  ['America/Santiago', '2024-09-08', '2024-09-08'],
  ['America/Asuncion', '2023-10-01', '2023-10-01'],
  ['America/Sao_Paulo', '2017-10-15', '2017-10-15'],
  ['Pacific/Apia', '2011-12-30', '2011-12-31'],
  ['Europe/Paris', '2024-03-31T02:30', '2024-03-31T03:30:00.000'],
  ['Europe/Paris', '2024-10-27T02:30', '2024-10-27T02:30:00.000'],
])('a DHIS2 in %s that was sent %s has what was sent', async (timeZone, occurredAt, there) => {
  const sandbox = await startSandbox({ metadata: EVENT_PROGRAM, timeZone });
  try {
    const sink = await openSink(sandbox.url);
    const sending = sendingOf(occurredAt);
    expect([...(await sink.send([sending])).values()]).toMatchObject([{ is: 'created' }]);
    const found = (await sink.read([sending.address])).get(sending.address);
    if (found?.is !== 'live') throw new Error('the event is not there');
    expect(found.object['occurredAt']).toBe(there);
    expect(sink.image(found.object)).toBe(sink.image(sending.object));
    expect(sink.differences(sending.object, found.object)).toEqual([]);
    // Somebody moves it to the day after.
    const moved = { ...found.object, occurredAt: '2024-12-24' };
    expect(sink.differences(sending.object, moved)).toHaveLength(1);
  } finally {
    await sandbox.close();
  }
});

test('a zone that does not exist cannot be played', async () => {
  await expect(startSandbox({ metadata: EVENT_PROGRAM, timeZone: 'Asia/Beyrouth' })).rejects.toMatchObject({
    code: 'sandbox/unknown-time-zone',
    exitCode: 2,
  });
});
