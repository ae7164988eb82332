import { expect, test } from 'vitest';
import { Shapes } from '../../src/index/shapes.ts';

test('a list has one name, whatever its order, and the same one in every release', () => {
  const shapes = new Shapes();
  expect(shapes.nameOf(['.status', 'DeVillage01'])).toBe('2whmGY0_');
  expect(shapes.nameOf(['DeVillage01', '.status'])).toBe('2whmGY0_');
  expect(shapes.get('2whmGY0_')).toEqual(['.status', 'DeVillage01']);
});

test('a target keeps the blanks in its name', () => {
  const shapes = new Shapes();
  const targets = ['place', 'Beds that are occupied'];
  expect(shapes.get(shapes.nameOf(targets))).toEqual([...targets].sort());
});
