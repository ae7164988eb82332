import { afterEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { send, type Heard } from './http-client.ts';
import { readPackage, RELEASES } from './recordings.ts';

const PATH = '/api/tracker?async=false&atomicMode=OBJECT&reportMode=FULL';

let sandbox: Sandbox;

afterEach(() => sandbox.close());

/** What each release says of the same two bad values, word for word as recorded. */
const WORDS: Readonly<Record<(typeof RELEASES)[number], readonly string[]>> = {
  '2.40.12': [
    'Value MAN is not a valid option for KobDeSex001 DataElement in option set MALE,FEMALE,UNKNOWN',
    'DataElement `KobDeAge001` is not valid: `value_not_zero_or_positive_integer`',
  ],
  '2.41.9.1': [
    'Value `MAN` is not a valid option code in option set `KobOptSet01`',
    'DataElement `` is not valid: `Value type is INTEGER_ZERO_OR_POSITIVE but the value `-1` is not.`',
  ],
  '2.42.5.2': [
    'Value `MAN` is not a valid option code in OptionSet `KobOptSet01`.',
    'DataElement `INTEGER_ZERO_OR_POSITIVE` is not valid: `Value type is INTEGER_ZERO_OR_POSITIVE but the value `-1` is not.`.',
  ],
  '2.43.1': [
    'Value `MAN` is not a valid option code in OptionSet `KobOptSet01`.',
    'DataElement `INTEGER_ZERO_OR_POSITIVE` is not valid: `Value type is INTEGER_ZERO_OR_POSITIVE but the value `-1` is not.`.',
  ],
};

test.each(RELEASES)('%s says what is wrong in its own words', async (release) => {
  await start(release);
  const heard = await post({ KobDeSex001: 'MAN', KobDeAge001: '-1' });
  const reports = heard.json?.validationReport?.errorReports ?? [];
  expect(reports.map((one) => one.message)).toEqual(WORDS[release]);
  expect(reports.every((one) => 'args' in one)).toBe(release !== '2.40.12');
});

test.each([
  ['2.40.12', 'event=KbEv0000001;KbEv0000002', 'instances'],
  ['2.41.9.1', 'events=KbEv0000001,KbEv0000002', 'events'],
  ['2.42.5.2', 'events=KbEv0000001,KbEv0000002', 'events'],
  ['2.43.1', 'events=KbEv0000001,KbEv0000002', 'events'],
])('%s is asked for events by %s and answers %s', async (release, query, property) => {
  await start(release);
  for (const event of ['KbEv0000001', 'KbEv0000002', 'KbEv0000003']) await post({ KobDeAge001: '3' }, event);
  const path = `/api/tracker/events?program=KobProgEv01&fields=event&${query}`;
  const { json } = await send(sandbox.url, { path, basic: 'admin:district' });
  const answer: Record<string, unknown> = { ...json };
  expect(answer[property]).toEqual([{ event: 'KbEv0000002' }, { event: 'KbEv0000001' }]);
});

test.each(['2.44', '2.40.11', '2', ''])('the release %j was not measured and is refused', async (release) => {
  await expect(start(release)).rejects.toMatchObject({ code: 'sandbox/unknown-version' });
  await start('2.40');
});

test.each([
  ['2.40.12', ['E1000']],
  ['2.41.9.1', ['E1000']],
  ['2.42.5.2', []],
  ['2.43.1', []],
])('%s: an org unit that was out of reach stays so for an hour: %j', async (release, remembered) => {
  const users = [{ username: 'kobo', password: 'Kobo-etl-1', orgUnits: ['KobFacOuB01'] }];
  let now = Date.UTC(2026, 10, 23);
  sandbox = await startSandbox({ metadata: readPackage('minimal'), version: release, users, now: () => now });
  const codes = async (): Promise<(string | undefined)[]> => {
    const { json } = await post({ KobDeAge001: '3' }, 'KbEv0000009', 'kobo:Kobo-etl-1');
    return (json?.validationReport?.errorReports ?? []).map((one) => one.errorCode);
  };
  expect(await codes()).toEqual(['E1000']);
  const users1 = await send(sandbox.url, { path: '/api/users?filter=username:eq:kobo', basic: 'admin:district' });
  const [user] = ({ ...users1.json } as { users: { id: string }[] }).users;
  const body = [{ op: 'add', path: '/organisationUnits', value: [{ id: 'KobFacOuA01' }] }];
  const contentType = 'application/json-patch+json';
  const path = `/api/users/${user?.id}`;
  await send(sandbox.url, { method: 'PATCH', path, basic: 'admin:district', contentType, body });
  expect(await codes()).toEqual(remembered);
  now += 3_600_001;
  expect(await codes()).toEqual([]);
});

async function start(version: string): Promise<void> {
  sandbox = await startSandbox({ metadata: readPackage('minimal'), version });
}

async function post(
  values: Readonly<Record<string, string>>,
  event = 'KbEv0000009',
  basic = 'admin:district',
): Promise<Heard> {
  const dataValues = Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));
  const references = { program: 'KobProgEv01', programStage: 'KobStageE01', orgUnit: 'KobFacOuA01' };
  const one = { event, ...references, occurredAt: '2026-03-14', status: 'COMPLETED', dataValues };
  return send(sandbox.url, { path: PATH, basic, body: { events: [one] } });
}
