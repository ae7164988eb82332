import { expect, test } from 'vitest';
import type { PlaceFacts } from '../../src/contracts/place-facts.ts';
import { toLockText } from '../../src/drift/lock-text.ts';
import { parseLock } from '../../src/drift/parse-lock.ts';

/** Texts that YAML, or JavaScript, would take for something else. */
const TEXTS = [
  '',
  ' lead',
  'trail ',
  'a: b',
  'x #y',
  '# x',
  '- y',
  '? z',
  '{',
  '[',
  '&a',
  '*a',
  '!t',
  '%d',
  '@x',
  '`',
  '~',
  '|',
  '>',

  'true',
  'No',
  'null',
  'NaN',
  '.inf',
  '1',
  '007',
  '0x1f',
  '1e5',
  '2020-01-01',
  '12:30',
  '__proto__',
  'constructor',
  'émoji 😀',
  '中文',
  '"q"',
  "it's",
  'a\nb',
  '\u0000',
  '\u0085',
  '\u2028',
  '\ufeff',
  'Clinic (North), 5 % / 3+',
];

function facts(text: string, other: string): PlaceFacts {
  return {
    of: 'program',
    id: 'PrgOutreac1',
    name: text,
    server: { release: other },
    settings: { type: text },
    stages: [{ id: 'StgOutreac1', name: other, settings: { validation: text } }],
    elements: [
      {
        id: 'DeRoad00001',
        name: text,
        label: other,
        isCompulsory: true,
        stage: 'StgOutreac1',
        optionSet: 'OsRoad00001',
      },
    ],
    optionSets: [{ id: 'OsRoad00001', name: other, options: new Map([[text, other]]) }],
    combos: [],
  };
}

test.each(TEXTS)('what a lock says is read as it was: %j', (text) => {
  for (const other of TEXTS) {
    const written = facts(text, other);
    const lock = toLockText(written);
    expect(parseLock(lock, 'x.lock.yaml')).toEqual(written);
    expect(toLockText(parseLock(lock, 'x.lock.yaml'))).toBe(lock);
  }
});

test('a lock does not depend on the order in which the server tells things', () => {
  const one = new Map(['d', 'b', 'c', 'a'].map((code) => [code, `Option ${code}`]));
  const other = new Map([...one].reverse());
  const of = (options: ReadonlyMap<string, string>): string =>
    toLockText({ ...facts('a', 'b'), optionSets: [{ id: 'OsRoad00001', options }] });
  expect(of(one)).toBe(of(other));
});

test('an option set of thousands is read', () => {
  const options = new Map(Array.from({ length: 5000 }, (_, at) => [`CODE_${at}`, `Name: ${at}`]));
  const lock = toLockText({ ...facts('a', 'b'), optionSets: [{ id: 'OsRoad00001', options }] });
  expect(parseLock(lock, 'x.lock.yaml').optionSets[0]?.options?.size).toBe(5000);
});

test.each([
  ['<<<<<<< HEAD\nformat: 1\n=======\nformat: 2\n>>>>>>> other\n', /cannot be read/],
  ['format: 2\nplace: { kind: program, id: a }\n', /"format" is not 1/],
  ['[]', /it is not a lock/],
  ['format: 1\nplace: { kind: program, id: a }\nelements: [{ id: 7 }]\n', /"elements, entry 1: id" is not text/],
])('a lock that is none: %j', (text, message) => {
  expect(() => parseLock(text, 'x.lock.yaml')).toThrow(message);
});

test('a lock that was cut anywhere is not taken for a whole one', () => {
  const lines = [
    'format: 1',
    'place: { kind: program, id: PrVisits001 }',
    'elements:',
    '  - { id: DeWater0001, name: Water, type: TEXT, optionSet: OsWater0001 }',
    'optionSets:',
    '  - id: OsWater0001',
    '    name: Water source',
    '    options:',
    '      PUMP: Hand pump',
    'isWhole: true',
  ];
  for (let kept = 0; kept < lines.length; kept += 1)
    expect(() => parseLock(lines.slice(0, kept).join('\n'), 'x.lock.yaml')).toThrow('x.lock.yaml cannot be read');
  expect(parseLock(lines.join('\n'), 'x.lock.yaml').elements).toHaveLength(1);
});
