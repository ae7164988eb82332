/** What is left out on purpose must be there, and be left out. */
import { problem, warning, type Problem } from '../base/problem.ts';
import { columnSuggestion, suggestionFor } from '../base/suggestion.ts';
import type { Field } from './field.ts';
import type { GeneratedMapping } from './generated-file.ts';
import type { IgnoreSpec } from './mapping-spec.ts';

/** Of data elements and cells, as far as a generated mapping knows them. */
export function checkIgnoredElements(
  ignore: readonly IgnoreSpec[],
  mappings: readonly GeneratedMapping[],
  fields: readonly Field[],
): Problem[] {
  const [common] = mappings;
  if (!common) return [];
  const filled = new Set(fields.flatMap(({ target }) => (target.is === 'element' ? [target.element.id] : [])));
  return ignore.flatMap(({ is, name, place }) => {
    if (is !== 'element') return [];
    const found = common.elements.filter(({ element, names }) => element.id === name || names.includes(name));
    if (found.length === 0) {
      const known = common.elements.flatMap(({ element, names }) => [element.id, ...names]);
      return [problem('mapping/ignored-unknown', { what: 'data element', name, ...suggestionFor(name, known) }, place)];
    }
    const isFilled = found.some(({ element }) => filled.has(element.id));
    return isFilled ? [problem('mapping/ignored-and-used', { what: 'data element', name }, place)] : [];
  });
}

/** Of columns. One that the form has lost keeps nobody from running. */
export function checkIgnoredColumns(
  ignore: readonly IgnoreSpec[],
  columns: readonly string[],
  isRead: (column: string) => boolean,
): Problem[] {
  const there = new Set(columns);
  return ignore.flatMap(({ is, name, place }) => {
    if (is !== 'column') return [];
    if (!there.has(name))
      return [warning('mapping/ignored-unknown', { what: 'column', name, ...columnSuggestion(name, columns) }, place)];
    return isRead(name) ? [problem('mapping/ignored-and-used', { what: 'column', name }, place)] : [];
  });
}
