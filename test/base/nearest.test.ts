import { expect, test } from 'vitest';
import { nearest } from '../../src/base/nearest.ts';

test.each([
  ['FACILTY', ['FACILITY', 'VILLAGE'], 'FACILITY'],
  ['resultat', ['résultat', 'sexe'], 'résultat'],
  ['group.question', ['group/question'], 'group/question'],
  ['nmae', ['name', 'sex'], 'name'],
  ['sxe', ['name', 'sex'], 'sex'],
  ['form', ['from'], 'from'],
  ['xs', ['sx'], undefined],
  ['9', ['1', '8'], undefined],
  ['1012', ['1013'], undefined],
  ['-1.5', ['1', '2'], undefined],
  ['village', ['sex', 'age'], undefined],
])('%s among %j', (word, known, found) => expect(nearest(word, known)).toBe(found));
