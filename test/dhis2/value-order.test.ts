import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/base/json.ts';
import { canonicalEvent, targetsOf } from '../../src/dhis2/event-image.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { orderOf } from '../../src/dhis2/value-order.ts';

const valuesOf = (values: Readonly<Record<string, string | null>>): EventObject['dataValues'] =>
  Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));

const eventOf = (values: Readonly<Record<string, string | null>>, more: object = {}): EventObject => ({
  orgUnit: 'OrgUnit0001',
  occurredAt: '2025-03-14',
  ...more,
  dataValues: valuesOf(values),
});

describe('the order of data elements', () => {
  test('is found once for each list of them', () => {
    const first = orderOf(valuesOf({ DeTwo000002: '1', DeOne000001: '2' }));
    expect(first?.sorted).toEqual([1, 0]);
    expect(orderOf(valuesOf({ DeTwo000002: null, DeOne000001: '' }))).toBe(first);
    expect(orderOf(valuesOf({ DeOne000001: '2', DeTwo000002: '1' }))).not.toBe(first);
  });

  test('is unknown where one stands twice', () => {
    const twice = { dataElement: 'DeOne000001', value: '1' };
    expect(orderOf([twice, twice])).toBeUndefined();
  });

  test('is right again after more lists than are remembered', () => {
    for (let at = 0; at < 40; at += 1) orderOf(valuesOf({ [`De${at}`]: '1', A: '2' }));
    expect(orderOf(valuesOf({ De3: '1', A: '2' }))?.sorted).toEqual([1, 0]);
  });

  test('tells whether all are UIDs', () => {
    expect(orderOf(valuesOf({ DeOne000001: '1' }))?.areUids).toBe(true);
    expect(orderOf(valuesOf({ DeOne000001: '1', beds: '2' }))?.areUids).toBe(false);
  });
});

test('the text of an event is its JSON with sorted names, without what has no value, whatever came before it', () => {
  // More values than are remembered of a data element, each of them twice.
  for (let at = 0; at < 600; at += 1) {
    const value = at % 7 === 0 ? null : `"${at % 300}" é\n`;
    const combo = { attributeOptionCombo: 'Combo000001', completedAt: '2025-03-15' };
    const object = eventOf({ DeTwo000002: value, DeOne000001: 'x' }, combo);
    const dataValues = { DeOne000001: 'x', ...(value !== null && { DeTwo000002: value }) };
    const kept = { orgUnit: 'OrgUnit0001', occurredAt: '2025-03-14', status: 'ACTIVE', dataValues };
    expect(canonicalEvent(object, 'UTC', false)).toBe(canonicalJson(kept));
    const withCombo = { ...kept, attributeOptionCombo: 'Combo000001' };
    expect(canonicalEvent(object, 'UTC', true)).toBe(canonicalJson(withCombo));
  }
});

test('the text of an event is what it always was: entries have its hash', () => {
  const geometry = { type: 'Point', coordinates: [30.5, -1.25] };
  const object = eventOf({ DeTwo000002: '2', DeOne000001: '1' }, { geometry, status: 'COMPLETED' });
  expect(canonicalEvent(object, 'UTC', true)).toBe(
    '{"dataValues":{"DeOne000001":"1","DeTwo000002":"2"},"geometry":{"coordinates":[30.5,-1.25],"type":"Point"},' +
      '"occurredAt":"2025-03-14","orgUnit":"OrgUnit0001","status":"COMPLETED"}',
  );
});

test('what an event sets depends on the properties that it has', () => {
  const values = { DeTwo000002: null, DeOne000001: '1' };
  const bare = ['.orgUnit', '.occurredAt', '.status', '.geometry', 'DeTwo000002', 'DeOne000001'];
  expect(targetsOf(eventOf(values))).toEqual(bare);
  const combo = { attributeOptionCombo: 'Combo000001', completedAt: '2025-03-15' };
  expect(targetsOf(eventOf(values, combo))).toEqual([...bare.slice(0, 4), '.attributeOptionCombo', ...bare.slice(4)]);
  expect(targetsOf(eventOf(values, { status: 'COMPLETED' }))).toEqual(bare);
});
