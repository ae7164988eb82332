import { expect, test } from 'vitest';
import { compileFormula } from '../../src/expression/formula.ts';

test('a formula that fails says so without the value that it stumbled on', async () => {
  const text = '$number(name)';
  const place = { source: { file: 'pipeline.yaml', text }, start: 0, end: text.length };
  const compiled = compileFormula({ text, place, placeOf: () => place });
  if (!('formula' in compiled)) throw new Error('it has problems');
  const failed = compiled.formula.evaluate({ name: 'Amina Diallo' }, {});
  await expect(failed).rejects.toThrow('The expression $number(name) failed: JSONata says D3030.');
});
