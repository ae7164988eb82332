// oxlint-disable unicorn/no-thenable -- the parse tree has parts of that name
/**
 * What of jsonata we lean on, beside what it documents. It is pinned; an upgrade that changes one of these fails here, by
 * name, and src/jsonata is to be looked at before anything else.
 */
import { readFileSync } from 'node:fs';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { NATIVES, parametersOf } from '../../src/jsonata/compiler/natives.ts';

const NAME = { type: 'name', value: 'a' };
const PATH = { type: 'path', steps: [NAME] };

function astOf(text: string): Record<string, unknown> {
  return jsonata(text).ast() as unknown as Record<string, unknown>;
}

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}

test('the version is pinned exactly, and it is the one that is here', () => {
  const read = (path: string): Record<string, Record<string, string> & string> =>
    JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as never;
  const pinned = read('../../package.json')['dependencies']?.['jsonata'];
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  expect(read('../../node_modules/jsonata/package.json')['version']).toBe(pinned);
});

describe('the parse tree', () => {
  test.each<[string, object]>([
    ['a', PATH],
    ['"a"', { type: 'string', value: 'a' }],
    ['1', { type: 'number', value: 1 }],
    ['-1', { type: 'number', value: -1 }],
    ['null', { type: 'value', value: null }],
    ['/a/i', { type: 'regex', value: /a/gi }],
    ['$', { type: 'variable', value: '' }],
    ['$$', { type: 'variable', value: '$' }],
    ['*', { type: 'wildcard' }],
    ['**', { type: 'descendant' }],
    ['a[1]', { steps: [{ ...NAME, stages: [{ type: 'filter', expr: { type: 'number', value: 1 } }] }] }],
    ['(a)[1]', { type: 'block', expressions: [PATH], predicate: [{ type: 'filter' }] }],
    ['a{"k": a}', { ...PATH, group: { lhs: [[{ type: 'string', value: 'k' }, PATH]] } }],
    ['a^(>a)', { steps: [NAME, { type: 'sort', terms: [{ descending: true, expression: PATH }] }] }],
    ['a[]', { keepSingletonArray: true, keepArray: true, steps: [{ keepArray: true }] }],
    ['a.[a]', { steps: [NAME, { type: 'unary', value: '[', consarray: true, expressions: [PATH] }] }],
    ['a + a', { type: 'binary', value: '+', lhs: PATH, rhs: PATH }],
    ['-a', { type: 'unary', value: '-', expression: PATH }],
    ['{"k": a}', { type: 'unary', value: '{', lhs: [[{ type: 'string' }, PATH]] }],
    ['a ? a : a', { type: 'condition', condition: PATH, then: PATH, else: PATH }],
    ['a ?: 1', { type: 'condition', condition: PATH, then: PATH, else: { value: 1 } }],
    [
      'a ?? 1',
      {
        type: 'condition',
        condition: { type: 'function', procedure: { value: 'exists' }, arguments: [PATH] },
        then: PATH,
      },
    ],
    ['($x := a)', { type: 'block', expressions: [{ type: 'bind', lhs: { type: 'variable', value: 'x' }, rhs: PATH }] }],
    ['$f(a)', { type: 'function', procedure: { type: 'variable', value: 'f' }, arguments: [PATH] }],
    ['$f(?)', { type: 'partial', procedure: { value: 'f' }, arguments: [{ type: 'operator', value: '?' }] }],
    ['a ~> $f', { type: 'apply', lhs: PATH, rhs: { type: 'variable', value: 'f' } }],
    ['function($x){ a }', { type: 'lambda', arguments: [{ type: 'variable', value: 'x' }], body: PATH }],
    ['function($x){ $f($x) }', { body: { type: 'lambda', thunk: true, body: { type: 'function' } } }],
    ['function($x)<s-:n>{ a }', { signature: { definition: '<s-:n>', validate: expect.any(Function) as unknown } }],
    [
      '|$|{"k": a}, "b"|',
      { type: 'transform', pattern: { value: '' }, update: { value: '{' }, delete: { value: 'b' } },
    ],
    ['a.%', { steps: [{ tuple: true, ancestor: {} }, { type: 'parent' }] }],
    ['a@$x', { steps: [{ focus: 'x', tuple: true }] }],
    ['a#$i', { steps: [{ index: 'i', tuple: true }] }],
  ])('of %s', (text, shape) => expect(astOf(text)).toMatchObject(shape));

  test('positions are offsets after the token', () => {
    expect(astOf('abc + 1')).toMatchObject({ position: 5, lhs: { steps: [{ position: 3 }] }, rhs: { position: 7 } });
    expect(astOf('$sum(a)')).toMatchObject({ position: 5, procedure: { position: 4 } });
  });

  test('it is the very tree that the evaluator works on', async () => {
    const expression = jsonata('(0)');
    Object.assign(expression.ast() as { expressions?: unknown }, { expressions: [astOf('1 + 1')] });
    expect(await expression.evaluate({})).toBe(2);
  });

  test('the copy that ?? and ?: make of their left side has no pattern and no check of a signature', () => {
    expect((astOf('/a/ ?: 1')['condition'] as { value: unknown }).value).not.toBeInstanceOf(RegExp);
    const lambda = astOf('function($x)<s:s>{ $x } ?: 1')['condition'] as { signature: { validate?: unknown } };
    expect(lambda.signature.validate).toBeUndefined();
  });
});

describe('errors are plain objects with a code, a place and words', () => {
  test.each([
    ['a ++', { code: 'S0211', token: '+', position: 4 }],
    ['$f(', { code: 'S0203', token: '(end)', position: 3 }],
    ['a b', { code: 'S0201', token: 'b', position: 3 }],
  ])('of the parser: %s', (text, fields) => {
    const error = thrownBy(() => jsonata(text));
    expect(error).not.toBeInstanceOf(Error);
    expect(error).toMatchObject({ ...fields, message: expect.any(String) as unknown });
  });

  test('of the evaluator', async () => {
    const error: unknown = await jsonata('a > 5')
      .evaluate({ a: 'x' })
      .catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: 'T2009', token: '>', position: 3, message: expect.any(String) as unknown });
  });

  test('what a function throws with a code gets its words, its name and its place', async () => {
    const expression = jsonata('$f(1)');
    expression.registerFunction('f', () => {
      throw Object.assign(new Error(), { code: 'T0410', index: 2 });
    });
    const error: unknown = await expression.evaluate({}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ token: 'f', position: 3, message: expect.stringContaining('Argument 2') as unknown });
  });
});

describe('the evaluator', () => {
  test.each([
    ['($f := function($n) { 1 + $f($n) }; $f(1))', { stack: 50 }, 'D1011'],
    ['($f := function($n) { $f($n) }; $f(1))', { timeout: 20 }, 'D1012'],
  ])('has guards of depth and time: %s', async (text, limits, code) => {
    const error: unknown = await jsonata(text, limits)
      .evaluate({})
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
  });

  test('makes the matcher of a pattern with RegexEngine, and asks its exec', async () => {
    const asked: unknown[] = [];
    class Engine extends RegExp {
      override exec(text: string): RegExpExecArray | null {
        asked.push([this.source, this.flags, text]);
        return super.exec(text);
      }
    }
    const RegexEngine = Engine as unknown as RegExpConstructor;
    expect(await jsonata('$contains(a, /x/)', { RegexEngine }).evaluate({ a: 'axe' })).toBe(true);
    expect(asked).toEqual([['x', 'g', 'axe']]);
  });

  test('calls what is bound to its symbol after each node, with what that made', async () => {
    const made: unknown[] = [];
    const expression = jsonata('[1, 2]');
    expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, (...args: readonly unknown[]) => {
      made.push([(args[0] as { type: string }).type, args[3]]);
    });
    await expression.evaluate({});
    expect(made).toEqual([
      ['number', 1],
      ['number', 2],
      ['unary', [1, 2]],
    ]);
  });

  test('reads the names of the places of a function, for partial application, in its text', async () => {
    const expression = jsonata('$f(?, 1)(2)');
    const given = Object.assign((...args: unknown[]) => args, { toString: () => '(first, second)' });
    expression.registerFunction('f', given);
    expect(await expression.evaluate({})).toMatchObject([2, 1]);
  });

  test('marks its sequences', async () => {
    expect(await jsonata('a.b').evaluate({ a: [{ b: 1 }, { b: 2 }] })).toHaveProperty('sequence', true);
    expect(await jsonata('a[]').evaluate({ a: 1 })).toMatchObject({ sequence: true, keepSingleton: true });
  });
});

describe('the built-ins', () => {
  test('can be had from inside a registered function, each with its signature', () => {
    const missing = [...NATIVES].filter(([, one]) => typeof one?.implementation !== 'function');
    expect(missing.map(([name]) => name)).toEqual([]);
    const unchecked = [...NATIVES].filter(([, one]) => typeof one.signature?.validate !== 'function');
    expect(unchecked.map(([name]) => name)).toEqual([]);
  });

  test('those that wait are those that have twins, and $eval', () => {
    const waiting = [...NATIVES].filter(
      ([, { implementation }]) => implementation.constructor.name === 'AsyncFunction',
    );
    expect(waiting.map(([name]) => name).toSorted()).toEqual([
      'contains',
      'each',
      'eval',
      'filter',
      'map',
      'match',
      'reduce',
      'replace',
      'sift',
      'single',
      'sort',
      'split',
    ]);
  });

  test('a signature completes the arguments from the context, and throws where they do not fit', () => {
    const check = NATIVES.get('uppercase')?.signature?.validate as (args: unknown[], context: unknown) => unknown[];
    expect(check([], 'context')).toEqual(['context']);
    expect(thrownBy(() => check([1], undefined))).toMatchObject({ code: 'T0410' });
    expect(thrownBy(() => check([], 1))).toMatchObject({ code: 'T0411' });
  });

  test('the names of their parameters stand in their text', () => {
    expect(parametersOf(NATIVES.get('substring')?.implementation as never)).toEqual(['str', 'start', 'length']);
  });
});
