/** By which columns the rows of a repeat find their parents. */
import { EtlError } from '../../base/errors.ts';
import { suggestionFor } from '../../base/suggestion.ts';
import { INDEX, isOfRepeat, PARENT_INDEX, SUBMISSION_UUID, UUID } from './repeat-names.ts';
import type { SheetTable } from './sheet-table.ts';

/** Positions of the columns that join: in the sheet of the repeat, and in that of the parent. */
export interface Joined {
  readonly own: readonly number[];
  readonly parents: readonly number[];
}

export function joinAsNamed(
  table: SheetTable,
  parent: SheetTable,
  join: Readonly<Record<string, string>>,
  location: string,
): Joined {
  const names = Object.entries(join);
  return {
    own: names.map(([own]) => positionIn(table, own, table, location)),
    parents: names.map(([, ofParent]) => positionIn(parent, ofParent, table, location)),
  };
}

/** By the submission and the number of the row; the number alone is that of another row in another export. */
export function joinAsKobo(table: SheetTable, parent: SheetTable, main: SheetTable, location: string): Joined {
  const [own, parents]: [number[], number[]] = [[], []];
  const byUuid = table.header.positions.get(SUBMISSION_UUID);
  const uuid = parent.header.positions.get(
    parent === main && !isOfRepeat(main.header.columns) ? UUID : SUBMISSION_UUID,
  );
  const isByUuid = byUuid !== undefined && uuid !== undefined;
  if (isByUuid) {
    own.push(byUuid);
    parents.push(uuid);
  }
  const index = parent.header.positions.get(INDEX);
  // A submission has many members, and each of these its own doses: there the number is needed.
  if (index === undefined && isByUuid && parent === main && !isOfRepeat(main.header.columns)) return { own, parents };
  own.push(positionIn(table, PARENT_INDEX, table, location));
  parents.push(positionIn(parent, INDEX, table, location));
  return { own, parents };
}

function positionIn(
  { header, sheet: of }: SheetTable,
  column: string,
  { sheet }: SheetTable,
  location: string,
): number {
  const position = header.positions.get(column);
  if (position !== undefined) return position;
  const near = suggestionFor(column, header.positions.keys());
  throw new EtlError('source/no-join-column', { location, sheet: sheet.name, column, of: `sheet ${of.name}`, ...near });
}
