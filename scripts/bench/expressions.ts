/**
 * Measures expressions: jsonata's evaluator, compiled ones, and JavaScript by hand doing the same, all in one process:
 * `npm run bench -- expressions`, or this file by itself. First all three have to agree.
 */
import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import jsonata from 'jsonata';
import { compileExpression, type Expression } from '../../src/expression/compile.ts';
import { Failed, type Row } from '../../src/expression/evaluation.ts';
import { bindHelper } from '../../src/expression/compiler/helpers.ts';
import { FUNCTIONS } from '../../src/expression/functions/function-table.ts';
import { LIMITS } from '../../src/expression/parse.ts';
import { CONTEXT, makeRecord, MIXED_CASES, OPTION_CASES, type BenchCase } from './expression-cases.ts';

const BATCH = 500;
/** Milliseconds for which each is measured, after as long to warm up. */
const WARM_UP = 300;
const MEASURED = 700;
const MILLION = 1_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A record whose view is made where somebody looks. */
function rowOf(number: number): Row {
  const record = makeRecord(number);
  let view: Row['view'] | undefined;
  return {
    record,
    get view() {
      return (view ??= Object.fromEntries(record.header.columns.map((name, at) => [name, record.cells[at] as string])));
    },
  };
}

interface Contestants {
  readonly text: string;
  readonly interpreted: (rows: readonly Row[]) => Promise<unknown[]>;
  readonly compiled: Expression;
  readonly byHand: (rows: readonly Row[]) => unknown[];
}

function prepare({ expression, byHand }: BenchCase): Contestants {
  const made = compileExpression(expression, CONTEXT);
  if (!made.ok) throw new Error(`${expression}: ${made.error.message}`);
  if (made.expression.fallback) throw new Error(`${expression} falls back: ${made.expression.fallback.reason}`);
  const evaluator = jsonata(expression, LIMITS);
  for (const one of FUNCTIONS.values()) {
    evaluator.registerFunction(one.name, bindHelper(one, CONTEXT));
  }
  const interpreted = (rows: readonly Row[]): Promise<unknown[]> =>
    Promise.all(rows.map((row) => evaluator.evaluate(row.view) as Promise<unknown>));
  const all = (rows: readonly Row[]): unknown[] => {
    const results = new Array<unknown>(rows.length);
    for (let at = 0; at < rows.length; at += 1) results[at] = byHand((rows[at] as Row).record.cells);
    return results;
  };
  return { text: expression, interpreted, compiled: made.expression, byHand: all };
}

/** Throws where the three do not agree. */
async function checkAgreement(
  { text, interpreted, compiled, byHand }: Contestants,
  rows: readonly Row[],
): Promise<void> {
  const theirs = JSON.parse(JSON.stringify(await interpreted(rows))) as unknown;
  const ours = await compiled.evaluateBatch(rows);
  const failed = ours.find((one) => one instanceof Failed);
  if (failed) throw new Error(`${text}: ${failed.reason.code}`);
  for (const [name, values] of [
    ['compiled', ours],
    ['by hand', byHand(rows)],
  ] as const) {
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(values)), theirs))
      throw new Error(`${text}: ${name} is not what jsonata gives`);
  }
}

/** Nanoseconds for one evaluation: the median of the batches measured. */
async function measure(run: (rows: readonly Row[]) => unknown, rows: readonly Row[]): Promise<number> {
  for (const start = performance.now(); performance.now() - start < WARM_UP;) await run(rows);
  const times: number[] = [];
  for (const start = performance.now(); performance.now() - start < MEASURED;) {
    const before = performance.now();
    await run(rows);
    times.push(performance.now() - before);
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
  return (median * 1e6) / rows.length;
}

function print(name: string, interpreted: number, compiled: number, byHand: number): void {
  const cells = [interpreted, compiled, byHand].map((one) => `${one.toFixed(one < 100 ? 1 : 0)} ns`.padStart(12));
  const ratios = [
    `${(interpreted / compiled).toFixed(0)}×`.padStart(8),
    `${(compiled / byHand).toFixed(1)}×`.padStart(9),
  ];
  console.log(`${name.padEnd(74)}${cells.join('')}${ratios.join('')}`);
}

function printHead(title: string): void {
  const heads = ['jsonata', 'compiled', 'by hand'].map((one) => one.padStart(12));
  console.log(`\n${title.padEnd(74)}${heads.join('')}${'gain'.padStart(8)}${'of hand'.padStart(9)}`);
}

/** All fields one after the other on the same batch, as a run does it. */
async function benchTogether(title: string, cases: readonly Contestants[], rows: readonly Row[]): Promise<void> {
  const each = (run: (one: Contestants) => unknown) => (): void => {
    for (const one of cases) run(one);
  };
  const interpreted = await measure(async () => {
    for (const one of cases) await one.interpreted(rows);
  }, rows);
  const compiled = await measure(
    each((one) => one.compiled.evaluateBatch(rows)),
    rows,
  );
  const byHand = await measure(
    each((one) => one.byHand(rows)),
    rows,
  );
  printHead(title);
  print(`${cases.length} fields, a record`, interpreted, compiled, byHand);
}

async function benchSingly(cases: readonly Contestants[], rows: readonly Row[]): Promise<void> {
  printHead('each by itself, an evaluation');
  for (const one of cases) {
    const compiled = await measure((batch) => one.compiled.evaluateBatch(batch), rows);
    const byHand = await measure(one.byHand, rows);
    print(one.text, await measure(one.interpreted, rows), compiled, byHand);
  }
}

/** Heap after each tenth of a million records, each unlike the others. */
function benchMemory(cases: readonly Contestants[]): void {
  const sizes: number[] = [];
  let given = 0;
  for (let start = 0; start < MILLION; start += BATCH) {
    if (start % (MILLION / 10) === 0 && start > 0) {
      collectGarbage();
      sizes.push(process.memoryUsage().heapUsed / 2 ** 20);
    }
    const rows = Array.from({ length: BATCH }, (_, at) => rowOf(start + at));
    for (const one of cases)
      given += (one.compiled.evaluateBatch(rows) as unknown[]).filter((result) => !(result instanceof Failed)).length;
  }
  console.log(
    `\n${given.toLocaleString('en')} values from a million records; heap in MiB after each tenth: ${sizes.map((one) => one.toFixed(1)).join(' ')}`,
  );
}

const rows = Array.from({ length: BATCH }, (_, at) => rowOf(at));
const options = OPTION_CASES.map(prepare);
const mixed = MIXED_CASES.map(prepare);
for (const one of [...options, ...mixed]) await checkAgreement(one, rows);
await benchTogether('(a) SIPCA written out: $option(COLUMN)', options, rows);
await benchTogether('(b) conditions, dates, numbers, select-multiples', mixed, rows);
await benchSingly(mixed, rows);
benchMemory([...options, ...mixed]);
