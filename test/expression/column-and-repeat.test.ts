/** A repeat that is called as a column is: the column counts, however an expression is evaluated. */
import { expect, test } from 'vitest';
import { compileExpression } from '../../src/expression/compile.ts';
import { RecordRow } from '../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../src/expression/read-columns.ts';
import type { Header, SourceRecord } from '../../src/contracts/record.ts';

const headerOf = (...columns: string[]): Header => ({
  columns,
  positions: new Map(columns.map((column, at) => [column, at])),
});
const kids = headerOf('name');
const header: Header = { ...headerOf('kids'), repeats: new Map([['kids', kids]]) };
const kid: SourceRecord = { header: kids, cells: ['Ann'], row: 1 };
const record: SourceRecord = { header, cells: ['2'], row: 1, repeats: new Map([['kids', [kid]]]) };

test.each(['kids', '$.kids', '$$.kids', '$lookup($, "kids")', 'kids@$k.$k'])('%s', async (text) => {
  const compiled = compileExpression(text, { table: () => undefined, options: () => undefined, tableNames: [] });
  if (!compiled.ok) throw new Error(compiled.error.message);
  expect(await compiled.expression.evaluateBatch([new RecordRow(record, EVERY_COLUMN)])).toEqual(['2']);
});
