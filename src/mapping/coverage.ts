/** How much of a form, and of its program or data set, a mapping is about. */
import type { Coverage, Covered } from '../contracts/coverage.ts';
import type { Header } from '../contracts/record.ts';
import { questionsIn } from './answers.ts';
import type { GeneratedMapping } from './generated-file.ts';
import type { IgnoreSpec } from './mapping-spec.ts';

/** `isFilled`: whether a field fills a data element or cell, which is called by its UID and by its names. */
export function coverElements(
  mappings: readonly GeneratedMapping[],
  ignore: readonly IgnoreSpec[],
  isFilled: (words: readonly string[]) => boolean,
): Pick<Coverage, 'of' | 'elements'> {
  const [common] = mappings;
  if (!common) return { of: 'data elements', elements: undefined };
  const named = new Set(ignore.flatMap(({ is, name }) => (is === 'element' ? [name] : [])));
  const withColumn = new Set(
    mappings.flatMap(({ elements }) =>
      elements.flatMap(({ element, column }) => (column === undefined ? [] : [element.id])),
    ),
  );
  const all = common.elements.map(({ element, names }) => {
    const words = [element.id, element.name, ...names];
    const isCovered = withColumn.has(element.id) || isFilled(words);
    return { name: `${element.name} (${element.id})`, isCovered, isIgnored: words.some((word) => named.has(word)) };
  });
  return { of: common.of === 'program' ? 'data elements' : 'cells', elements: toCovered(all) };
}

/** `isRead`: whether anything in the pipeline reads a column. */
export function coverQuestions(
  header: Header,
  ignore: readonly IgnoreSpec[],
  isRead: (column: string) => boolean,
): Covered {
  const named = new Set(ignore.flatMap(({ is, name }) => (is === 'column' ? [name] : [])));
  return toCovered(
    questionsIn(header).map(({ column, choices }) => ({
      name: column,
      isCovered: [column, ...choices].some(isRead),
      isIgnored: named.has(column),
    })),
  );
}

function toCovered(
  all: readonly { readonly name: string; readonly isCovered: boolean; readonly isIgnored: boolean }[],
): Covered {
  const namesOf = (isIgnored: boolean): string[] =>
    all.filter((one) => !one.isCovered && one.isIgnored === isIgnored).map(({ name }) => name);
  const covered = all.filter(({ isCovered }) => isCovered).length;
  return { total: all.length, covered, ignored: namesOf(true), left: namesOf(false) };
}
