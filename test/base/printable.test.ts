import { expect, test } from 'vitest';
import { printable, printableJson } from '../../src/base/printable.ts';

/** C0, DEL, C1, marks that turn the direction of what is read, and line separators; what is around them stays. */
const STEERING = ['\u0000', '\u001b', '\u007f', '\u0085', '\u009b', '\u061c', '\u200f', '\u2028', '\u202e', '\u2069'];

test.each(STEERING)('JSON text with %j in it says the same, and steers no terminal', (sign) => {
  for (const around of ['plain', 'é', '😀']) {
    const value = { [`${around}${sign}`]: `${sign}${around}` };
    for (const indent of [undefined, 4]) {
      const json = printableJson(JSON.stringify(value, undefined, indent));
      expect(json).toBe(printable(json));
      expect(JSON.parse(json)).toEqual(value);
    }
  }
});

test('JSON text of letters alone stays as it is', () => {
  for (const json of ['{}', '{"a": "b c~"}', '{\n    "é": "日本 😀"\n}']) expect(printableJson(json)).toBe(json);
});
