import { expect, test } from 'vitest';
import { valueIsPublic } from '../../src/messages/code-table.ts';
import { describe as describeCode } from '../../src/messages/describe.ts';
import { TaskList } from '../../src/engine/task-list.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import { bindMapper } from '../../src/mapping/mapper.ts';

const ANSWER = 'Jane Patient HIV+';

test('an answer on which JSONata stumbles is in the report alone, in no message and no task', async () => {
  const text = '$number(remarks)';
  const compiled = compileExpression(text, { table: () => undefined, options: () => undefined, tableNames: [] });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const { expression } = compiled;
  const place = { source: { file: 'x', text }, start: 0, end: text.length };
  const element = { id: 'DeOne000001', name: 'One', valueType: 'NUMBER', compulsory: undefined, optionSet: undefined };
  const field = {
    target: { is: 'element', element },
    from: { is: 'expression', expression, text },
    when: undefined,
    required: undefined,
    optionMap: undefined,
    place,
  } as const;
  const used = [{ text: { text, place, placeOf: () => place }, expression, leaves: [] }];
  const header = { columns: ['remarks'], positions: new Map([['remarks', 0]]) };
  const mapper = bindMapper({ shape: 'event', where: undefined, versions: [], fields: [field], used }, header);
  const [mapped] = await mapper.mapBatch([{ header, cells: [ANSWER], row: 1, line: 2 }]);
  if (mapped?.is !== 'rejected') throw new Error('it should be rejected');
  const rejects = mapped.rejects.map((one) => ({ ...one, row: 1, line: 2, key: 'a' }));
  expect(rejects).toHaveLength(1);
  expect(rejects[0]?.value).toContain(ANSWER);
  for (const { code, args } of rejects) {
    expect(valueIsPublic(code)).toBe(false);
    expect(JSON.stringify(describeCode(code, args))).not.toContain(ANSWER);
  }
  const tasks = new TaskList();
  for (const one of rejects) tasks.add(one);
  expect(JSON.stringify(tasks.toTasks())).not.toContain(ANSWER);
});
