import { describe, expect, test } from 'vitest';
import type { Header } from '../../../src/contracts/record.ts';
import { compileExpression, type Expression } from '../../../src/expression/compile.ts';
import { RecordRow, type Failed, type Row } from '../../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../../src/expression/read-columns.ts';
import type { ExpressionContext } from '../../../src/expression/context.ts';
import { LIMITS, type Limits } from '../../../src/jsonata/evaluation-limits.ts';
import type { ExpressionError } from '../../../src/jsonata/parse.ts';
import { compilePlain } from '../../../src/jsonata/compiler/plain.ts';
import { codeOf } from '../../expression/evaluate.ts';

const OPTIONS = new Map([
  ['1', 'YES'],
  ['2', 'NO'],
]);
const TABLE = { name: 'choices', get: (key: string) => OPTIONS.get(key), keys: () => OPTIONS.keys() };
const CONTEXT: ExpressionContext = { table: () => TABLE, options: () => TABLE, tableNames: ['choices'] };

/** What is too large is told before the time is over, however slow the machine. */
const UNHURRIED: Limits = { ...LIMITS, timeout: 60_000 };
/** And what takes too long is told soon. */
const HURRIED: Limits = { ...LIMITS, timeout: 100 };

function compile(text: string, limits: Limits = UNHURRIED): Expression {
  const compiled = compileExpression(text, CONTEXT, limits);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.expression;
}

function headerOf(columns: readonly string[]): Header {
  return { columns, positions: new Map(columns.map((name, at) => [name, at])) };
}

function rowOf(header: Header, cells: readonly string[]): Row {
  return new RecordRow({ header, cells, row: 1, line: 2 }, EVERY_COLUMN);
}

/** What a compiled expression gives, at once, for one record. */
function evaluate(text: string, row: Readonly<Record<string, string>> = {}): unknown {
  const expression = compile(text);
  expect(expression.fallback).toBeUndefined();
  const results = expression.evaluateBatch([rowOf(headerOf(Object.keys(row)), Object.values(row))]);
  expect(results).toBeInstanceOf(Array);
  return (results as unknown[])[0];
}

/** The same for an error, which jsonata's evaluator tells. */
async function evaluateLater(text: string, row: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const expression = compile(text);
  expect(expression.fallback).toBeUndefined();
  const results = await expression.evaluateBatch([rowOf(headerOf(Object.keys(row)), Object.values(row))]);
  return results[0];
}

describe('what is compiled', () => {
  test.each<[string, Record<string, string>, unknown]>([
    ['a & "-" & `g/q`', { a: 'x', 'g/q': 'y' }, 'x-y'],
    ['$.a', { a: 'x' }, 'x'],
    ['$$.a', { a: 'x' }, 'x'],
    ['missing', { a: 'x' }, undefined],
    ['$option(q)', { q: ' 1 ' }, 'YES'],
    ['$option(q)', { q: '' }, undefined],
    ['$table("choices", q)', { q: '2' }, 'NO'],
    ['q ?? "d"', { q: '' }, ''],
    ['q ?: "d"', { q: '' }, 'd'],
    ['$lookup({"1": "N", "2": "S"}, q)', { q: '2' }, 'S'],
    ['$lookup({"1": "N"}, q)', { q: 'constructor' }, undefined],
    ['($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))', {}, 120],
    ['id', { id: '12345678901234567' }, '12345678901234567'],
    ['$number("0.1") + 1 = 1.1', {}, true],
  ])('%s', (text, row, value) => {
    expect(evaluate(text, row)).toEqual(value);
  });

  test('a look-up that misses rejects with the value, each time', () => {
    const expression = compile('$option(q)');
    const header = headerOf(['q']);
    const results = expression.evaluateBatch(['7', '1', '7'].map((one) => rowOf(header, [one]))) as unknown[];
    expect(results.map(codeOf)).toEqual(['option/no-match', 'YES', 'option/no-match']);
  });

  test('columns are found again where another header comes', () => {
    const expression = compile('b');
    const rows = [
      rowOf(headerOf(['a', 'b']), ['1', '2']),
      rowOf(headerOf(['b', 'a']), ['3', '4']),
      rowOf(headerOf(['a']), ['5']),
    ];
    expect(expression.evaluateBatch(rows)).toEqual(['2', '3', undefined]);
  });
});

describe('errors keep code and place', () => {
  test.each<[string, string, string]>([
    ['a > 5', 'T2009', '>'],
    ['a + 1', 'T2001', '+'],
    ['$nothing(a)', 'T1006', '('],
    ['$number(a)', 'D3030', '('],
    ['a and $sum("x")', 'T0412', 'and'],
  ])('%s: %s', async (text, code, under) => {
    const result = await evaluateLater(text, { a: 'x' });
    const { start, end, message } = (result as Failed).reason as ExpressionError;
    expect(codeOf(result)).toBe(code);
    expect(text.slice(start, end)).toBe(under);
    expect(message).not.toMatch(/[«»{}]/);
  });
});

/** A list that holds another twice, and that one another twice, thirty times over. */
const SHARED =
  '$f := function($x) { $map([1, 2], function($i) { $x }) }; $r := $reduce([1..30], function($p, $i) { $f($p) }, [0])';

describe('what is done once', () => {
  const counting = (): { readonly asked: string[]; readonly context: ExpressionContext } => {
    const asked: string[] = [];
    const table = (name: string): typeof TABLE => ({
      ...TABLE,
      name,
      get: (key) => {
        asked.push(`${name} ${key}`);
        return OPTIONS.get(key) && `${name} ${key}`;
      },
    });
    return { asked, context: { ...CONTEXT, table: (name) => table(name), options: (uid) => table(uid ?? 'own') } };
  };
  const run = (text: string, context: ExpressionContext, rows: readonly (readonly string[])[]): unknown => {
    const compiled = compileExpression(text, context);
    if (!compiled.ok) throw new Error(compiled.error.message);
    return compiled.expression.evaluateBatch(rows.map((cells) => rowOf(header, cells)));
  };
  const header = headerOf(['q', 's']);

  test('a choice that was found is not looked up again', () => {
    const { asked, context } = counting();
    expect(
      run('$option(q)', context, [
        ['1', ''],
        ['1', ''],
        ['2', ''],
      ]),
    ).toEqual(['own 1', 'own 1', 'own 2']);
    expect(asked).toEqual(['own 1', 'own 2']);
  });

  test('but in each option set by itself', () => {
    const { context } = counting();
    expect(
      run('$option(q, s)', context, [
        ['1', 'A'],
        ['1', 'B'],
      ]),
    ).toEqual(['A 1', 'B 1']);
  });

  test('and not all that there are: the memory is bounded', () => {
    const { asked, context } = counting();
    const cells = Array.from({ length: 6000 }, (_, at) => ['1'.padEnd(at + 1), '']);
    run('$option(q)', context, cells);
    run('$option(q)', context, []);
    expect(asked.length).toBe(6000);
    expect(run('$option(q)', context, [...cells, ...cells])).toHaveLength(12_000);
    expect(asked.length).toBeGreaterThan(6000 + 6000 + 500);
  });
});

test('a row that is nested nearly too deeply finds its column', async () => {
  expect(await evaluateLater('($f := function($n) { $n > 0 ? $f($n - 1) & "" : a }; $f(165))', { a: 'x' })).toBe('x');
});

test('an argument is worked out once, also where it does not fit', () => {
  expect(evaluate('$map([1], function($c) { $type($c := ($c = 1 ? $uppercase : 2)) })')).toBe('function');
});

describe('guards', () => {
  test.each([
    ['depth', '($f := function($n) { 1 + $f($n) }; $f(1))', 'D1011'],
    ['numbers without an end', '$formatNumber(1 / 0, "0e0")', 'D1001'],
    ['long ranges', '$count([1..100000000])', 'D2014'],
  ])('of %s', async (_, text, code) => {
    const result = await evaluateLater(text);
    expect(codeOf(result)).toBe(code);
  });

  test.each([
    '$pad(a, 1000000000)',
    '$formatInteger(1000000000000, "I")',
    '$reduce([1..40], function($s, $i) { $s & $s }, a)',
    '$reduce([1..40], function($s, $i) { $append($s, $s) }, [a])',
    '$reduce([1..40], function($s, $i) { [$s, $s] }, a)',
    '$string($reduce([1..40], function($s, $i) { [[$s], [$s]] }, a))',
    '$reduce([1..40], function($s, $i) { [[$s], [$s]] }, a)',
    '[1..100000].[1..100000]',
    '$map([1..100000], function($i) { $pad("x", 100000) })',
    '$replace($pad("a", 100000, "a"), "a", $pad("b", 100000))',
    '($two := function() { $reduce([1..40], function($s, $i) { {"a": $s, "b": $s} }, a) }; $two() = $two())',
    ...['$r.foo', '"" & $r', '$boolean($r)', '$r[0] and a', '$keys($r)', '$clone($r)', '$spread($r)', '$r + 1'].map(
      (use) => `(${SHARED}; ${use})`,
    ),
    `(${SHARED}; $r ~> |$|{"q": 1}|)`,
    `($o := a.%; ${SHARED}; $r.foo)`,
    `($all := [1..10000]; $map($all, function($x) { $map($all, function($y) { {${Array.from({ length: 20 }, (_, at) => `"k${at}": $y`).join()}} }) }))`,
    // What JSONata's own evaluator does is bounded too.
    '[1..2000000][a.%.a = ""]',
    'a.%.a & $pad(a, 1000000000)',
    '[1]#$i.($length($reduce([1..23], function($s, $j) { $s & $s }, "x")))',
    '($x := $reduce([1..40], function($s, $i) { {"a": $s, "b": $s} }, a); $count($x.**))',
    '$join([1..100000].$string(), $pad("", 5000, "y"))',
  ])('of size: %s', async (text) => {
    const results = await compile(text).evaluateBatch([rowOf(headerOf(['a']), ['x'])]);
    expect(codeOf(results[0])).toBe('expression/too-large');
  });

  test.each(['[function($x) { $x }, a][0]', '{"f": $uppercase}', '/a/', 'a.%.($uppercase)'])(
    'a function is no value: %s',
    async (text) => {
      const results = await compile(text).evaluateBatch([rowOf(headerOf(['a']), ['x'])]);
      expect(codeOf(results[0])).toBe('field/not-a-value');
      expect(JSON.stringify(results[0])).not.toContain('runtime');
    },
  );

  test.each([
    '$contains($pad(a, 30000), / +y/)',
    '$match($pad(a, 30000), / +y/)',
    '$replace($pad(a, 30000), / +y/, "")',
    '$split($pad(a, 30000), / +y/)',
    'a.%.($contains($pad(a, 30000), / +y/))',
    '$map([$pad(a, 30000)], / +y/)',
  ])('of texts for patterns: %s', async (text) => {
    const results = await compile(text).evaluateBatch([rowOf(headerOf(['a']), ['x'])]);
    expect(codeOf(results[0])).toBe('expression/text-too-long');
  });

  test('of time, for each record by itself', async () => {
    for (const text of [
      '($f := function($n) { $f($n + 1) }; a = "x" ? $f(1) : a)',
      '(a.%; $f := function($n) { $f($n + 1) }; a = "x" ? $f(1) : a)',
    ]) {
      const rows = ['x', 'y'].map((cell) => rowOf(headerOf(['a']), [cell]));
      const results = await compile(text, HURRIED).evaluateBatch(rows);
      expect(results.map(codeOf)).toEqual(['D1012', 'y']);
    }
  });

  test('are so many in a pipeline', () => {
    expect(LIMITS).toEqual({ timeout: 2000, stack: 500, values: 1_000_000, characters: 2_000_000 });
    const results = ['$count([1..1000000])', '$count([1..1000001])'].map((text) => evaluate(text));
    expect(results.map(codeOf)).toEqual([1_000_000, 'expression/too-large']);
  });

  test('what only passes values on looks at the clock too', () => {
    const text = '($all := [1..2000]; $map([1..100000], function($i) { $count($all[$ > 0]) }))';
    const results = compile(text, HURRIED).evaluateBatch([rowOf(headerOf(['a']), ['x'])]);
    expect(codeOf((results as unknown[])[0])).toBe('D1012');
  });

  test.each<[string, string, number, string]>([
    [
      'many patterns, none of which takes long',
      '$map([1..255], function($i) { $contains(a, /[a-z]+1$/) })',
      7000,
      'D1012',
    ],
    [
      'one that tries much at each letter',
      '$contains(a, /[a-z]+0x|[a-z]+1x|[a-z]+2x|[a-z]+3x|[a-z]+4x/)',
      14_000,
      'expression/text-too-long',
    ],
    ['a picture of parts that touch', '$toMillis(a, "[FNn][MNn][FNn][MNn]1")', 1000, 'expression/text-too-long'],
  ])('time of patterns: %s', async (_, text, letters, code) => {
    const results = await compile(text, HURRIED).evaluateBatch([rowOf(headerOf(['a']), ['a'.repeat(letters)])]);
    expect(codeOf(results[0])).toBe(code);
  });

  test('a long text may be looked through for a word', () => {
    const results = compile('$contains(a, /fever/i)').evaluateBatch([rowOf(headerOf(['a']), ['a'.repeat(1_000_000)])]);
    expect(results).toEqual([false]);
  });

  test.each(['', '$o := ($ ~> |$|{"q": 1}|); '])('nobody sees what a function is made of: %s', async (before) => {
    for (const show of [
      '$each(?, function($v, $k) { $k })',
      '$sift(?, function($v) { true })',
      '$keys(?)',
      '$spread(?)',
    ]) {
      const text = `(${before}$f := function($x) { $x }; $string($map([$f, $uppercase], ${show})))`;
      const [result] = await compile(text).evaluateBatch([rowOf(headerOf(['a']), ['6*7'])]);
      expect(JSON.stringify(result) ?? '').not.toMatch(/environment|runtime|implementation|frame/);
    }
  });

  test.each(['eval', 'random', 'shuffle', 'now', 'millis'])(
    '$%s is not there for the evaluator either',
    async (name) => {
      const argument = name === 'eval' ? '"1"' : name === 'shuffle' ? '[1, 2]' : '';
      const [result] = await compile(`($o := a.%; $${name}(${argument}))`).evaluateBatch([
        rowOf(headerOf(['a']), ['x']),
      ]);
      expect(codeOf(result)).toBe('T1006');
    },
  );

  test('a pattern asked of nothing finds nothing', async () => {
    const text = '($m := /a/; $m(missing))';
    expect(await compile(text).evaluateBatch([rowOf(headerOf(['a']), ['x'])])).toEqual([undefined]);
  });

  test('many ?? within each other are compiled once each', () => {
    const text = Array.from({ length: 14 }, () => '').reduce((inner) => `(${inner}) ?? b`, 'a');
    expect(compile(text).evaluateBatch([rowOf(headerOf(['b']), ['x'])])).toEqual(['x']);
  });

  test.each(['$replace(a, /^ *| *$/, "x") ?? "y"', '($f := function($a)<s+s+s+s+:s> { $a }; $f(a))'])(
    'what might never end is refused: %s',
    (text) => {
      expect(compileExpression(text, CONTEXT)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
      expect(() => compilePlain(text)).toThrow('JSONata cannot evaluate');
    },
  );

  test('many scalars are told apart quickly', () => {
    const results = compile('$count($distinct([1..300000]))').evaluateBatch([rowOf(headerOf(['a']), ['x'])]);
    expect(results).toEqual([300_000]);
  });

  test('of size for each record by itself', () => {
    const rows = Array.from({ length: 30 }, () => rowOf(headerOf(['a']), ['x']));
    const results = compile('$count([1..100000])').evaluateBatch(rows);
    expect(results).toEqual(rows.map(() => 100_000));
  });

  test.each([
    'constructor',
    '__proto__',
    'toString',
    '$.constructor',
    'a.length',
    'a.constructor',
    '$lookup($, "__proto__")',
    '$string.constructor',
  ])('no way to prototypes: %s', (text) => {
    expect(evaluate(text, { a: 'x' })).toBeUndefined();
  });

  test('a key __proto__ is a key', () => {
    const result = evaluate('{"__proto__": a}', { a: 'x' });
    expect(Object.entries(result as object)).toEqual([['__proto__', 'x']]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

test.each([
  ['brackets', `${'('.repeat(3000)}a${')'.repeat(3000)}`],
  ['a chain that JavaScript could bear', Array.from({ length: 600 }, (_, at) => `a = "${at}"`).join(' or ')],
  ['a chain', Array.from({ length: 6000 }, () => 'a').join(' & ')],
])('what is nested too deeply is refused: %s', (_, text) => {
  const compiled = compileExpression(text, CONTEXT);
  expect(!compiled.ok && compiled.error).toMatchObject({
    code: 'too-deep',
    message: expect.stringMatching(/nested too deeply/),
  });
});

describe('what falls back says so', () => {
  test.each<[string, string, string]>([
    // jsonata forgets where the % stood; the step it leads back to is told.
    ['a.%.b', 'the parent operator %', 'a'],
    ['items@$i.v', 'the context binding @', 's'],
    ['items#$i.v', 'the position binding #', 's'],
    ['$ ~> |a|{"b": 1}|', 'the transform operator | |', '|'],
    ['1 + $eval(a)', '$eval', '$eval'],
    ['[$x := 1, $x]', 'an assignment inside a constructor', '['],
  ])('%s', async (text, reason, under) => {
    const expression = compile(text);
    const { fallback } = expression;
    expect(fallback?.reason).toBe(reason);
    expect(text.slice(fallback?.start, fallback?.end)).toBe(under);
    const results = await expression.evaluateBatch([rowOf(headerOf(['a', 'b']), ['1', '2'])]);
    expect(results).toHaveLength(1);
  });

  test('a pattern before ??, on which jsonata may never end, is refused', () => {
    const compiled = compileExpression('$match(a, /x/) ?? "d"', CONTEXT);
    expect(!compiled.ok && compiled.error.code).toBe('unsupported');
  });
});

describe('an error is told where it happened, whatever was evaluated before', () => {
  const errorOf = async (evaluate: () => unknown): Promise<unknown> => {
    try {
      await evaluate();
      return 'none';
    } catch (thrown) {
      const { code, token, position } = thrown as { code: string; token: string; position: number };
      return { code, token, position };
    }
  };

  test('by another expression', async () => {
    const mapped = { code: 'D3030', token: 'map', position: 5 };
    const run = (text: string) => errorOf(() => compilePlain(text).evaluate({}));
    expect(await run('$map(["x"], $number)')).toEqual(mapped);
    expect(await run('"so many letters before it" & $number("x")')).toMatchObject({ token: 'number' });
    expect(await run('$map(["x"], $number)')).toEqual(mapped);
  });

  test('by the same expression on another row', async () => {
    const text = 'a = "1" ? $number(b) : $map([b], $number)';
    const header = headerOf(['a', 'b']);
    const [first, second] = [rowOf(header, ['1', '7']), rowOf(header, ['2', 'x'])];
    const [alone] = await compile(text).evaluateBatch([second]);
    const [, after] = await compile(text).evaluateBatch([first, second]);
    const [, afterFailed] = await compile(text).evaluateBatch([rowOf(header, ['1', 'y']), second]);
    const placeOf = (failed: unknown) => (failed as Failed).reason;
    expect(placeOf(after)).toEqual(placeOf(alone));
    expect(placeOf(afterFailed)).toEqual(placeOf(alone));
  });
});
