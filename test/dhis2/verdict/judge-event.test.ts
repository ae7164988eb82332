import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import type { Program, ProgramStage } from '../../../src/dhis2/program-metadata.ts';
import { asShown } from '../../../src/dhis2/verdict/finding.ts';
import { toStageView, type Asked, type Grounds, type StoredEvent } from '../../../src/dhis2/verdict/grounds.ts';
import { judgeEvent } from '../../../src/dhis2/verdict/judge-event.ts';
import { parseVersion, rulesOf, type ServerVersion } from '../../../src/dhis2/versions.ts';

const element = (id: string, valueType: string, codes?: readonly string[]): object => ({
  id,
  name: id,
  valueType,
  ...(codes && { optionSet: { id: 'OptSet00001', options: codes.map((code) => ({ code, name: code })) } }),
});

const STAGE = {
  id: 'Stage000001',
  name: 'Visit',
  featureType: 'POINT',
  validationStrategy: 'ON_COMPLETE',
  programStageDataElements: [
    { compulsory: true, dataElement: element('DeAge000001', 'INTEGER') },
    { compulsory: false, dataElement: element('DeSex000001', 'TEXT', ['MALE', 'FEMALE']) },
    { compulsory: false, dataElement: element('DeMany00001', 'MULTI_TEXT', ['A', 'B']) },
    { compulsory: false, dataElement: element('DeUser00001', 'USERNAME') },
    { compulsory: false, dataElement: element('DeUnit00001', 'ORGANISATION_UNIT') },
    { compulsory: false, dataElement: element('DeGrade0001', 'INTEGER', ['1', 'two']) },
  ],
} as unknown as ProgramStage;

const PROGRAM = {
  id: 'Program0001',
  name: 'Visits',
  programType: 'WITHOUT_REGISTRATION',
  organisationUnits: [{ id: 'Unit0000001', path: '/Root0000001/Unit0000001' }],
  programStages: [STAGE],
} as unknown as Program;

const COMBOS = {
  id: 'Combo000001',
  isDefault: false,
  categoryOptionCombos: [
    {
      id: 'OptCombo001',
      name: 'Project 1',
      categoryOptions: [
        { id: 'Option00001', name: 'Project 1', startDate: '2026-01-01', endDate: '2026-06-30T00:00:00.000' },
      ],
    },
    {
      id: 'OptCombo002',
      name: 'Project 2',
      categoryOptions: [{ id: 'Option00002', name: 'Project 2', access: { data: { write: false } } }],
    },
  ],
};

/** What differs from a good event of 2.42, sent by a superuser who captures everywhere. */
interface Case {
  readonly event?: JsonObject;
  readonly values?: readonly (readonly [string, string | null])[];
  readonly version?: string;
  readonly program?: object;
  readonly stage?: object;
  readonly authorities?: readonly string[];
  readonly captures?: readonly string[];
  readonly asked?: Partial<Asked>;
  readonly now?: string;
}

function judge({ event, values = [['DeAge000001', '4']], version = '2.42.5.2', ...of }: Case): string[] {
  const { authorities = ['ALL'], captures = ['Root0000001'], now = '2026-11-23T12:00:00.000' } = of;
  const release = parseVersion(version) as ServerVersion;
  const program = { ...PROGRAM, ...of.program } as Program;
  const asked: Asked = {
    unit: (id) => (id === 'Unit0000001' ? { above: ['Root0000001', 'Unit0000001'] } : undefined),
    element: () => undefined,
    combo: () => undefined,
    stored: () => 'none',
    ...of.asked,
  };
  const grounds: Grounds = {
    version,
    rules: rulesOf(release),
    program,
    stage: toStageView({ ...STAGE, ...of.stage }),
    sender: {
      username: 'kobo',
      captures: new Set(captures),
      has: (authority) => authorities.includes('ALL') || authorities.includes(authority),
    },
    wallAt: (offsetMs) => new Date(Date.parse(`${now}Z`) + offsetMs).toISOString().slice(0, -1),
    asked,
  };
  const good = { orgUnit: 'Unit0000001', occurredAt: '2026-03-14', status: 'COMPLETED' };
  const dataValues = values.map(([dataElement, value]) => ({ dataElement, value }));
  const whole = Object.fromEntries(Object.entries({ ...good, ...event }).filter(([, value]) => value !== null));
  const sent = { event: 'Event000001', program: program.id, programStage: STAGE.id, ...whole, dataValues };
  return judgeEvent(sent as never, grounds).map(({ code, target }) => `${code} ${target}`);
}

const STORED: StoredEvent = { status: 'COMPLETED', completedAt: '2026-03-14', elements: new Set(['DeAge000001']) };
const CLOSING = { completeEventsExpiryDays: 5 };
const EXPIRING = { expiryPeriodType: 'Monthly', expiryDays: 10 };
const CLERK = { authorities: [] };

test('a good event', () => expect(judge({})).toEqual([]));

test.each<[what: string, Case, string[]]>([
  ['no unit', { event: { orgUnit: null } }, ['E1123 orgUnit']],
  ['a unit that is none', { event: { orgUnit: 'clinic' } }, ['E1011 orgUnit']],
  ['a unit that is not there', { event: { orgUnit: 'Unit0000009' }, asked: { unit: () => 'none' } }, ['E1011 orgUnit']],
  ['a unit of which nothing is known', { event: { orgUnit: 'Unit0000009' } }, []],
  [
    'a unit without the program, and out of reach',
    { event: { orgUnit: 'Unit0000002' }, asked: { unit: () => ({ above: ['Root0000002', 'Unit0000002'] }) } },
    ['E1029 orgUnit', 'E1000 orgUnit'],
  ],
  ['a unit whose place is not told', { captures: ['Other000001'], asked: { unit: () => ({ above: undefined }) } }, []],
  ['superusers capture in their units alone', { captures: ['Other000001'] }, ['E1000 orgUnit']],
  ['where the program does not say its units', { program: { organisationUnits: null } }, []],
  ['no day', { event: { occurredAt: null } }, ['E1031 occurredAt']],
  ['days to come', { event: { occurredAt: '2999-01-01' } }, []],
  ['no combo where one is asked for', { program: { categoryCombo: COMBOS } }, ['E1055 attributeOptionCombo']],
  [
    'a combo that is not there',
    {
      program: { categoryCombo: COMBOS },
      event: { attributeOptionCombo: 'OptCombo009' },
      asked: { combo: () => 'none' },
    },
    ['E1115 attributeOptionCombo'],
  ],
  [
    'the default combo',
    {
      program: { categoryCombo: COMBOS },
      event: { attributeOptionCombo: 'HllvX50cXC0' },
      asked: { combo: () => ({ isDefault: true }) },
    },
    ['E1055 attributeOptionCombo'],
  ],
  [
    'a combo of another program',
    {
      program: { categoryCombo: COMBOS },
      event: { attributeOptionCombo: 'OptCombo009' },
      asked: { combo: () => ({ isDefault: false }) },
    },
    ['E1054 attributeOptionCombo'],
  ],
  ...(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'] as const).map((day, at): [string, Case, string[]] => [
    `an option from January to June, on ${day}`,
    { program: { categoryCombo: COMBOS }, event: { attributeOptionCombo: 'OptCombo001', occurredAt: day } },
    [['E1056 occurredAt'], [], [], ['E1057 occurredAt']][at] as string[],
  ]),
  [
    'an option that is open for longer',
    {
      program: { categoryCombo: COMBOS, openDaysAfterCoEndDate: 3 },
      event: { attributeOptionCombo: 'OptCombo001', occurredAt: '2026-07-03' },
    },
    [],
  ],
  [
    'an option that the user may not write',
    { program: { categoryCombo: COMBOS }, event: { attributeOptionCombo: 'OptCombo002' } },
    ['E1099 attributeOptionCombo'],
  ],
  ['another geometry', { event: { geometry: { type: 'Polygon', coordinates: [] } } }, ['E1012 geometry']],
  ['the right geometry', { event: { geometry: { type: 'Point', coordinates: [1, 2] } } }, []],
  [
    'a geometry that is not asked for',
    { event: { geometry: { type: 'Point', coordinates: [1, 2] } }, stage: { featureType: 'NONE' } },
    ['E1012 geometry'],
  ],
  [
    'a geometry where the stage says nothing',
    { event: { geometry: { type: 'Point', coordinates: [1, 2] } }, stage: { featureType: null } },
    ['E1074 geometry'],
  ],
  ['a compulsory value that is null', { values: [['DeAge000001', null]] }, ['E1076 DeAge000001']],
  ['a compulsory value that is left out', { values: [] }, ['E1303 DeAge000001']],
  ['the same, which is stored', { values: [], asked: { stored: () => STORED } }, []],
  ['the same, of which nobody knows', { values: [], asked: { stored: () => undefined } }, []],
  ['the same, of an event that is not completed', { values: [], event: { status: 'ACTIVE' } }, []],
  [
    'the same, where they always must be there',
    { values: [], event: { status: null }, stage: { validationStrategy: 'ON_UPDATE_AND_INSERT' } },
    ['E1303 DeAge000001'],
  ],
  ['a value of another type', { values: [['DeAge000001', '4.5']] }, ['E1302 DeAge000001']],
  [
    'a code that is none',
    {
      values: [
        ['DeAge000001', '4'],
        ['DeSex000001', 'MAN'],
      ],
    },
    ['E1125 DeSex000001'],
  ],
  [
    'an element that is not there',
    {
      values: [
        ['DeAge000001', '4'],
        ['DeOther0001', 'x'],
      ],
      asked: { element: () => 'none' },
    },
    ['E1304 DeOther0001', 'E1305 DeOther0001'],
  ],
  [
    'an element of elsewhere',
    {
      values: [
        ['DeAge000001', '4'],
        ['DeOther0001', 'x'],
      ],
      asked: { element: () => ({ id: 'DeOther0001', name: 'Other', valueType: 'INTEGER' }) },
    },
    ['E1302 DeOther0001', 'E1305 DeOther0001'],
  ],
  [
    'a unit among the values',
    {
      values: [
        ['DeAge000001', '4'],
        ['DeUnit00001', 'Unit0000009'],
      ],
      asked: { unit: (id) => (id === 'Unit0000009' ? 'none' : { above: ['Root0000001'] }) },
    },
    ['E1302 DeUnit00001'],
  ],
  [
    'a completed event is reopened',
    { ...CLERK, event: { status: 'ACTIVE' }, asked: { stored: () => STORED } },
    ['E1083 status'],
  ],
  [
    'the same, by who may',
    { authorities: ['F_UNCOMPLETE_EVENT'], event: { status: 'ACTIVE' }, asked: { stored: () => STORED } },
    [],
  ],
  ['an expired period', { ...CLERK, program: EXPIRING }, ['E1047 occurredAt']],
  ['an expired period, by who may', { authorities: ['F_EDIT_EXPIRED'], program: EXPIRING }, []],
  ['a period of a type that nobody knows', { ...CLERK, program: { ...EXPIRING, expiryPeriodType: 'Moonly' } }, []],
  ['the last day of a period', { ...CLERK, program: EXPIRING, now: '2026-04-10T23:00:00.000' }, []],
  [
    'completed too long ago',
    { ...CLERK, program: CLOSING, event: { completedAt: '2026-11-13' } },
    ['E1043 completedAt'],
  ],
  ['completed not so long ago', { ...CLERK, program: CLOSING, event: { completedAt: '2026-11-18T12:00:00' } }, []],
])('%s', (_, given, codes) => expect(judge(given)).toEqual(codes));

describe('releases differ', () => {
  const values = (dataElement: string, value: string): Case => ({
    values: [
      ['DeAge000001', '4'],
      [dataElement, value],
    ],
  });
  const active: Case = { event: { status: 'ACTIVE', completedAt: '2026-03-14' } };
  const [old, typed] = [['2.40.12'], ['2.41.9.1', '2.42.5.2', '2.43.1']];
  const all = [...old, ...typed];

  test.each<[what: string, Case, code: string, releases: readonly string[]]>([
    ['several codes in one value', values('DeMany00001', 'A,B'), 'E1125 DeMany00001', old],
    ['a code in another case', values('DeSex000001', 'male'), 'E1125 DeSex000001', typed],
    ['a code that is not of the type', values('DeGrade0001', 'two'), 'E1302 DeGrade0001', typed],
    ['the name of another user', values('DeUser00001', 'somebody'), 'E1302 DeUser00001', typed],
    ['the own name', values('DeUser00001', 'kobo'), 'E1302 DeUser00001', ['2.41.9.1']],
    ['completedAt too early', active, 'E1051 completedAt', ['2.42.5.2', '2.43.1']],
    ['completedAt missing', { ...CLERK, program: CLOSING }, 'E1042 completedAt', ['2.40.12', '2.41.9.1']],
    [
      'the stored completion',
      { ...CLERK, program: CLOSING, asked: { stored: () => STORED } },
      'E1043 completedAt',
      ['2.43.1'],
    ],
    ['what is scheduled', { event: { status: 'SCHEDULE' } }, 'E1318 status', ['2.43.1']],
    [
      'what is scheduled, with values',
      { event: { status: 'SCHEDULE' } },
      'E1315 status',
      ['2.40.12', '2.41.9.1', '2.42.5.2'],
    ],
    ['no UID', { event: { event: 'short' } }, 'E1048 event', ['2.40.12', '2.41.9.1']],
  ])('%s', (_, given, code, releases) => {
    const told = all.filter((version) => judge({ ...given, version }).includes(code));
    expect(told).toEqual(all.filter((version) => releases.includes(version)));
  });

  /** Of releases that nobody has seen nothing is said beforehand: the server's own verdict has to do. */
  test.each(['2.44.0', '2.41.8', '2.42.4', '45.1'])('%s is not judged by what others do', (version) => {
    for (const [target, value] of [
      ['DeMany00001', 'A,B'],
      ['DeGrade0001', 'two'],
      ['DeUser00001', 'somebody'],
    ] as const)
      expect(judge({ ...values(target, value), version })).toEqual([]);
  });
});

test('people are told everything; DHIS2 would stop at its first layer', () => {
  const found = ['E1125', 'E1011', 'E1303', 'E1011'].map((code) => ({ code }));
  expect(asShown(found).map(({ code }) => code)).toEqual(['E1011', 'E1011']);
  expect(asShown([])).toEqual([]);
});
