/** One message where a whole header is not what mapping and spec know: they name columns that are there in another form. */
import { lastPart, nearestColumn } from '../base/nearest-column.ts';
import { problemOf, type Problem } from '../base/problem.ts';
import type { Code } from '../messages/code-table.ts';
import { reason, type Reason } from '../messages/reason.ts';
import type { Header } from '../contracts/record.ts';

/** Problems of columns that are not there. */
const ABSENT: ReadonlySet<string> = new Set([
  'mapping/column-not-in-source',
  'mapping/key-not-in-source',
  'mapping/no-key-in-source',
  'mapping/pair-not-in-source',
  'expression/unknown-column',
]);

interface Explanation {
  readonly reason: Reason;
  /** The columns that it accounts for. */
  readonly columns: readonly string[];
}

/** What is said of a header as a whole: of single columns that are not there nothing more is worth a word. */
export const OF_WHOLE_HEADER: ReadonlySet<string> = new Set<Code>([
  'source/header-below',
  'source/labels',
  'source/other-export',
]);

/** Puts one problem in the place of all that come of one cause; `needed` are the columns that mapping and spec name. */
export function explainHeader(problems: readonly Problem[], header: Header, needed: ReadonlySet<string>): Problem[] {
  const there = new Set([...header.columns, ...(header.repeats?.keys() ?? [])]);
  const absent = [...needed].filter((name) => !there.has(name));
  if (absent.length === 0) return [...problems];
  const explanation =
    findHeaderBelow(header, needed) ??
    findOtherForm(header, absent, needed) ??
    findLabels(header, absent, needed) ??
    findOtherExport(header, absent, needed);
  if (!explanation) return [...problems];
  const explained = new Set(explanation.columns);
  const others = problems.filter((problem) => !(ABSENT.has(problem.code) && explained.has(columnOf(problem))));
  return [problemOf(explanation.reason), ...others];
}

function columnOf({ args }: Problem): string {
  return [args['column'] ?? args['name'] ?? args['columns']].flat().map(String)[0] ?? '';
}

/** So many columns are named in a message. */
const SHOWN = 12;

function shown(columns: readonly string[]): readonly string[] {
  return columns.length > SHOWN ? [...columns.slice(0, SHOWN), `and ${columns.length - SHOWN} more`] : columns;
}

/** Titles above the header: a row below has the names, most of them and more than the first. */
function findHeaderBelow({ columns, below = [] }: Header, needed: ReadonlySet<string>): Explanation | undefined {
  const countIn = (cells: readonly string[]): number => new Set(cells.filter((cell) => needed.has(cell))).size;
  const here = countIn(columns);
  for (const { line, cells } of below) {
    const names = [cells, ...splitWhole(cells)].sort((a, b) => countIn(b) - countIn(a))[0] ?? cells;
    const count = countIn(names);
    if (count <= here || count * 2 <= needed.size) continue;
    const accounted = [...needed].filter((column) => names.includes(column));
    return { reason: reason('source/header-below', { line, columns: shown(accounted) }), columns: accounted };
  }
  return undefined;
}

/** Below a title without delimiters each row is one cell. */
function splitWhole(cells: readonly string[]): string[][] {
  const [only = '', ...others] = cells;
  const whole = others.length === 0 ? only : cells.join(',');
  return [';', '\t', '~', '|', ','].map((sign) => whole.split(sign).map((cell) => cell.trim().replace(/^"|"$/g, '')));
}

/** How a name comes to be another one in every column: what is looked for, and what is said. */
const FORMS: readonly {
  readonly code: 'source/no-groups' | 'source/group-separator' | 'source/with-groups' | 'source/other-groups';
  find(name: string, columns: readonly string[]): string | undefined;
}[] = [
  {
    code: 'source/no-groups',
    find: (name, columns) => (isGrouped(name) ? columns.find((column) => column === lastPart(name)) : undefined),
  },
  {
    code: 'source/group-separator',
    find: (name, columns) =>
      isGrouped(name)
        ? columns.find((column) => column !== name && SEPARATORS.some((sign) => name.replaceAll('/', sign) === column))
        : undefined,
  },
  {
    code: 'source/with-groups',
    find: (name, columns) =>
      name.includes('/') ? undefined : sole(columns.filter((column) => isGrouped(column) && lastPart(column) === name)),
  },
  {
    code: 'source/other-groups',
    find: (name, columns) =>
      isGrouped(name)
        ? sole(columns.filter((column) => isGrouped(column) && lastPart(column) === lastPart(name)))
        : undefined,
  },
];

const SEPARATORS = ['.', ':', '::', '|', '-', '_', '__', ' / ', '\\'];

/** Columns that Kobo adds to every export are of no group. */
function isGrouped(name: string): boolean {
  return name.includes('/') && !name.startsWith('meta/') && !name.startsWith('/');
}

function sole(found: readonly string[]): string | undefined {
  return found.length === 1 ? found[0] : undefined;
}

function findOtherForm(
  { columns }: Header,
  absent: readonly string[],
  needed: ReadonlySet<string>,
): Explanation | undefined {
  const there = new Set(columns);
  for (const form of FORMS) {
    const { code } = form;
    const pairs = absent.flatMap((name) => {
      const found = form.find(name, columns);
      return found === undefined || needed.has(found) ? [] : [[name, found] as const];
    });
    const [first] = pairs;
    // Where a column with its group is there, it is not the export as a whole; and one column alone may be misspelt.
    const isWhole =
      code === 'source/no-groups' || code === 'source/group-separator'
        ? ![...needed].some((column) => isGrouped(column) && there.has(column))
        : pairs.length > 1;
    if (!first || !isWhole) continue;
    const [wanted, found] = first;
    const accounted = pairs.map(([name]) => name);
    return { reason: reason(code, { wanted, found, columns: shown(accounted) }), columns: accounted };
  }
  return undefined;
}

/** No question is there by its name, and what is there reads like one. */
function findLabels(
  { columns }: Header,
  absent: readonly string[],
  needed: ReadonlySet<string>,
): Explanation | undefined {
  const questions = [...needed].filter((column) => !isKobos(column));
  const lost = new Set(absent);
  const others = columns.filter((column) => column !== '' && !isKobos(column));
  const labels = others.filter((column) => /\s|\?$/.test(column.trim()));
  const [found] = labels;
  const [wanted] = questions;
  if (found === undefined || wanted === undefined || questions.length < 2) return undefined;
  if (!questions.every((column) => lost.has(column)) || labels.length * 2 < others.length) return undefined;
  return { reason: reason('source/labels', { wanted, found, columns: shown(questions) }), columns: questions };
}

/** Fewer questions may all be misspelt. */
const ENOUGH_QUESTIONS = 3;

/** No question is there by its name, nor by one like it: it is another export, or another sheet of it. */
function findOtherExport(
  { columns }: Header,
  absent: readonly string[],
  needed: ReadonlySet<string>,
): Explanation | undefined {
  const questions = [...needed].filter((column) => !isKobos(column));
  const lost = new Set(absent);
  const there = columns.filter((column) => column !== '' && !isKobos(column));
  if (questions.length < ENOUGH_QUESTIONS || there.length === 0) return undefined;
  const isNear = (column: string): boolean => nearestColumn(column, columns) !== undefined;
  if (!questions.every((column) => lost.has(column)) || questions.filter(isNear).length * 4 > questions.length)
    return undefined;
  return {
    reason: reason('source/other-export', { columns: shown(questions), there: shown(there) }),
    columns: absent,
  };
}

/** Columns that Kobo names alike, whatever is chosen for the questions. */
function isKobos(name: string): boolean {
  return /^(?:_|meta\/)/.test(name) || name === 'start' || name === 'end' || name === 'today';
}
