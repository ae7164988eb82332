import { describe, expect, test } from 'vitest';
import type { Sending } from '../../src/contracts/sink.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { refusalsOf } from '../../src/dhis2/event-guards.ts';
import { canonicalEvent, differences, toEvent, type EventPlace } from '../../src/dhis2/event-image.ts';

const PLACE: EventPlace = {
  program: 'Program0001',
  programStage: 'Stage000001',
  keyDataElement: null,
  nameOf: (uid) => `Name (${uid})`,
};
const OBJECT: EventObject = {
  orgUnit: 'OrgUnit0001',
  occurredAt: '2025-03-14',
  status: 'COMPLETED',
  completedAt: '2025-03-14',
  geometry: null,
  dataValues: [
    { dataElement: 'De000000002', value: '0.50' },
    { dataElement: 'De000000001', value: null },
  ],
};
const sending = (object: Partial<EventObject> = {}, isNew = true): Sending<EventObject> => ({
  ref: { key: 'uuid:k-1', role: '' },
  address: 'Event000001',
  isNew,
  mayReplace: () => true,
  object: { ...OBJECT, ...object } as EventObject,
});

describe('the event that is sent', () => {
  test('where nothing can be there, nothing needs clearing', () => {
    expect(toEvent(sending(), PLACE, false)).toEqual({
      event: 'Event000001',
      program: 'Program0001',
      programStage: 'Stage000001',
      orgUnit: 'OrgUnit0001',
      occurredAt: '2025-03-14',
      status: 'COMPLETED',
      completedAt: '2025-03-14',
      dataValues: [{ dataElement: 'De000000002', value: '0.50' }],
    });
  });

  test('where something may be there, values that are gone go as nulls', () => {
    expect(toEvent(sending(), PLACE, true).dataValues).toEqual(OBJECT.dataValues);
  });

  test('the key goes into its data element, without its prefix, whatever the mapping says', () => {
    const place = { ...PLACE, keyDataElement: 'De000000001' };
    expect(toEvent(sending(), place, false).dataValues).toEqual([
      { dataElement: 'De000000002', value: '0.50' },
      { dataElement: 'De000000001', value: 'k-1' },
    ]);
  });
});

describe('what must not go, because it would take the others with it', () => {
  test('a good object may go', () => expect(refusalsOf(sending(), PLACE)).toEqual([]));

  test.each<[string, Partial<EventObject>, string]>([
    ['no org unit', { orgUnit: null }, 'orgUnit'],
    ['an org unit that is no UID', { orgUnit: 'Clinic' }, 'orgUnit'],
    ['no date', { occurredAt: null }, 'occurredAt'],
    ['a date that is none', { occurredAt: '14/03/2025' }, 'occurredAt'],
    ['a day that is none', { occurredAt: '2026-02-30' }, 'occurredAt'],
    ['a year of five digits', { occurredAt: '12026-03-14' }, 'occurredAt'],
    ['a blank in a date', { occurredAt: '2025-03-14 10:15:00' }, 'occurredAt'],
    ['a time that the server would move', { occurredAt: '2025-03-02T00:30:00+03:00' }, 'occurredAt'],
    ['the same with hours alone', { occurredAt: '2025-03-02T00:30:00+03' }, 'occurredAt'],
    ['a completion that it would move', { completedAt: '2025-03-02T00:30z' }, 'completedAt'],
    ['a bad completion date', { completedAt: 'soon' }, 'completedAt'],
    ['a status in lower case', { status: 'completed' }, 'status'],
    ['a geometry of no known type', { geometry: { type: 'Pin', coordinates: [1, 2] } }, 'geometry'],
    ['a geometry without numbers', { geometry: { type: 'Point', coordinates: ['1', '2'] } }, 'geometry'],
    ['a polygon that is flat', { geometry: { type: 'Polygon', coordinates: [1, 2] } }, 'geometry'],
    ['a combo that is no UID', { attributeOptionCombo: 'x' }, 'attributeOptionCombo'],
  ])('%s', (_, part, field) => {
    expect(refusalsOf(sending(part), PLACE)).toMatchObject([{ code: 'dhis2/bad-property', field }]);
  });

  test('a NUL', () => {
    const dataValues = [{ dataElement: 'De000000001', value: 'a\0b' }];
    expect(refusalsOf(sending({ dataValues }), PLACE)).toEqual([
      {
        code: 'dhis2/nul',
        args: { field: 'Name (De000000001)' },
        field: 'Name (De000000001)',
        target: 'De000000001',
      },
    ]);
  });

  test('a data element twice', () => {
    const dataValues = ['1', '2'].map((value) => ({ dataElement: 'De000000001', value }));
    expect(refusalsOf(sending({ dataValues }), PLACE)).toMatchObject([{ code: 'dhis2/duplicate-data-element' }]);
  });
  test('half a character would be kept as a ?', () => {
    const dataValues = [{ dataElement: 'De000000001', value: 'a\ud800b' }];
    expect(refusalsOf(sending({ dataValues }), PLACE)).toMatchObject([
      { code: 'dhis2/broken-text', target: 'De000000001' },
    ]);
  });
  test('a day that the server would move is kept back there alone', () => {
    const old = sending({ occurredAt: '1582-10-14' });
    expect(refusalsOf(old, PLACE)).toEqual([]);
    const moving = { ...PLACE, firstDay: '1582-10-15' };
    expect(refusalsOf(old, moving)).toMatchObject([{ code: 'dhis2/day-moves', target: 'occurredAt' }]);
    expect(refusalsOf(sending({ occurredAt: '1582-10-15T00:00' }), moving)).toEqual([]);
  });

  test('a UID that is none', () => {
    expect(refusalsOf({ ...sending(), address: 'abc' }, PLACE)).toMatchObject([{ field: 'event' }]);
  });

  test.each([
    { type: 'Point', coordinates: [12.49, 41.9] },
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  ])('%j may go', (geometry) => expect(refusalsOf(sending({ geometry }), PLACE)).toEqual([]));
});

/** What a server in UTC gives back for OBJECT. */
const THERE: EventObject = {
  orgUnit: 'OrgUnit0001',
  occurredAt: '2025-03-14T00:00:00.000',
  status: 'COMPLETED',
  completedAt: '2026-11-23T15:36:28.816',
  attributeOptionCombo: 'HllvX50cXC0',
  dataValues: [{ dataElement: 'De000000002', value: '0.50' }],
};
const canonical = (object: EventObject, zone = 'Etc/UTC', keepsCombo = false): string =>
  canonicalEvent(object, zone, keepsCombo);

describe('canonical', () => {
  test('what we send is what comes back', () => expect(canonical(OBJECT)).toBe(canonical(THERE)));

  test('is text that must never change, or every event would be sent again', () => {
    expect(canonical(OBJECT)).toBe(
      '{"dataValues":{"De000000002":"0.50"},"occurredAt":"2025-03-14","orgUnit":"OrgUnit0001","status":"COMPLETED"}',
    );
  });

  test('order and nulls do not count', () => {
    const turned = { ...OBJECT, dataValues: [...OBJECT.dataValues].reverse() };
    expect(canonical(turned)).toBe(canonical({ ...OBJECT, dataValues: OBJECT.dataValues.slice(0, 1) }));
  });

  test('a status left out is ACTIVE', () => {
    const { status: _, ...without } = OBJECT;
    expect(canonical(without)).toBe(canonical({ ...OBJECT, status: 'ACTIVE' }));
  });

  test('a time with its offset is the server’s own time', () => {
    const sent = { ...OBJECT, occurredAt: '2025-03-14T10:15:00.000+03:00' };
    expect(canonical(sent)).toBe(canonical({ ...OBJECT, occurredAt: '2025-03-14T07:15:00.000' }));
    expect(canonical(sent, 'Africa/Nairobi')).toBe(canonical({ ...OBJECT, occurredAt: '2025-03-14T10:15' }));
  });

  test('the combo counts where the program has its own', () => {
    const other = { ...THERE, attributeOptionCombo: 'Combo000001' };
    expect(canonical(THERE, 'UTC', true)).not.toBe(canonical(other, 'UTC', true));
  });

  test.each<Partial<EventObject>>([
    { orgUnit: 'OrgUnit0002' },
    { occurredAt: '2025-03-15' },
    { status: 'ACTIVE' },
    { geometry: { type: 'Point', coordinates: [1, 2] } },
    { dataValues: [{ dataElement: 'De000000002', value: '0.5' }] },
    { dataValues: [] },
  ])('%j is another object', (part) => {
    expect(canonical({ ...OBJECT, ...part } as EventObject)).not.toBe(canonical(OBJECT));
  });
});

describe('differences', () => {
  test('there are none where the server has what we sent', () => expect(differences(OBJECT, THERE)).toEqual([]));

  test('values that we do not map are none of our business', () => {
    const dataValues = [...THERE.dataValues, { dataElement: 'De000000009', value: 'theirs' }];
    expect(differences(OBJECT, { ...THERE, dataValues })).toEqual([]);
  });

  test('a geometry that we do not send is erased there, and told', () => {
    const { geometry: _, ...sent } = OBJECT;
    const geometry = { type: 'Point', coordinates: [1, 2] };
    expect(differences(sent, { ...THERE, geometry })).toEqual([{ target: 'geometry', ours: null, theirs: geometry }]);
  });

  test('each is told with both sides', () => {
    const dataValues = [
      { dataElement: 'De000000002', value: '7' },
      { dataElement: 'De000000001', value: 'back' },
    ];
    expect(differences(OBJECT, { ...THERE, status: 'ACTIVE', orgUnit: 'OrgUnit0009', dataValues })).toEqual([
      { target: 'orgUnit', ours: 'OrgUnit0001', theirs: 'OrgUnit0009' },
      { target: 'status', ours: 'COMPLETED', theirs: 'ACTIVE' },
      { target: 'De000000002', ours: '0.50', theirs: '7' },
      { target: 'De000000001', ours: null, theirs: 'back' },
    ]);
  });
});
