import { afterAll, beforeAll, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import {
  fetchProgram,
  fetchProgramForSending,
  fetchProgramMetadata,
  firstStage,
  type Program,
} from '../../src/dhis2/program-metadata.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { EVENT_PROGRAM } from '../sinks/event-program.ts';

let sandbox: Sandbox;
let client: Dhis2Client;

beforeAll(async () => {
  sandbox = await startSandbox({ metadata: EVENT_PROGRAM });
  const login = { username: 'admin', password: 'district' };
  client = new Dhis2Client({ url: sandbox.url, login, timeoutMs: 10_000, log: SILENT });
});
afterAll(() => sandbox.close());

test('the retrieved metadata has the shape of the file in use today', async () => {
  const metadata = await fetchProgramMetadata(client, 'ProgramEv01');
  expect(Object.keys(metadata)).toEqual(['programStages']);
  const [stage] = metadata.programStages;
  expect(stage).toMatchObject({ id: 'Stage000001', name: 'Visit' });
  const found = stage?.programStageDataElements.find((one) => one.dataElement.id === 'DeSex000001');
  expect(found).toEqual({
    compulsory: false,
    dataElement: {
      id: 'DeSex000001',
      name: 'Sex',
      valueType: 'TEXT',
      optionSet: {
        id: 'OptionSet01',
        name: 'Sex',
        valueType: 'TEXT',
        options: [
          { code: 'MALE', name: 'MALE' },
          { code: 'FEMALE', name: 'FEMALE' },
        ],
      },
    },
  });
});

test('the fuller one tells what kind of program it is', async () => {
  const program = await fetchProgram(client, 'ProgramEv01');
  expect(program).toMatchObject({ id: 'ProgramEv01', name: 'Visits', programType: 'WITHOUT_REGISTRATION' });
  expect(firstStage(program)).toMatchObject({ id: 'Stage000001', featureType: 'POINT' });
});

test('a sender knows the options, the units and the combos before it sends', async () => {
  const program = await fetchProgramForSending(client, 'ProgramEv01');
  expect(JSON.stringify(program)).toContain('FEMALE');
  expect(program.organisationUnits?.map(({ path }) => path).every((path) => path?.startsWith('/'))).toBe(true);
  expect(program.categoryCombo?.categoryOptionCombos?.length).toBeGreaterThan(0);
});

test('a program that is not there', async () => {
  await expect(fetchProgram(client, 'ProgramXx99')).rejects.toMatchObject({
    code: 'dhis2/program-not-found',
    exitCode: 3,
  });
});

test('the first stage is the first by sort order', () => {
  const stages = [2, 1].map((sortOrder) => ({
    id: `S${sortOrder}`,
    name: '',
    sortOrder,
    programStageDataElements: [],
  }));
  expect(firstStage({ programStages: stages } as Partial<Program> as Program)?.id).toBe('S1');
});
