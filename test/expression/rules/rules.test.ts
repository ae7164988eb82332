import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Inference } from '../../../src/expression/inference/inference.ts';
import { leavesOf } from '../../../src/expression/inference/leaves.ts';
import { Findings, RULES } from '../../../src/expression/rules/rules.ts';
import type { ExpressionContext } from '../../../src/expression/context.ts';
import { parseExpression } from '../../../src/jsonata/parse.ts';
import { ExpressionWriter } from '../../jsonata/compiler/random-expressions.ts';
import { Random } from '../../jsonata/compiler/random.ts';

const CONTEXT: ExpressionContext = { table: () => undefined, options: () => undefined, tableNames: [] };
const NAMES = ['a', 'b', 'n', 't', 'words', '`g/q`'];

function infer(text: string): { readonly inference: Inference; readonly findings: () => Findings } {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  const placeOf = (start: number, end: number) => ({ source: { file: 'x', text }, start, end });
  const typed = { text, place: placeOf(0, text.length), placeOf };
  const inference = new Inference(typed, parsed.tree, CONTEXT, false);
  leavesOf(inference.whole);
  return { inference, findings: () => new Findings(typed, inference.visits) };
}

describe('rules read what an inference has met, and change nothing of it', () => {
  const written = Array.from({ length: 400 }, (_, at) => new ExpressionWriter(new Random(at + 1), NAMES).write(3));
  const slips = [
    'name + " " + (sex = "f" ? "F" : "M")',
    '1 < $int(age) < 5',
    'group/question',
    'sex = ("f" or "m")',
    '$map([a, b], $round) ~> $sum',
    '($f := function($a) { $a + 1 }; $f(a) = "1")',
  ];
  test('asked twice they tell the same, and nothing new is met', () => {
    for (const text of [...slips, ...written].filter((one) => parseExpression(one).ok)) {
      const { inference, findings } = infer(text);
      const { length } = inference.visits;
      const first = findings().problems;
      expect([text, inference.visits.length]).toEqual([text, length]);
      expect(findings().problems).toEqual(first);
    }
  });
});

test('whatever can be met is looked at by some rule', () => {
  const visit = readFileSync(join(import.meta.dirname, '../../../src/expression/inference/visit.ts'), 'utf8');
  const meetings = [...visit.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, one]) => one as string);
  expect(meetings.length).toBeGreaterThan(10);
  expect(meetings.toSorted()).toEqual([...new Set(RULES.flatMap((one) => one.on))].toSorted());
});

test('helpers know no inference, and inference knows no rule', () => {
  const imports = (folder: string) => {
    const root = join(import.meta.dirname, '../../../src/expression', folder);
    return readdirSync(root).flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/from '\.\.\/(\w+)\//g)].map(([, to]) => `${file} → ${to}`),
    );
  };
  expect(imports('helpers').filter((one) => /→ (inference|rules|names|syntax)$/.test(one))).toEqual([]);
  expect(imports('inference').filter((one) => /→ (rules|names|syntax)$/.test(one))).toEqual([]);
});

test.each([
  ['$(a)', []],
  ['a ~> $()', []],
  ['$$(a)', []],
  ['($x := "a"; $x(b))', ['expression/not-callable']],
  ['"a"(b)', ['expression/not-callable']],
])('what is called and is no function: %s', (text, codes) => {
  const { inference, findings } = infer(text);
  void inference.whole.type;
  expect(findings().problems.map(({ code }) => code)).toEqual(codes);
});
