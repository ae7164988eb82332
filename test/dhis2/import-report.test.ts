import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describe as textOf } from '../../src/messages/describe.ts';
import type { Verdict } from '../../src/contracts/sink.ts';
import type { DataValue } from '../../src/dhis2/event-object.ts';
import type { SentEvent } from '../../src/dhis2/import-reasons.ts';
import { readImportReport, toResponses } from '../../src/dhis2/import-report.ts';

interface Recorded {
  readonly status: number;
  readonly sent: readonly ({ event: string; dataValues?: readonly DataValue[] } & Record<string, unknown>)[];
  readonly body: unknown;
}

const RECORDED = JSON.parse(readFileSync(new URL('recordings/import-reports.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, Recorded>
>;
const VERSIONS = Object.keys(RECORDED);

/** What the program says of the data elements in the recordings. */
const TYPES: Record<string, string> = {
  KobDeAge001: 'INTEGER_ZERO_OR_POSITIVE',
  KobDeDate01: 'DATE',
  KobVtPhone1: 'PHONE_NUMBER',
};
const elements = {
  nameOf: (uid: string) => `Name (${uid})`,
  valueTypeOf: (uid: string) => TYPES[uid],
  optionSetOf: () => undefined,
};

function recorded(version: string, name: string): Recorded {
  const found = RECORDED[version]?.[name];
  if (!found) throw new Error(`There is no recording ${name} of ${version}.`);
  return found;
}

function read(
  version: string,
  name: string,
  isNew = true,
): { is: string; reason: string; outcomes: Map<string, Verdict> } {
  const { status, sent, body } = recorded(version, name);
  const events = sent.map((one): SentEvent => ({
    uid: one.event,
    isNew,
    properties: one,
    dataValues: one.dataValues ?? [],
  }));
  const verdict = readImportReport(status, body, events, elements);
  return { ...verdict, outcomes: new Map(verdict.outcomes) };
}

function only(version: string, name: string): Verdict {
  const [outcome] = read(version, name).outcomes.values();
  if (!outcome) throw new Error(`The recording ${name} of ${version} has no outcome.`);
  return outcome;
}

describe.each(VERSIONS)('reports of DHIS2 %s', (version) => {
  test('one new event is created', () => expect(only(version, 'created')).toEqual({ is: 'created' }));

  test('the same again is updated, whatever we thought', () =>
    expect(only(version, 'updated')).toEqual({ is: 'updated' }));

  test('HTTP 200 and status OK with one bad of three: two are created, one is rejected', () => {
    const { is, outcomes } = read(version, 'oneBadOfThree');
    expect(is).toBe('perObject');
    expect(outcomes.get('KbEv0000101')).toEqual({ is: 'created' });
    expect(outcomes.get('KbEv0000103')).toEqual({ is: 'created' });
    expect(outcomes.get('KbEv0000102')).toMatchObject({
      is: 'refused',
      reasons: [{ code: 'dhis2/E1125', field: 'Name (KobDeSex001)', value: 'MAN' }],
    });
  });

  test('HTTP 200 and status OK with all bad: nothing is stored', () => {
    const kinds = [...read(version, 'allInvalid').outcomes.values()].map((one) => one.is);
    expect(kinds).toEqual(['refused', 'refused']);
  });

  test('a good event that went down with a bad one (409) has no verdict', () => {
    const { outcomes } = read(version, 'oneBadOfThreeAll');
    expect(outcomes.get('KbEv0000105')?.is).toBe('refused');
    expect(outcomes.get('KbEv0000104')?.is).toBe('unknown');
  });

  test('a deleted UID', () => expect(only(version, 'deletedThere')).toEqual({ is: 'deletedThere' }));

  test('a dry run proves nothing', () => expect(only(version, 'validate').is).toBe('unknown'));

  test('a NUL breaks the whole request: failed, unknown', () => {
    const { is, outcomes } = read(version, 'nul');
    expect(is).toBe('failed');
    expect([...outcomes.values()].every((one) => one.is === 'unknown')).toBe(true);
  });

  test('a bad date makes the whole body unreadable', () => expect(read(version, 'badDate').is).toBe('unreadable'));

  test('a bad value names its data element, and keeps the value out of the message', () => {
    const outcome = only(version, 'phone');
    expect(outcome).toMatchObject({
      is: 'refused',
      reasons: [{ code: 'dhis2/E1302', field: 'Name (KobVtPhone1)', value: 'call me' }],
    });
    expect(JSON.stringify(outcome.is === 'refused' && outcome.reasons[0]?.args)).not.toContain('call me');
  });

  test.each([
    ['file', 'KobVtFileR1', 'KobFileXx99'],
    ['orgUnitValue', 'KobVtOrgUn1', 'KobFacXx999'],
    ['multi', 'KobVoMulti1', 'FEVER,NOPE'],
  ])('%s names %s', (name, uid, value) => {
    expect(only(version, name)).toMatchObject({ is: 'refused', reasons: [{ field: `Name (${uid})`, value }] });
  });

  test.each([
    ['orgUnitUnknown', 'dhis2/E1011', 'orgUnit'],
    ['orgUnitForbidden', 'dhis2/E1000', 'orgUnit'],
    ['geometry', 'dhis2/E1012', 'geometry'],
    ['rule', 'dhis2/E1300', 'Name (KobRuPreg01)'],
  ])('%s is %s of %s', (name, code, field) => {
    expect(only(version, name)).toMatchObject({ is: 'refused', reasons: [{ code, field }] });
  });

  test('all compulsory data elements that are missing are named', () => {
    const outcome = only(version, 'compulsory');
    expect(outcome.is === 'refused' && outcome.reasons.map((one) => `${one.code} ${one.field}`)).toEqual([
      'dhis2/E1303 Name (KobDeCmpIn1)',
      'dhis2/E1303 Name (KobDeCmpTx1)',
    ]);
  });

  test('several errors of one event: each with its data element', () => {
    const outcome = only(version, 'severalErrors');
    const found = outcome.is === 'refused' ? outcome.reasons.map((one) => `${one.code} ${one.field} ${one.value}`) : [];
    expect(new Set(found)).toEqual(
      new Set([
        'dhis2/E1125 Name (KobDeSex001) MAN',
        'dhis2/E1302 Name (KobDeAge001) x',
        'dhis2/E1302 Name (KobDeDate01) 2026-02-30',
        'dhis2/E1304 Name (KobDeXxxxx1) 1',
        'dhis2/E1305 Name (KobDeXxxxx1) 1',
      ]),
    );
  });

  test('the part for the artifacts is about one event alone', () => {
    const { status, body } = recorded(version, 'oneBadOfThree');
    expect(toResponses(status, body)('KbEv0000101')).toMatchObject({ httpStatus: 200, stored: true, errorReports: [] });
    expect(JSON.stringify(toResponses(status, body)('KbEv0000102'))).toContain('E1125');
  });
});

test.each(['2.42.5.2', '2.43.1'])('a bad UID makes the whole body unreadable on %s', (version) => {
  expect(read(version, 'badUid').is).toBe('unreadable');
});

test('a mixed batch: new ones are created, the others updated', () => {
  const objectReports = ['Aaaaaaaaaaa', 'Baaaaaaaaaa'].map((uid) => ({ uid, errorReports: [] }));
  const body = {
    status: 'OK',
    validationReport: { errorReports: [] },
    stats: { created: 1, updated: 1, ignored: 0, total: 2 },
    bundleReport: { typeReportMap: { EVENT: { objectReports } } },
  };
  const sent = ['Aaaaaaaaaaa', 'Baaaaaaaaaa'].map((uid, at) => ({
    uid,
    isNew: at === 1,
    properties: {},
    dataValues: [],
  }));
  const { outcomes } = readImportReport(200, body, sent, elements);
  expect([...outcomes.values()].map((one) => one.is)).toEqual(['updated', 'created']);
});

test.each([
  ['ignored without an error', { stats: { created: 0, updated: 0, ignored: 1 }, bundleReport: { typeReportMap: {} } }],
  ['counted, but not listed', { stats: { created: 1, updated: 0, ignored: 0 } }],
  [
    'a list of another shape',
    { stats: { created: 1 }, bundleReport: { typeReportMap: { EVENT: { objectReports: {} } } } },
  ],
  [
    'listed under another UID',
    { stats: { created: 1 }, bundleReport: { typeReportMap: { EVENT: { objectReports: [{ uid: 'Zaaaaaaaaaa' }] } } } },
  ],
])('%s is unknown', (_, part) => {
  const sent = [{ uid: 'Aaaaaaaaaaa', isNew: true, properties: {}, dataValues: [] }];
  const verdict = readImportReport(
    200,
    { status: 'OK', validationReport: { errorReports: [] }, ...part },
    sent,
    elements,
  );
  expect(verdict.is).not.toBe('unreadable');
  expect(verdict.outcomes.get('Aaaaaaaaaaa')?.is).toBe('unknown');
});

test.each([
  [413, undefined, 'unreadable'],
  [502, undefined, 'failed'],
  [500, { httpStatusCode: 500, message: 'NullPointer' }, 'failed'],
  [409, { httpStatusCode: 409, message: 'ERROR: deadlock detected\n  Detail: secret row' }, 'failed'],
])('a body that is no report, %d', (status, body, is) => {
  const verdict = readImportReport(
    status,
    body,
    [{ uid: 'Aaaaaaaaaaa', isNew: true, properties: {}, dataValues: [] }],
    elements,
  );
  expect(verdict.is).toBe(is);
  expect(verdict.reason).not.toContain('secret');
});

test('two equal bad values of one type: both data elements are named', () => {
  const error = {
    uid: 'Aaaaaaaaaaa',
    errorCode: 'E1302',
    message: 'DataElement `INTEGER` is not valid: `Value type is INTEGER but the value `x` is not.`.',
    args: ['INTEGER', 'Value type is INTEGER but the value `x` is not.'],
  };
  const body = {
    validationReport: { errorReports: [error] },
    stats: { created: 0 },
    bundleReport: { typeReportMap: {} },
  };
  const dataValues = ['De000000001', 'De000000002', 'De000000003'].map((dataElement) => ({ dataElement, value: 'x' }));
  const types = { ...elements, valueTypeOf: (uid: string) => (uid === 'De000000003' ? 'TEXT' : 'INTEGER') };
  const { outcomes } = readImportReport(
    200,
    body,
    [{ uid: 'Aaaaaaaaaaa', isNew: true, properties: {}, dataValues }],
    types,
  );
  expect(outcomes.get('Aaaaaaaaaaa')).toMatchObject({
    reasons: [{ field: 'Name (De000000001), Name (De000000002)', value: 'x' }],
  });
});

test('codes of the server are told in its own words', () => {
  expect(textOf('dhis2/E1999', { message: 'No way.' }).message).toBe('DHIS2 refused it: No way.');
  expect(textOf('dhis2/E1029', { message: 'No way.' }).hint).toContain('Assign the program');
});
