/**
 * A file full of what goes wrong, through a real plan and a real run, on four releases: what the plan lets go DHIS2 takes,
 * and what it keeps back DHIS2 would have refused, but for a few guards of ours that are named here.
 */
import { afterEach, expect, test } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { csv, HMIS, spec, type Row } from '../cli/outreach-files.ts';
import type { RunReport } from '../../src/report/report.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { send } from '../sandbox/http-client.ts';
import { shownCodes } from './verdict-told.ts';
import { GOOD, HOSTILE } from './hostile-rows.ts';

const USER = { username: 'kobo', password: 'etl-etl-1', authorities: ['F_EXPORT_DATA'], orgUnits: ['OuAlpha0001'] };

let sandbox: Sandbox;
let world: World;
afterEach(async () => {
  await sandbox.close();
  await world.remove();
});

/** What each answer is called there, and of which data element it is. */
const ELEMENTS = {
  team_size: 'DeTeamSize1',
  remarks: 'DeRemarks01',
  open: 'DeOpen00001',
  follow_up: 'DeFollowUp1',
  next_visit: 'DeNextDate1',
  start_time: 'DeStart0001',
  gps: 'DePlace0001',
  services: 'DeServices1',
  road: 'DeRoad00001',
  coverage: 'DeCoverage1',
  weight: 'DeWeight001',
} as const;
const STAGE = 'StgOutreac1';
const PROPERTIES = ['orgUnit', 'occurredAt', 'status', 'completedAt'] as const;

test.each(['2.40', '2.41', '2.42', '2.43'])('DHIS2 %s', async (version) => {
  sandbox = await startSandbox({ metadata: outreachMetadata(), version, users: [USER] });
  const rows = HOSTILE.map(([column, cell], at): Row => ({ _uuid: `uuid-${at}`, ...GOOD, [column]: cell }));
  const dataValues = Object.fromEntries(Object.entries(ELEMENTS).map(([column, id]) => [id, `=${column}`]));
  const transform = { ...Object.fromEntries(PROPERTIES.map((name) => [name, `=${name}`])), dataValues };
  const connections = { files: { kind: 'file', folder: '.' }, hmis: { ...HMIS, username: USER.username } };
  world = await makeWorld(sandbox.url, {
    'pipeline.yaml': spec({
      connections,
      source: { key: ['_uuid'] },
      mapping: undefined,
      lookups: undefined,
      transform,
    }),
    'kobo.csv': csv(rows, ['_uuid', ...PROPERTIES, ...Object.keys(ELEMENTS)]),
    'index.json': '{}',
  });
  const env = { DHIS2_PASSWORD: USER.password };
  await world.etl(['plan', 'pipeline.yaml', '--out', 'plan.ndjson'], env);
  const lines = (await world.read('plan.ndjson'))
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  expect(lines.length).toBe(rows.length);
  const [keptBack, mended]: [string[], string[]] = [[], []];
  let gone = 0;
  for (const [at, row] of rows.entries()) {
    const { action, reasons = [] } = lines.find(({ key }) => key === `uuid-${at}`) as Line;
    const told = reasons.map(({ code }) => code);
    const server = await judge(asTyped(row, at));
    const [column, cell = ''] = HOSTILE[at] ?? [];
    const shown = `${column} = ${JSON.stringify(cell)}`;
    gone += action === 'create' ? 1 : 0;
    if (action === 'create' && server.length > 0) mended.push(shown);
    if (action !== 'create' && server.length === 0) keptBack.push(`${shown}: ${told.join()}`);
    // Under a code of DHIS2's own the plan says just what DHIS2 says.
    const foreseen = shownCodes(told);
    if (server.length > 0 && foreseen.length > 0) expect([shown, ...server]).toEqual([shown, ...foreseen]);
  }
  expect({ keptBack, mended }).toEqual({ keptBack: KEPT_BACK, mended: MENDED });
  const { stdout, exitCode } = await world.etl(['run', 'pipeline.yaml', '--json'], env);
  const { counts } = JSON.parse(stdout) as RunReport;
  expect({ exitCode, ...counts }).toMatchObject({
    exitCode: 1,
    created: gone,
    rejected: rows.length - gone,
    failed: 0,
  });
  expect(gone).toBeGreaterThan(40);
  expect(rows.length - gone).toBeGreaterThan(80);
});

/** What DHIS2 would take: as another day or status, as a day of a year that nobody meant, or as blanks. */
const KEPT_BACK = [
  'occurredAt = "2025": field/not-a-date',
  'occurredAt = "2025-03": field/not-a-date',
  'occurredAt = "2025-03-04T10:15:00.000+03:00": field/date-with-offset',
  'occurredAt = "12025-03-04": field/not-a-date',
  'occurredAt = "1741046400000": field/not-a-date',
  'occurredAt = "45720": field/not-a-date',
  'status = "VISITED": field/not-one-of',
  // Blanks are no answer, and it must have one.
  'team_size = " ": dhis2/E1303',
];

/** What DHIS2 would refuse as it stands there: it is sent without the blanks, or with a T before the time. */
const MENDED = [
  'occurredAt = " 2025-03-04 "',
  'occurredAt = "2025-03-04 10:15"',
  'team_size = " 5 "',
  'road = "GOOD "',
];

interface Line {
  readonly key: string;
  readonly action: string;
  readonly reasons?: readonly { readonly code: string }[];
}

/** The event that a row would be if nothing were made of its cells. */
function asTyped(row: Row, at: number): Json {
  const properties = PROPERTIES.flatMap((name) => (row[name] ? [[name, row[name]] as const] : []));
  const values = Object.entries(ELEMENTS).flatMap(([column, dataElement]) => {
    const value = row[column];
    return value ? [{ dataElement, value }] : [];
  });
  const place = { event: `Ev${String(at).padStart(9, '0')}`, program: 'PrgOutreac1', programStage: STAGE };
  return { ...place, ...Object.fromEntries(properties), dataValues: values };
}

/** What the server says of it; one that it cannot read has its status. */
async function judge(event: Json): Promise<readonly string[]> {
  const path =
    '/api/tracker?async=false&importStrategy=CREATE_AND_UPDATE&atomicMode=OBJECT&reportMode=FULL&importMode=VALIDATE';
  const body = Buffer.from(JSON.stringify({ events: [event] }));
  const { status, json } = await send(sandbox.url, {
    method: 'POST',
    path,
    body,
    basic: `${USER.username}:${USER.password}`,
  });
  if (status !== 200) return [String(status)];
  return (json?.validationReport?.errorReports ?? []).map(({ errorCode }) => String(errorCode)).toSorted();
}
