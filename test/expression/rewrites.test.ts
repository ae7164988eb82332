/** Suggestions are pasted: each is put in place here, as it stands, and checked again. */
import { expect, test } from 'vitest';
import type { Problem } from '../../src/base/problem.ts';
import { checkExpression } from '../../src/expression/check-expression.ts';
import { parseExpression } from '../../src/jsonata/parse.ts';
import { ExpressionWriter } from '../jsonata/compiler/random-expressions.ts';
import { Random } from '../jsonata/compiler/random.ts';

const CONTEXT = { table: () => undefined, options: () => undefined, tableNames: [] };

function check(text: string): readonly Problem[] {
  const source = { file: 'x.yaml', text };
  const placeOf = (start: number, end: number) => ({ source, start, end });
  return checkExpression({ text, place: placeOf(0, text.length), placeOf }, CONTEXT).problems;
}

/** The expression with each of the ways that its first problem suggests. */
function mended(text: string): string[] {
  const [first] = check(text);
  const { place, args } = first as Problem;
  const { start, end } = place as { start: number; end: number };
  const rewrite = String(args['rewrite'] ?? '');
  const ways = [...(rewrite === '' ? [] : rewrite.split(', or ')), ...[args['joined'] ?? []].flat().map(String)];
  return ways.map((way) => text.slice(0, start) + way + text.slice(end));
}

const TABLE: readonly (readonly [wrong: string, ...right: string[]])[] = [
  // Numbers and their signs.
  ['age = -1', 'age = "-1"', '$decimal(age) = -1'],
  ['age > -1', '$decimal(age) > -1'],
  ['$uppercase(- 1)', '$uppercase("-1")'],
  ['$round(age)', '$round($decimal(age))'],
  ['- 1 = age', '"-1" = age', '- 1 = $decimal(age)'],
  ['age in [-1, - 2]', 'age in ["-1", "-2"]'],
  ['age = (1)', 'age = "1"', '$decimal(age) = (1)'],
  ['(age) = 1', '(age) = "1"', '$decimal(age) = 1'],
  ['age = 1e3', 'age = "1000"', '$decimal(age) = 1e3'],
  ['weight > 1', '$decimal(weight) > 1'],
  ['weight >= "1"', '$decimal(weight) >= 1'],
  ['`grp/q1` = 1', '`grp/q1` = "1"', '$decimal(`grp/q1`) = 1'],
  ['$trim(age) > 1', '$decimal($trim(age)) > 1'],
  ['age = $int(beds)', '$decimal(age) = $int(beds)'],
  ['$int(age) = "05"', '$int(age) = 5'],
  ['$int(age) = "many"'],
  ['$int(age) = "12345678901234567890"'],
  // Blanks.
  ['$int(age) = ""', 'age = ""'],
  ['$int(age) != ""', 'age != ""'],
  ['"" = $int(age)', '"" = age'],
  ['$int(age) = null', 'age = ""'],
  ['$trim(age) = null', '$trim(age) = ""'],
  ['$choices(services) = ""', 'services = ""'],
  ['$length(name) = ""', '$not($exists($length(name)))'],
  ['$yesNo(consent) != null', 'consent != ""'],
  ['$date(visit) = null', 'visit = ""'],
  ['$date(visit) = ""', 'visit = ""'],
  ['"" = $date(visit)', '"" = visit'],
  // Answers.
  ['consent = true', '$yesNo(consent) = true'],
  ['false != consent', 'false != $yesNo(consent)'],
  ['$yesNo(consent) = "yes"', '$yesNo(consent) = true'],
  ['$yesNo(consent) = 0', '$yesNo(consent) = false'],
  ['$yesNo(consent) = "perhaps"'],
  // Dates and years.
  ['$date(visit) > 2025', '$substring($date(visit), 0, 4) > "2025"'],
  ['$date(visit) = 2025', '$substring($date(visit), 0, 4) = "2025"'],
  ['$time(t) < 9', '$substring($time(t), 0, 2) < "09"'],
  ['$date(visit) > 31'],
  ['$period(visit, "Monthly") > 202501', '$period(visit, "Monthly") > "202501"'],
  ['$period(visit, "Monthly") > 2025', '$substring($period(visit, "Monthly"), 0, 4) > "2025"'],
  ['"2025" <= $date(a) <= "2026"', '"2025" <= $date(a) and $date(a) <= "2026"'],
  ['visit >= 2025', '$decimal(visit) >= 2025', '$substring(visit, 0, 4) >= "2025"'],
  ['$substring(visit, 0, 4) > 2020', '$decimal($substring(visit, 0, 4)) > 2020'],
  ['$date(a) - $date(b)', '$age($date(b), $date(a), "days")'],
  // Lists.
  ['$choices(services) = "a"', '"a" in $choices(services)'],
  ['$choices(services) != "a"', '$not("a" in $choices(services))'],
  ['$choices(services) = 1', '"1" in $choices(services)'],
  ['age = ["25", "26"]', 'age in ["25", "26"]'],
  ['age in [1..5]', '$decimal(age) in [1..5]'],
  ['$int(age) in ["1", "2"]', '$int(age) in [1, 2]'],
  ['$int(age) in ["a", "2"]', 'age in ["a", "2"]'],
  ['1 in $choices(services)', '"1" in $choices(services)'],
  ['$yesNo(x) in ["yes", "no"]', '$yesNo(x) in [true, false]'],
  ['consent in [true, false]', '$yesNo(consent) in [true, false]'],
  ['$choices(services) in ["a", "b"]', '"a" in $choices(services) or "b" in $choices(services)'],
  ['age in "1, 2"', 'age in ["1", "2"]'],
  ['services in "icu"', 'services = "icu"', '"icu" in $choices(services)'],
  ['"icu" in services', '"icu" in $choices(services)'],
  ['"icu" in "services"', '"icu" in $choices(services)'],
  ['"icu" in $trim(services)', '"icu" in $choices($trim(services))'],
  // Columns in quotes.
  ['"age" > 5', '$decimal(age) > 5'],
  ['"age" > "5"', '$decimal(age) > 5'],
  ['5 > "3"'],
  ['"grp/q1" = 1', '`grp/q1` = "1"', '$decimal(`grp/q1`) = 1'],
  ['"two words" = "x"', '`two words` = "x"'],
  ['"meta-instance" != "x"', '`meta-instance` != "x"'],
  ['"consent" = true', '$yesNo(consent) = true'],
  ['"age" = null', 'age = ""'],
  // Chains of comparisons.
  ['1 < $int(age) < 5', '1 < $int(age) and $int(age) < 5'],
  ['1 < age < 5', '1 < $decimal(age) and $decimal(age) < 5'],
  ['$int(a) >= $int(b) > age >= 2', '$int(a) >= $int(b) and $int(b) > $decimal(age) and $decimal(age) >= 2'],
  ['a = b = "1"', 'a = b and b = "1"'],
  // Texts that are joined.
  ['name + " " + (sex = "f" ? "F" : "M")', 'name & " " & (sex = "f" ? "F" : "M")'],
  ['name + (" " + sex)', 'name & " " & sex'],
  ['name & " " + sex', 'name & " " & sex'],
  ['name + (sex + open)', '$decimal(name) + $decimal(sex) + $decimal(open)', 'name & sex & open'],
  ['name + sex', '$decimal(name) + $decimal(sex)', 'name & sex'],
  ['"n: " & $int(a) + 1', '"n: " & ($int(a) + 1)'],
  ['"n: " + ($int(a) - 1)', '"n: " & ($int(a) - 1)'],
  ['"Services: " & $choices(services)', '"Services: " & $join($choices(services), ", ")'],
  ['$map($choices(x), function($c) { $c * 2 })', '$map($choices(x), function($c) { $decimal($c) * 2 })'],
  ['-age', '-$decimal(age)'],
  // Both at once.
  ['(sex = "f") and (sex = "m")', '(sex = "f") or (sex = "m")'],
  ['sex != "f" or (sex != "m")', 'sex != "f" and (sex != "m")'],
];

test.each(TABLE)('%s', (wrong, ...right) => {
  const found = mended(wrong);
  expect(found).toEqual(right);
  for (const one of found) expect([one, check(one)]).toEqual([one, []]);
});

const RIGHT: readonly string[] = [
  'visit >= "2025"',
  '$date(visit) >= "2025"',
  '$date(visit) < "2025-03"',
  '$time(at) > "10"',
  '(sex = "f" or sex = "m") and age = "1"',
  'a = b = true',
  '(a < b) = (c < d)',
  '$choices(services)[0] = "a"',
  '$count($choices(services)) > 1',
  '"a" & $join($choices(services), ", ")',
  '"a" & $choices(services)[0]',
  '"JSON: " & $string($choices(services))',
  '"n: " & ($int(a) + 1)',
  '$int(a) + $int(b)',
  'age in [a, b, "1"]',
  'age in [a, 1]',
  '$int(age) in [1..5]',
  '"a" in $append($choices(x), "b")',
  '"-1" = age',
  '$int(age) - 1 > -1',
  '$date(visit) != ""',
  '$trim(name) = ""',
  '$uppercase(sex) = ""',
];

test.each(RIGHT)('%s is right', (text) => expect(check(text)).toEqual([]));

test('whatever is suggested is JSONata, in whatever it is put', () => {
  const names = ['a', 'b', 'n', 't', 'words', '`g/q`'];
  for (let seed = 1; seed <= 1500; seed += 1) {
    const text = new ExpressionWriter(new Random(seed), names).write(3);
    for (const { place, args } of check(text)) {
      const ways = [String(args['rewrite'] ?? '').split(', or '), args['joined'] ?? ''].flat().map(String);
      for (const way of ways.filter((one) => one !== '')) {
        const pasted = text.slice(0, place?.start) + way + text.slice(place?.end);
        expect([pasted, parseExpression(pasted).ok]).toEqual([pasted, true]);
      }
    }
  }
});
