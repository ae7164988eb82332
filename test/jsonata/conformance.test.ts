/** The test suite of jsonata 2.2.2, in plain mode: each case as the suite has it, and as jsonata itself answers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { compilePlain, type PlainExpression } from '../../src/jsonata/compiler/plain.ts';
import { isSame, outcomeOf } from './compiler/same.ts';

interface Case {
  readonly id: string;
  readonly expr: string;
  readonly data?: unknown;
  readonly dataset?: string | null;
  readonly bindings?: Record<string, unknown>;
  readonly result?: unknown;
  readonly undefinedResult?: boolean;
  readonly error?: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly unordered?: boolean;
  /** Milliseconds, and nested nodes, at which a guard has to stop the evaluation. */
  readonly timelimit?: number;
  readonly depth?: number;
}

const SUITE = path.join(import.meta.dirname, 'suite', 'jsonata-test-suite.json');

/** The suite's own guard has a code of its own; ours are jsonata's, for depth and for time. */
const GUARDS = new Set(['D1011', 'D1012']);

const suite = JSON.parse(readFileSync(SUITE, 'utf8')) as { cases: Case[]; datasets: Record<string, unknown> };

function inputOf(one: Case): unknown {
  const given = 'data' in one ? one.data : one.dataset == null ? undefined : suite.datasets[one.dataset];
  return structuredClone(given);
}

function limitsOf({ timelimit, depth }: Case): { timeout?: number; stack?: number } {
  return { ...(timelimit !== undefined && { timeout: timelimit }), ...(depth !== undefined && { stack: depth }) };
}

/** A plain copy: the suite knows nothing of sequences and prototypes. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function sorted(value: unknown): unknown {
  return (value as unknown[]).map((one) => JSON.stringify(one)).toSorted();
}

/** What is wrong with an answer; undefined where nothing is. */
async function verdict(one: Case, evaluate: () => unknown): Promise<string | undefined> {
  const expectedCode = one.code ?? one.error?.['code'];
  try {
    const value = plain(await evaluate());
    if (expectedCode !== undefined) return `gave ${JSON.stringify(value)} instead of ${String(expectedCode)}`;
    if (one.undefinedResult)
      return value === undefined ? undefined : `gave ${JSON.stringify(value)} instead of nothing`;
    const isRight = one.unordered
      ? isDeepStrictEqual(sorted(value), sorted(one.result))
      : isDeepStrictEqual(value, plain(one.result));
    return isRight ? undefined : `gave ${JSON.stringify(value)}`;
  } catch (thrown) {
    const error = thrown as Record<string, unknown>;
    if (expectedCode === 'U1001' && GUARDS.has(String(error['code']))) return undefined;
    if (expectedCode === undefined || error['code'] !== expectedCode)
      return `threw ${String(error['code'])} ${String(error['message'])}`;
    const wrong = Object.entries(one.error ?? {}).find(([field, value]) => !isDeepStrictEqual(error[field], value));
    return wrong && `threw ${wrong[0]}: ${String(error[wrong[0]])}`;
  }
}

/** Gives, or throws, the second time what it did the first time. */
function once(evaluate: () => unknown): () => unknown {
  let repeat: (() => unknown) | undefined;
  const first = (): unknown => {
    try {
      const value = evaluate();
      repeat = () => value;
      return value;
    } catch (thrown) {
      repeat = () => {
        throw thrown;
      };
      throw thrown;
    }
  };
  return () => (repeat ?? first)();
}

/** Their answer changes with the moment. */
const CHANGES = /\$(random|shuffle|now|millis)\b/;

describe('the test suite of jsonata', () => {
  test('every case passes, and none differs from jsonata', { timeout: 300_000 }, async () => {
    const failures: string[] = [];
    const counts = { compiled: 0, fellBack: 0, refused: 0, undecided: 0 };
    for (const one of suite.cases) {
      let expression: PlainExpression | undefined;
      let wasDecided = true;
      const evaluate = once((): unknown => {
        expression = compilePlain(one.expr, limitsOf(one));
        const answer = expression.evaluate(inputOf(one), one.bindings);
        wasDecided = !(answer instanceof Promise);
        return answer;
      });
      const wrong = await verdict(one, evaluate);
      if (wrong !== undefined) failures.push(`${one.id}: ${wrong}`);
      const kind = !expression ? 'refused' : expression.fallback ? 'fellBack' : wasDecided ? 'compiled' : 'undecided';
      counts[kind] += 1;
      if (kind !== 'compiled' || CHANGES.test(one.expr)) continue;
      const [ours, theirs] = [
        await outcomeOf(evaluate),
        await outcomeOf(() => jsonata(one.expr, limitsOf(one)).evaluate(inputOf(one), one.bindings)),
      ];
      if (!isSame(ours, theirs)) failures.push(`${one.id}: not what jsonata gives`);
    }
    const total = suite.cases.length;
    const share = ((100 * counts.compiled) / (total - counts.refused)).toFixed(1);
    console.log(
      `${total - failures.length} of ${total} cases pass: ${counts.compiled} compiled (${share} % of those that parse), ` +
        `${counts.fellBack} by fall-back, ${counts.undecided} told by jsonata (most are errors), ${counts.refused} refused by the parser`,
    );
    expect(failures).toEqual([]);
  });
});
