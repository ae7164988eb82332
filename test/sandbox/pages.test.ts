import { get } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { send, type Heard } from './http-client.ts';
import { METADATA } from './monthly-form.ts';

const HOSTILE = '<script>document.title="taken"</script>';
const UID = 'TstEvent001';

/** The monthly form, with a program beside it. */
const PACKAGE = {
  ...METADATA,
  options: [{ id: 'TstOption01', code: 'PUMP', name: 'Hand pump', optionSet: { id: 'TstWaterOs1' } }],
  optionSets: [{ id: 'TstWaterOs1', name: 'Water', valueType: 'TEXT', options: [{ id: 'TstOption01' }] }],
  dataElements: [
    ...METADATA.dataElements,
    {
      id: 'TstWater001',
      name: 'Water',
      formName: 'Source of water',
      valueType: 'TEXT',
      optionSet: { id: 'TstWaterOs1' },
    },
    { id: 'TstRemark01', name: HOSTILE, valueType: 'LONG_TEXT' },
    { id: 'TstBlank001', name: 'Never asked', valueType: 'TEXT' },
  ].map((one) => ({ domainType: one.id.startsWith('TstC') ? 'AGGREGATE' : 'TRACKER', ...one })),
  programs: [
    {
      id: 'TstVisits01',
      name: 'Visits & more',
      programType: 'WITHOUT_REGISTRATION',
      organisationUnits: [{ id: 'TstClinicA1' }, { id: 'TstClinicB1' }],
      programStages: [{ id: 'TstStage001' }],
    },
  ],
  programStages: [
    {
      id: 'TstStage001',
      name: 'Visit',
      program: { id: 'TstVisits01' },
      programStageDataElements: ['TstWater001', 'TstRemark01', 'TstBlank001'].map((id) => ({ dataElement: { id } })),
    },
  ],
};

let sandbox: Sandbox;
const faults: string[] = [];

beforeEach(async () => {
  sandbox = await startSandbox({ metadata: PACKAGE, onFault: ({ path }) => faults.push(path) });
});
afterEach(() => sandbox.close());

/** As a browser asks. */
async function open(path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(`${sandbox.url}${path}`, {
    headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    redirect: 'manual',
  });
  return { status: answer.status, text: words(await answer.text()), headers: answer.headers };
}

/** Blanks and line ends between words do not matter. */
function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function event(uid: string, values: Readonly<Record<string, string>>): Record<string, unknown> {
  const dataValues = Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));
  const where = { program: 'TstVisits01', programStage: 'TstStage001', orgUnit: 'TstClinicA1' };
  return { event: uid, ...where, occurredAt: '2026-03-14', status: 'COMPLETED', dataValues };
}

function upload(...events: readonly unknown[]): Promise<Heard> {
  const path = '/api/tracker?async=false&atomicMode=OBJECT';
  return send(sandbox.url, { path, basic: 'admin:district', body: { events } });
}

test('a browser sees programs, data sets and imports at the address itself', async () => {
  await upload(event(UID, { TstWater001: 'PUMP' }));
  const home = await open('/');
  expect([home.status, home.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
  expect(home.text).toMatch(
    /<a href="\/sandbox\/programs\/TstVisits01">Visits &amp; more<\/a><\/td> ?<td class="number">1</,
  );
  expect(home.text).toContain('<a href="/sandbox/data-sets/TstMonthly1">Monthly</a>');
  expect(home.text).toMatch(/>1<\/a><\/td> ?<td>[\d :-]+<\/td> ?<td>events<\/td> ?<td>taken</);
});

test('who does not ask for a page is answered as before, and nothing can be sent to one', async () => {
  for (const accept of ['*/*', 'application/json']) {
    const answer = await fetch(`${sandbox.url}/`, { headers: { accept } });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('No static resource')]);
  }
  const api = await open('/api/me');
  expect([api.status, api.headers.get('location')]).toEqual([302, expect.stringContaining('login')]);
  const sent = await fetch(`${sandbox.url}/`, { method: 'POST', headers: { accept: 'text/html' }, body: 'x' });
  expect(sent.status).toBe(404);
  const strange = await send(sandbox.url, { path: '/sandbox/events' });
  expect(strange.status).toBe(404);
});

test('an event has its questions and answers in words, and nothing of it runs', async () => {
  await upload(event(UID, { TstWater001: 'PUMP', TstRemark01: HOSTILE }));
  const { text } = await open(`/sandbox/events/${UID}`);
  expect(text).toMatch(/<td>Source of water<\/td> ?<td>Hand pump<\/td> ?<td>PUMP<\/td>/);
  expect(text).toContain('Clinic A</a> <span class="soft">Country</span>');
  expect(text).toMatch(/Without a value: 1.*Never asked/);
  expect(text).toContain('<td>&lt;script&gt;document.title=&quot;taken&quot;&lt;/script&gt;</td>');
  expect(text).not.toContain('<script');
  expect(await open('/sandbox/events')).toMatchObject({ text: expect.stringContaining(UID) as string });
  expect(await open('/sandbox/units/TstClinicA1')).toMatchObject({ text: expect.stringContaining(UID) as string });
});

test('a deleted event is still to be seen, as one', async () => {
  await upload(event(UID, {}));
  const path = '/api/tracker?async=false&importStrategy=DELETE';
  await send(sandbox.url, { path, basic: 'admin:district', body: { events: [{ event: UID }] } });
  expect((await open(`/sandbox/events/${UID}`)).text).toContain('This event has been deleted.');
  expect((await open('/')).text).toMatch(/Visits &amp; more<\/a><\/td> ?<td class="number">0</);
});

test('an import tells what the server said of each event, and leads to those that are there', async () => {
  await upload(event(UID, {}), { ...event('TstEvent002', {}), orgUnit: 'TstNowhere1' });
  const { text } = await open('/sandbox/imports/1');
  expect(text).toContain('taken in part');
  expect(text).toContain(`<li><a href="/sandbox/events/${UID}">`);
  expect(text).toMatch(/refused<\/td> ?<td>E1011<\/td> ?<td>TstEvent002<\/td> ?<td>Could not find OrganisationUnit/);
  await upload(event(UID, {}), 7);
  const trial = '/api/tracker?async=false&importMode=VALIDATE';
  await send(sandbox.url, { path: trial, basic: 'admin:district', body: { events: [event('TstEvent003', {})] } });
  expect((await open('/sandbox/imports')).text).toContain('taken (a trial, nothing stored)');
});

test('an import that nobody waits for is told when it is done', async () => {
  const body = { events: [event(UID, {})] };
  await send(sandbox.url, { path: '/api/tracker?async=true', basic: 'admin:district', body });
  await expect.poll(async () => (await open('/sandbox/imports')).text).toContain('>events<');
});

test('a form of a data set has its values by category, and whether it is complete', async () => {
  const form = { dataSet: 'TstMonthly1', period: '202603', orgUnit: 'TstClinicA1', completeDate: '2026-04-02' };
  const dataValues = [
    { dataElement: 'TstNets0001', value: '12', comment: HOSTILE },
    { dataElement: 'TstNone0001', value: '1' },
  ];
  const sent = await send(sandbox.url, {
    path: '/api/dataValueSets',
    basic: 'admin:district',
    body: { ...form, dataValues: dataValues.slice(0, 1) },
  });
  expect(sent.json?.response?.importCount?.imported).toBe(1);
  const set = await open('/sandbox/data-sets/TstMonthly1');
  expect(set.text).toContain('<a href="/sandbox/forms/TstMonthly1/TstClinicA1/202603">Clinic A, 202603</a>');
  const { text } = await open('/sandbox/forms/TstMonthly1/TstClinicA1/202603');
  expect(text).toMatch(/<td>Nets<\/td> ?<td><\/td> ?<td><\/td> ?<td>12<\/td>/);
  expect(text).toContain('&lt;script&gt;');
  expect(text).toContain('Complete since 2026-04-02, by admin');
  await send(sandbox.url, { path: '/api/dataValueSets', basic: 'admin:district', body: { ...form, dataValues } });
  expect((await open('/sandbox/imports/2')).text).toMatch(/refused<\/td> ?<td>E\d{4}<\/td> ?<td>row 2</);
});

test('links of the report into the apps of DHIS2 have their pages', async () => {
  await upload(event(UID, {}));
  const capture = await open('/dhis-web-capture/index.html');
  expect(capture.text).toContain(`<a href="/sandbox/events/${UID}">`);
  expect(capture.text).toMatch(/script-src &#39;sha256-[\w+/]{43}=&#39;"/);
  expect((await open('/dhis-web-aggregate-data-entry/index.html')).status).toBe(200);
});

test('what is not there is a page that says so, whatever the address is', async () => {
  for (const path of [
    '/sandbox/events/TstEvent999',
    '/sandbox/programs/__proto__',
    '/sandbox/data-sets/constructor',
    '/sandbox/units/%3Cscript%3E',
    '/sandbox/imports/nine',
    '/sandbox/forms/TstMonthly1/x/y',
    '/sandbox/%E0%A4%A',
  ]) {
    const { status, text } = await open(path);
    expect([path, status]).toEqual([path, 404]);
    expect(text).toContain('Nothing of that name has arrived here');
    expect(text).not.toContain('<script>');
  }
});

test('long lists are paged, and a page beyond the last one is the last one', async () => {
  const uid = (at: number): string => `TstMany${String(at).padStart(4, '0')}`;
  await upload(...Array.from({ length: 250 }, (_, at) => event(uid(at), {})));
  const first = await open('/sandbox/programs/TstVisits01');
  expect(first.text).toContain('1 to 100 of 250');
  expect(first.text).toContain(uid(249));
  expect(first.text).not.toContain(uid(149));
  expect(first.text).toContain('<a href="?page=2">Next page</a>');
  for (const page of ['3', '99']) {
    const last = await open(`/sandbox/programs/TstVisits01?page=${page}`);
    expect(last.text).toContain('201 to 250 of 250');
    expect(last.text).toContain(uid(0));
  }
  expect((await open('/sandbox/programs/TstVisits01?page=-x')).text).toContain('1 to 100 of 250');
});

test('who looks on uses up no fault, and another host sees nothing', async () => {
  sandbox.setFaults({ faults: [{ kind: 'status', status: 503, times: 1 }] });
  expect((await open('/')).status).toBe(200);
  expect(faults).toEqual([]);
  expect((await upload(event(UID, {}))).status).toBe(503);
  const status = await new Promise<number | undefined>((done, fail) => {
    get(sandbox.url, { headers: { host: 'evil.example', accept: 'text/html' } }, (response) => {
      response.resume();
      done(response.statusCode);
    }).on('error', fail);
  });
  expect(status).toBe(421);
});
