import type { ColumnChoices } from '../expression/context.ts';
import type { GeneratedMapping } from './generated-file.ts';

/**
 * The choices of each column, as the option maps of all form versions name them. A column that is also read without an
 * option map may hold anything, and is left out.
 */
export function columnChoices(mappings: readonly GeneratedMapping[]): Map<string, ColumnChoices> {
  const choices = new Map<string, { codes: Map<string, string>; isMultiple: boolean }>();
  const free = new Set<string>();
  for (const { element, column, optionMap } of mappings.flatMap((mapping) => mapping.elements)) {
    if (column === undefined) continue;
    const keys = [...(optionMap?.keys() ?? [])];
    if (keys.length === 0) free.add(column);
    const { codes, isMultiple } = choices.get(column) ?? { codes: new Map<string, string>(), isMultiple: false };
    for (const key of keys) codes.set(key, optionMap?.get(key) ?? '');
    choices.set(column, { codes, isMultiple: isMultiple || element.valueType === 'MULTI_TEXT' });
  }
  for (const column of free) choices.delete(column);
  return choices;
}
