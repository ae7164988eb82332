import { expect, test } from 'vitest';
import { parseExpression } from '../../src/expression/parse.ts';
import { syntaxHint } from '../../src/expression/syntax-hints.ts';

const HINTS: readonly (readonly [text: string, hint: RegExp | undefined])[] = [
  ['a === "1"', /one sign: =$/],
  ['a => 1', /Write >=/],
  ['a ≤ 1', /Write <=/],
  ['a && b', /Write and$/],
  ['!a', /\$not/],
  ['not a', /\$not/],
  ['a is not null', /COLUMN = ""/],
  ['a IN ["1"]', /small letters/],
  ['a in ("1", "2")', /square brackets/],
  ['case when a then b', /CONDITION \?/],
  ['$int(a) between 1 and 5', /\$int\(COLUMN\) >= 1/],
  ['a = 1,2', /1\.5/],
  ['a “x”', /straight quotes/],
  ["a = 'it's'", /a quote inside it/],
  ['Date de visite', /backticks/],
  ['a; b', /commas/],
  ['$f(a, (b', /bracket \(/],
  ['$f(")", [a', /bracket \[/],
  ['$f(a))', /closes nothing/],
  ['$f(a,)', /missing before/],
  ['a and', /must follow/],
  ['', /must stand here/],
  [`${'('.repeat(5000)}a${')'.repeat(5000)}`, /look-up/],
  ['${a}', undefined],
];

test.each(HINTS)('%s', (text, hint) => {
  const parsed = parseExpression(text);
  if (parsed.ok) throw new Error(`${text} is JSONata`);
  const found = syntaxHint(text, parsed.error);
  if (hint === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(hint);
});
