import { expect, test } from 'vitest';
import { toReference } from '../../src/base/document.ts';
import { parseEnvFile } from '../../src/pipeline/env-file.ts';

test.each([
  ['A=b', 'b'],
  ['export A = b ', 'b'],
  ['A=', ''],
  ['A=b c # comment', 'b c'],
  ['A=b#c', 'b#c'],
  ['A=p=q==', 'p=q=='],
  ['A=\'$x # "y" \\n\'', '$x # "y" \\n'],
  ['A="a\\"b\\\\c\\nd\\$e" # comment', 'a"b\\c\nd$e'],
  ['A="${B}"', '${B}'],
  ['\uFEFFA=b\r', 'b'],
])('%j', (line, value) => {
  const { variables, problems } = parseEnvFile({ file: '.env', text: `# first\n\n${line}\n` });
  expect(problems).toEqual([]);
  expect([...variables]).toEqual([['A', value]]);
});

test('places what is no assignment', () => {
  const text = "A=1\nB\n2C=x\nD=\"open\nE='a' b\n";
  const { variables, problems } = parseEnvFile({ file: '.env', text });
  expect([...variables.keys()]).toEqual(['A']);
  expect(problems.map((one) => one.place && toReference(one.place))).toEqual([
    '.env:2:1',
    '.env:3:1',
    '.env:4:1',
    '.env:5:1',
  ]);
});
