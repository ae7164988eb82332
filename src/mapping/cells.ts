/** Cells of a data set: a data element that is not broken down, or an element with one of its category option combos. */
import type { CellPart } from './generated-schema.ts';

/** Between an element and its combo, as in DHIS2's own operands. */
export const DOT = '.';

/** What the sink calls a cell: `elementUid`, or `elementUid.comboUid`. */
export function toCellId(element: CellPart, combo?: CellPart): string {
  return combo === undefined ? element.id : `${element.id}${DOT}${combo.id}`;
}

/** What people call it: `Cases`, or `Cases, Female`. */
export function toCellName(element: CellPart, combo?: CellPart): string {
  const name = element.name ?? element.id;
  return combo === undefined ? name : `${name}, ${combo.name ?? combo.id}`;
}

/** All that a spec may call it: element and combo each by UID, code or name, as in `CASES.Female`; and what people call it. */
export function toCellNames(element: CellPart, combo?: CellPart): readonly string[] {
  const elements = wordsOf(element);
  if (combo === undefined) return elements;
  const pairs = elements.flatMap((word) => wordsOf(combo).map((comboWord) => `${word}${DOT}${comboWord}`));
  return [...pairs, toCellName(element, combo)];
}

function wordsOf({ id, code, name }: CellPart): readonly string[] {
  return [...new Set([id, code, name].filter((word) => typeof word === 'string' && word !== ''))] as string[];
}
