/** Runs random expressions by jsonata's evaluator and by the compiler, and tells where they differ. */
import jsonata from 'jsonata';
import { compileExpression } from '../../../src/expression/compile.ts';
import { Failed, RecordRow } from '../../../src/expression/batch.ts';
import { EVERY_COLUMN, readColumns } from '../../../src/expression/read-columns.ts';
import { compilePlain, type PlainExpression } from '../../../src/jsonata/compiler/plain.ts';
import { LIMITS } from '../../../src/jsonata/evaluation-limits.ts';
import { Random } from './random.ts';
import { ExpressionWriter } from './random-expressions.ts';
import { FLAT, HOUSEHOLD, randomInput, randomRecord } from './random-rows.ts';
import { A_FUNCTION, isSame, outcomeOf, type Outcome } from './same.ts';

/** Plain mode knows nothing of size. */
const PLAIN_LIMITS = { timeout: LIMITS.timeout, stack: LIMITS.stack };

export interface Difference {
  /** That of the run in which it was found: `npm run fuzz -- --seed` finds it again. */
  readonly seed: number;
  readonly expression: string;
  readonly input: unknown;
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

export interface Tally {
  /** That of the pairs being tried. */
  seed: number;
  readonly differences: Difference[];
  expressions: number;
  /** Expressions with an input. */
  pairs: number;
  /** Pairs of expressions that the compiler left to jsonata. */
  fellBack: number;
  /** Pairs that jsonata decided at run time. */
  undecided: number;
  errors: number;
}

export function makeTally(): Tally {
  return { seed: 0, differences: [], expressions: 0, pairs: 0, fellBack: 0, undecided: 0, errors: 0 };
}

const COLUMN_NAMES = ['a', 'b', 'n', 't', 'list', 'words', 'k', 'v', '`g/q`', 'missing'];
const NO_TABLES = { table: () => undefined, options: () => undefined, tableNames: [] };

/** An expression with `count` inputs of any JSON. */
export async function tryPlain(random: Random, count: number, tally: Tally): Promise<void> {
  const expression = new ExpressionWriter(random).write(1 + random.below(4));
  const ours = plainOf(expression);
  if (!ours) return;
  const theirs = jsonata(expression, PLAIN_LIMITS);
  tally.expressions += 1;
  for (let pair = 0; pair < count; pair += 1) {
    const input = randomInput(random);
    let wasDecided = true;
    const own = await outcomeOf(() => {
      const value = ours.evaluate(structuredClone(input));
      wasDecided = !(value instanceof Promise);
      return value;
    });
    const other = await outcomeOf(() => theirs.evaluate(structuredClone(input)));
    note(tally, { expression, input, ours: own, theirs: other }, ours.fallback !== undefined, wasDecided);
  }
}

/** jsonata refuses some texts that the grammar gives. */
function plainOf(expression: string): PlainExpression | undefined {
  try {
    return compilePlain(expression, PLAIN_LIMITS);
  } catch (thrown) {
    if (typeof (thrown as { code?: unknown }).code === 'string') return undefined;
    throw thrown;
  }
}

/** An expression with `count` records, as fields evaluate it. */
export async function tryRecords(random: Random, count: number, tally: Tally): Promise<void> {
  const text = new ExpressionWriter(random, COLUMN_NAMES).write(1 + random.below(4));
  const compiled = compileExpression(text, NO_TABLES);
  if (!compiled.ok) return;
  const { expression } = compiled;
  const header = random.chance(0.5) ? FLAT : HOUSEHOLD;
  const reads = readColumns([expression.references]);
  const rows = Array.from({ length: count }, () => new RecordRow(randomRecord(random, header), reads));
  tally.expressions += 1;
  const answer = expression.evaluateBatch(rows);
  const results = await answer;
  const theirs = jsonata(text, LIMITS);
  for (const [at, row] of rows.entries()) {
    const ours = await outcomeOf(() => valueOf(results[at]));
    const whole = new RecordRow(row.record, EVERY_COLUMN).view;
    const other = asInField(await outcomeOf(() => theirs.evaluate(whole)));
    const fellBack = expression.fallback !== undefined;
    note(tally, { expression: text, input: row.view, ours, theirs: other }, fellBack, !(answer instanceof Promise));
  }
}

/** What a field makes of an outcome: a function is no value, and what is too large for JavaScript is so before. */
function asInField(outcome: Outcome): Outcome {
  if ('code' in outcome && outcome.code === 'RangeError') return { code: 'expression/too-large', message: '' };
  const holds = (value: unknown): boolean =>
    value === A_FUNCTION ||
    (value instanceof Map && [...value.values()].some(holds)) ||
    (Array.isArray(value) && value.some(holds)) ||
    (typeof value === 'object' && value !== null && 'items' in value && holds(value.items));
  return 'value' in outcome && holds(outcome.value) ? { code: 'field/not-a-value', message: '' } : outcome;
}

/** The value, or the error thrown. */
function valueOf(result: unknown): unknown {
  if (!(result instanceof Failed)) return result;
  const { reason } = result;
  if (reason instanceof Error) throw reason;
  throw Object.assign(new Error(reason.message), { code: reason.code === 'unknown' ? 'TypeError' : reason.code });
}

function note(tally: Tally, found: Omit<Difference, 'seed'>, fellBack: boolean, wasDecided: boolean): void {
  tally.pairs += 1;
  if (fellBack) tally.fellBack += 1;
  else if (!wasDecided) tally.undecided += 1;
  if ('code' in found.theirs) tally.errors += 1;
  // Behind `~>` jsonata blames the place where the function was called last, in whatever expression that was.
  if (!isSame(found.ours, found.theirs, !found.expression.includes('~>')))
    tally.differences.push({ seed: tally.seed, ...found });
}

/** Tries so many pairs more: half of them on any JSON, half on records, each expression on four of them. */
export async function compareAll(seed: number, pairs: number, tally: Tally = makeTally()): Promise<Tally> {
  const most = tally.pairs + pairs;
  tally.seed = seed;
  for (let round = 0; tally.pairs < most; round += 1) {
    const random = new Random(Math.imul(seed, 1_000_003) + round);
    await (round % 2 === 0 ? tryPlain : tryRecords)(random, 4, tally);
  }
  return tally;
}
