import { expect, test } from 'vitest';
import { parseIni, readIni } from '../../src/pipeline/ini.ts';

// What Python's ConfigParser makes of the same file.
const FILE = `\uFEFF; a comment
# another
[ocba_dhis2]
server = https://example.org/api/
user: etl
PassWord = a;b#c = "d" : e
percent = sv=2024%%26sig=x%%3D
quoted = "kept"
empty =
lines = one
    two
  # no part of it
    three
[a.b]
x.y = dotted
[DEFAULT]
host = example.org
url = https://%(host)s/api
[uses]
own = %(url)s/%%
`;

test.each([
  ['ocba_dhis2', 'server', 'https://example.org/api/'],
  ['ocba_dhis2', 'user', 'etl'],
  ['ocba_dhis2', 'password', 'a;b#c = "d" : e'],
  ['ocba_dhis2', 'PASSWORD', 'a;b#c = "d" : e'],
  ['ocba_dhis2', 'percent', 'sv=2024%26sig=x%3D'],
  ['ocba_dhis2', 'quoted', '"kept"'],
  ['ocba_dhis2', 'empty', ''],
  ['ocba_dhis2', 'lines', 'one\ntwo\nthree'],
  ['a.b', 'x.y', 'dotted'],
  ['ocba_dhis2', 'host', 'example.org'],
  ['uses', 'own', 'https://example.org/api/%'],
])('[%s] %s', (section, key, value) => {
  expect(readIni(parseIni(FILE), section, key)).toEqual({ is: 'value', value });
});

test('says what there is where something is missing', () => {
  const ini = parseIni(FILE);
  expect(readIni(ini, 'dhis2', 'user')).toEqual({ is: 'no-section', known: ['ocba_dhis2', 'a.b', 'uses'] });
  expect(readIni(ini, 'a.b', 'z')).toEqual({ is: 'no-key', known: ['host', 'url', 'x.y'] });
});

test('names that objects have of their own, and references in a circle, do no harm', () => {
  const ini = parseIni('[__proto__]\nconstructor = x\n[loop]\na = %(b)s\nb = %(a)s\n');
  expect(readIni(ini, '__proto__', 'constructor')).toEqual({ is: 'value', value: 'x' });
  expect(readIni(ini, 'toString', 'x').is).toBe('no-section');
  expect(readIni(ini, 'loop', 'a').is).toBe('value');
});
