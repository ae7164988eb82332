/**
 * Measures expressions: jsonata's evaluator, compiled ones, and JavaScript by hand doing the same, in turns in one process:
 * `npm run bench -- expressions`, or this file by itself. First all three have to agree.
 */
import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import jsonata from 'jsonata';
import { compileExpression, type Expression } from '../../src/expression/compile.ts';
import { Failed, RecordRow, type Row } from '../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../src/expression/read-columns.ts';
import { bindHelper } from '../../src/expression/helpers/bind-helper.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import { LIMITS } from '../../src/jsonata/evaluation-limits.ts';
import { CONTEXT, makeRecord, MIXED_CASES, OPTION_CASES, type BenchCase } from './expression-cases.ts';

const BATCH = 500;
/** Milliseconds for which each contestant warms up, and for which it works in each round. */
const WARM_UP_MS = 300;
const TURN_MS = 30;
const ROUNDS = 25;
const MILLION = 1_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

/** A record whose view is made where somebody looks. */
function rowOf(number: number): Row {
  return new RecordRow(makeRecord(number), EVERY_COLUMN);
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
  for (const helper of HELPERS.values()) {
    evaluator.registerFunction(helper.name, bindHelper(helper, CONTEXT));
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
  const failed = ours.find((result) => result instanceof Failed);
  if (failed) throw new Error(`${text}: ${failed.reason.code}`);
  for (const [name, values] of [
    ['compiled', ours],
    ['by hand', byHand(rows)],
  ] as const) {
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(values)), theirs))
      throw new Error(`${text}: ${name} is not what jsonata gives`);
  }
}

/** Nanoseconds for one evaluation by each of the three, and how they compare: medians of all rounds. */
interface Measured {
  readonly interpreted: number;
  readonly compiled: number;
  readonly byHand: number;
  readonly gain: number;
  readonly ofHand: number;
}

type Work = () => unknown;

/** Milliseconds that `work` takes, `times` times over. What others left behind is not for it to clear away. */
async function time(work: Work, times: number): Promise<number> {
  collectGarbage({ type: 'minor' });
  const before = performance.now();
  for (let done = 0; done < times; done += 1) await work();
  return performance.now() - before;
}

/** How often to do `work` in a round, after warming it up. */
async function timesFor(work: Work): Promise<number> {
  let [times, spent] = [0, 0];
  for (; spent < WARM_UP_MS; times += 1) spent += await time(work, 1);
  return Math.max(1, Math.round((times * TURN_MS) / spent));
}

/**
 * The three take turns, so that all of them meet the machine's better and worse moments, and each round gives ratios of
 * its own.
 */
async function measure(works: readonly [interpreted: Work, compiled: Work, byHand: Work]): Promise<Measured> {
  const times: number[] = [];
  for (const work of works) times.push(await timesFor(work));
  const rounds: [number, number, number][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const spent: number[] = [];
    for (const [at, work] of works.entries())
      spent.push((await time(work, times[at] as number)) / (times[at] as number));
    rounds.push(spent.map((seconds) => (seconds * 1e6) / BATCH) as [number, number, number]);
  }
  return {
    interpreted: medianOf(rounds.map(([ns]) => ns)),
    compiled: medianOf(rounds.map(([, ns]) => ns)),
    byHand: medianOf(rounds.map(([, , ns]) => ns)),
    gain: medianOf(rounds.map(([interpreted, compiled]) => interpreted / compiled)),
    ofHand: medianOf(rounds.map(([, compiled, byHand]) => compiled / byHand)),
  };
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
}

function print(name: string, { interpreted, compiled, byHand, gain, ofHand }: Measured): void {
  const cells = [interpreted, compiled, byHand].map((ns) => `${ns.toFixed(ns < 100 ? 1 : 0)} ns`.padStart(12));
  console.log(
    `${name.padEnd(74)}${cells.join('')}${`${gain.toFixed(0)}×`.padStart(8)}${`${ofHand.toFixed(1)}×`.padStart(9)}`,
  );
}

function printHead(title: string): void {
  const heads = ['jsonata', 'compiled', 'by hand'].map((head) => head.padStart(12));
  console.log(`\n${title.padEnd(74)}${heads.join('')}${'gain'.padStart(8)}${'of hand'.padStart(9)}`);
}

/** All fields one after the other on the same batch, as a run does it. */
function measureAll(cases: readonly Contestants[], rows: readonly Row[]): Promise<Measured> {
  const each = (run: (contestants: Contestants) => unknown): Work => {
    return () => {
      for (const contestants of cases) run(contestants);
    };
  };
  return measure([
    async () => {
      for (const contestants of cases) await contestants.interpreted(rows);
    },
    each((contestants) => contestants.compiled.evaluateBatch(rows)),
    each((contestants) => contestants.byHand(rows)),
  ]);
}

async function benchTogether(title: string, cases: readonly Contestants[], rows: readonly Row[]): Promise<void> {
  const measured = await measureAll(cases, rows);
  printHead(title);
  print(`${cases.length} fields, a record`, measured);
}

async function benchSingly(cases: readonly Contestants[], rows: readonly Row[]): Promise<void> {
  printHead('each by itself, an evaluation');
  for (const contestants of cases) print(contestants.text, await measureAll([contestants], rows));
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
    for (const contestants of cases)
      given += (contestants.compiled.evaluateBatch(rows) as unknown[]).filter(
        (result) => !(result instanceof Failed),
      ).length;
  }
  console.log(
    `\n${given.toLocaleString('en')} values from a million records; heap in MiB after each tenth: ${sizes.map((size) => size.toFixed(1)).join(' ')}`,
  );
}

const rows = Array.from({ length: BATCH }, (_, at) => rowOf(at));
const options = OPTION_CASES.map(prepare);
const mixed = MIXED_CASES.map(prepare);
for (const contestants of [...options, ...mixed]) await checkAgreement(contestants, rows);
await benchTogether('(a) SIPCA written out: $option(COLUMN)', options, rows);
await benchTogether('(b) conditions, dates, numbers, select-multiples', mixed, rows);
await benchSingly(mixed, rows);
benchMemory([...options, ...mixed]);
