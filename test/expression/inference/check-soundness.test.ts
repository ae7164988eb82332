/** What the checks say of an expression's values holds for the values that it gives. */
import { expect, test } from 'vitest';
import { checkExpression } from '../../../src/expression/check-expression.ts';
import { compileExpression } from '../../../src/expression/compile.ts';
import type { Header } from '../../../src/contracts/record.ts';
import { Failed, RecordRow, type Row } from '../../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../../src/expression/read-columns.ts';
import type { ExpressionContext } from '../../../src/expression/context.ts';
import { KIND, kindName } from '../../../src/expression/types.ts';
import { ExpressionWriter } from '../../jsonata/compiler/random-expressions.ts';
import { FLAT, HOUSEHOLD, randomRecord } from '../../jsonata/compiler/random-rows.ts';
import { Random } from '../../jsonata/compiler/random.ts';

const NAMES = ['a', 'b', 'n', 't', 'list', 'words', 'k', 'v', '`g/q`'];
const CONTEXT: ExpressionContext = { table: () => undefined, options: () => undefined, tableNames: [] };
const EXPRESSIONS = 1000;

function kindOf(value: unknown): number {
  if (value === null) return KIND.null;
  if (Array.isArray(value)) return KIND.list;
  if (typeof value === 'string') return KIND.text;
  if (typeof value === 'number') return KIND.number;
  if (typeof value === 'boolean') return KIND.boolean;
  const isFunction =
    typeof value === 'function' || '_jsonata_lambda' in (value as object) || '_jsonata_function' in (value as object);
  return isFunction ? KIND.function : KIND.object;
}

function randomRow(random: Random, header: Header): Row {
  return new RecordRow(randomRecord(random, header), EVERY_COLUMN);
}

test('every value is of a kind that the checks foresee', { timeout: 60_000 }, async () => {
  const wrong: string[] = [];
  let values = 0;
  let surprises = 0;
  for (let seed = 1; seed <= EXPRESSIONS; seed += 1) {
    const random = new Random(seed);
    const text = new ExpressionWriter(random, NAMES).write(3);
    const compiled = compileExpression(text, CONTEXT);
    if (!compiled.ok) continue;
    const source = { file: 'x', text };
    const outside: string[] = [];
    const placeOf = (start: number, end: number) => {
      if (start < 0 || end > text.length || start > end) outside.push(`${start}–${end} of ${text}`);
      return { source, start, end };
    };
    const header = random.chance(0.5) ? FLAT : HOUSEHOLD;
    const context = { ...CONTEXT, header };
    const { leaves, problems } = checkExpression({ text, place: placeOf(0, text.length), placeOf }, context);
    expect(outside).toEqual([]);
    const foreseen = leaves.reduce((kinds, one) => kinds | one.type.kinds, 0);
    const results = await compiled.expression.evaluateBatch([1, 2, 3].map(() => randomRow(random, header)));
    const good = results.filter((one) => !(one instanceof Failed) && one !== undefined);
    values += good.length;
    if (good.length === 0 && problems.some((one) => one.severity === 'error')) surprises += 1;
    for (const value of good) {
      const kind = kindOf(value);
      if ((kind & foreseen) === 0)
        wrong.push(`${text} gave ${kindName({ kinds: kind })}, not ${kindName({ kinds: foreseen })}`);
    }
  }
  console.log(`${values} values of ${EXPRESSIONS} expressions; ${surprises} that give nothing were found wrong before`);
  expect(wrong).toEqual([]);
});
