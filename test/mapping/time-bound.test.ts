/**
 * What depends on the time of the run cannot be known without mapping. Every function that an expression can call is called
 * at two times here, years apart: one that answers otherwise must be among those that are told from the others.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ExpressionContext } from '../../src/expression/context.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import { FORBIDDEN, SIGNATURES } from '../../src/expression/known-functions.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { isTimeBound } from '../../src/mapping/time-bound.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import { codeOf, evaluate } from '../expression/evaluate.ts';

const TABLE = toTable('orgUnits', [['Clinic A', 'OuClinicA01']]);
const CONTEXT: ExpressionContext = { table: () => TABLE, tableNames: ['orgUnits'], options: () => TABLE };

/** A call of each built-in, those with a picture with one that does not say all. */
const BUILT_INS = `$sum([1,2]) $count([1]) $max([1,2]) $min([1,2]) $average([1,2]) $string(1.5) $substring("abc",1,1)
$substringBefore("a-b","-") $substringAfter("a-b","-") $lowercase("A") $uppercase("a") $length("ab") $trim("\\ta") $pad("a",3)
$match("ab",/a/) $contains("ab","a") $replace("ab","a","c") $split("a,b",",") $join(["a","b"]) $formatNumber(1.5,"0.00")
$formatBase(10,2) $formatInteger(3,"w") $parseInteger("3","0") $number("1") $floor(1.5) $ceil(1.5) $round(1.5) $abs(-1)
$sqrt(4) $power(2,3) $boolean(1) $not(true) $map([1],function($v){$v}) $zip([1],[2]) $filter([1],function($v){true})
$single([1],function($v){true}) $reduce([1,2],function($a,$b){$a+$b}) $sift({"a":1},function($v){true}) $keys({"a":1})
$lookup({"a":1},"a") $append([1],[2]) $exists(1) $spread({"a":1}) $merge([{"a":1}]) $reverse([1,2])
$each({"a":1},function($v){$v}) $error("no") $assert(true,"no") $type(1) $sort([2,1]) $distinct([1,1]) $base64encode("a")
$base64decode("YQ==") $encodeUrlComponent("é") $encodeUrl("é") $decodeUrlComponent("a") $decodeUrl("a")
$toMillis("10:15","[H]:[m]") $fromMillis(0,"[H01]:[m01]") $clone({"a":1})`.split(/\s+(?=\$\w+\()/);

const nameIn = (expression: string): string => /^\$(\w+)/.exec(expression)?.[1] ?? '';
const ofHelpers = [...HELPERS.values()].flatMap(({ name, examples }) =>
  examples.map(({ expression, row }) => ({ name, expression, row })),
);
const calls = [...BUILT_INS.map((expression) => ({ name: nameIn(expression), expression, row: {} })), ...ofHelpers];

afterEach(() => void vi.useRealTimers());

async function at(time: string, { expression, row }: (typeof calls)[number]): Promise<unknown> {
  vi.useFakeTimers({ now: new Date(time), toFake: ['Date'] });
  return codeOf(await evaluate(expression, row, CONTEXT));
}

function isBound(text: string): boolean {
  const compiled = compileExpression(text, CONTEXT);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return isTimeBound({ used: [{ expression: compiled.expression }] } as never, undefined, []);
}

describe('what depends on the time of the run', () => {
  test('every function is called', () => {
    const called = new Set(calls.map(({ name }) => name));
    expect([...SIGNATURES.keys()].filter((name) => !FORBIDDEN.has(name) && !called.has(name))).toEqual([]);
  });

  test('is known of each function', async () => {
    const bound = new Set<string>();
    for (const call of calls) {
      const results = [await at('2001-02-03T04:05:06Z', call), await at('2031-11-12T13:14:15Z', call)];
      if (JSON.stringify(results[0]) !== JSON.stringify(results[1])) bound.add(call.name);
    }
    expect([...bound]).toEqual(['toMillis']);
    for (const { name, expression } of calls)
      expect([expression, isBound(expression)]).toEqual([expression, bound.has(name)]);
  });

  test('also where it is handed on, or stands in a function of the spec', () => {
    expect(isBound('$map(["10:15"], $toMillis)')).toBe(true);
    expect(
      isTimeBound({ used: [] } as never, undefined, [{ text: { text: 'function($a) { $toMillis($a, "[H]") }' } }]),
    ).toBe(true);
    expect(isTimeBound({ used: [] } as never, undefined, [{ text: { text: 'function($a) { $a }' } }])).toBe(false);
  });
});
