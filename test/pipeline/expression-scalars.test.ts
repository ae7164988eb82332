import { expect, test } from 'vitest';
import { parseYamlDocument } from '../../src/base/yaml-document.ts';
import { isExpressionScalar, toExpressionText } from '../../src/pipeline/expression-scalars.ts';

/** The expression of the first value of a YAML text. */
function expressionOf(text: string) {
  const { scalars } = parseYamlDocument({ file: 'x.yaml', text });
  const [scalar] = scalars;
  if (!scalar || !isExpressionScalar(scalar, 'spec')) throw new Error('no expression');
  return toExpressionText(scalar);
}

// Each case: the YAML, the expression, and for some stretches of it what stands there in the file.
test.each<[string, string, string, [part: string, written: string][]]>([
  [
    'plain',
    'a: =FACILITY & q1 # x',
    'FACILITY & q1',
    [
      ['q1', 'q1'],
      ['FACILITY', 'FACILITY'],
    ],
  ],
  ['plain with a blank', 'a: = q1', ' q1', [['q1', 'q1']]],
  [
    'single quotes',
    `a: '=q = ''é'' & "b"'`,
    `q = 'é' & "b"`,
    [
      ["'é'", "''é''"],
      ['"b"', '"b"'],
    ],
  ],
  [
    'double quotes',
    String.raw`a: "=q = \"b\" & c"`,
    'q = "b" & c',
    [
      ['"b"', String.raw`\"b\"`],
      ['c', 'c'],
    ],
  ],
  [
    'escapes',
    String.raw`a: "=\x41\u00e9\U0001F600 & \tq"`,
    'Aé\u{1F600} & \tq',
    [
      ['A', String.raw`\x41`],
      ['é', String.raw`\u00e9`],
      ['\u{1F600}', String.raw`\U0001F600`],
      ['q', 'q'],
    ],
  ],
  [
    'block',
    'a: |\n    =f(\n      x # y\n    )\nb: 1',
    'f(\n  x # y\n)',
    [
      ['x # y', 'x # y'],
      [')', ')'],
    ],
  ],
  ['block, chomped', 'a: |-\n  =x\n\n  & y\n', 'x\n\n& y', [['y', 'y']]],
  ['block, indented by number', 'a: |1\n =x\n   y\n', 'x\n  y', [['y', 'y']]],
  [
    'block with CR LF',
    'a: |\r\n  =x\r\n  & y\r\n',
    'x\n& y',
    [
      ['x', 'x'],
      ['y', 'y'],
    ],
  ],
  ['block that starts with an empty line', 'a: |\n\n  =x\n', 'x', [['x', 'x']]],
  ['after a byte-order mark', '\uFEFFa: =x', 'x', [['x', 'x']]],
])('%s', (_, yaml, expected, parts) => {
  const expression = expressionOf(yaml);
  const { text, place } = expression;
  expect(text).toBe(expected);
  for (const [part, written] of parts) {
    const at = text.indexOf(part);
    const found = expression.placeOf(at, at + part.length);
    expect(yaml.slice(found.start, found.end)).toBe(written);
  }
  expect(expression.placeOf(0, text.length)).toEqual(place);
});

test('every character of a block is found where it stands', () => {
  const yaml = 'x:\n  a: |\n    =$map([1, 2], function($v) {\n      $v & "é\u{1F600}"\n    })\n';
  const expression = expressionOf(yaml);
  const { text } = expression;
  for (let at = 0; at < text.length; at += 1) {
    const { start, end } = expression.placeOf(at, at + 1);
    expect(yaml.slice(start, end)).toBe(text[at]);
  }
});

test('places outside the text stay inside the file', () => {
  const expression = expressionOf('a: =xy');
  const { place } = expression;
  expect(expression.placeOf(2, 2)).toMatchObject({ start: place.end, end: place.end });
  expect(expression.placeOf(-5, 99)).toEqual(place);
});

test.each(['a: " =x"', 'a: x =', 'a: 1', "a: ''"])('%s is no expression', (yaml) => {
  expect(() => expressionOf(yaml)).toThrow('no expression');
});
