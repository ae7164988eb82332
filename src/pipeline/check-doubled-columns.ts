/** Columns that stand in the header more than once: the second of them would never be looked at. */
import type { Place } from '../base/document.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import type { Header } from '../contracts/record.ts';
import { allFields, type Mapping } from '../mapping/mapping.ts';
import type { PipelineSpec } from './pipeline-spec.ts';

/**
 * An error where something reads the column, for which of the two is meant would be a guess; else a warning. `isRead`:
 * whether it is read in another way than by a field, as the rows of a group are.
 */
export function checkDoubledColumns(
  spec: PipelineSpec,
  mapping: Mapping,
  header: Header,
  isRead: (column: string) => boolean = () => false,
): Problem[] {
  const doubled = doubledIn(header);
  if (doubled.size === 0) return [];
  const problems: Problem[] = [];
  const told = new Set<string>();
  const tell = (column: string, placeOf: () => Place): void => {
    const positions = doubled.get(column);
    if (positions === undefined || told.has(column)) return;
    told.add(column);
    problems.push(problem('mapping/column-twice', { column, positions: positions.map(String) }, placeOf()));
  };
  for (const { column, place } of [...spec.source.key.flat(), ...spec.source.pair]) tell(column, () => place);
  for (const { text, expression } of mapping.used)
    for (const { name, start, end } of expression.references.columns) tell(name, () => text.placeOf(start, end));
  for (const { from, place } of allFields(mapping)) if (from.is === 'column') tell(from.column, () => place);
  for (const column of doubled.keys()) if (isRead(column)) tell(column, () => spec.source.place);
  const unread = [...doubled.keys()].filter((column) => !told.has(column));
  if (unread.length === 0) return problems;
  const shown = unread.slice(0, MOST_SHOWN).map((column) => JSON.stringify(column));
  const columns = unread.length > MOST_SHOWN ? [...shown, `and ${unread.length - MOST_SHOWN} more`] : shown;
  return [...problems, warning('mapping/unread-column-twice', { columns }, spec.source.place)];
}

const MOST_SHOWN = 10;

/** Where each of them stands, from 1. */
function doubledIn({ columns, positions }: Header): ReadonlyMap<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [at, name] of columns.entries()) {
    const first = positions.get(name);
    if (first === undefined || first === at) continue;
    const known = found.get(name);
    if (known) known.push(at + 1);
    else found.set(name, [first + 1, at + 1]);
  }
  return found;
}
