/** What a mapped column that the source has no more was probably renamed to. */
import { nearestColumn } from '../base/nearest-column.ts';
import type { Problem } from '../base/problem.ts';
import { toLineColumn } from '../base/document.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import { questionsIn } from './answers.ts';
import { convertValue } from './convert.ts';
import type { Field } from './field.ts';
import { allFields, type Mapping } from './mapping.ts';

/** A column, and what speaks for it. */
interface Candidate {
  readonly column: string;
  readonly isNear: boolean;
  /** Of its values, those that the data element takes; and how many were looked at. */
  readonly fits: number;
  readonly of: number;
}

/**
 * Adds to problems of columns that are not there what these look renamed to: by name, and by values that the data element
 * takes. `isFree`: whether nothing reads a column, and nobody ignores it. `records` are some of the source.
 */
export function withLikelyNames(
  problems: readonly Problem[],
  mapping: Mapping,
  header: Header,
  records: readonly SourceRecord[],
  isFree: (column: string) => boolean,
): Problem[] {
  const free = questionsIn(header)
    .map(({ column }) => column)
    .filter((column) => header.positions.has(column) && isFree(column));
  return problems.map((one) => {
    const column = String(one.args['column']);
    if (one.code !== 'mapping/column-not-in-source') return one;
    const field = allFields(mapping).find(({ from }) => from.is === 'column' && from.column === column);
    const found = field && findRenamed(column, field, free, header, records);
    return found ? { ...one, args: { ...one.args, ...toArgs(found, field, one) } } : one;
  });
}

function findRenamed(
  column: string,
  field: Field,
  free: readonly string[],
  header: Header,
  records: readonly SourceRecord[],
): Candidate | undefined {
  const near = nearestColumn(column, free);
  const candidates = free.map((other) => ({
    column: other,
    isNear: other === near,
    ...countFits(field, header.positions.get(other) ?? -1, records),
  }));
  const byName = candidates.find(({ isNear }) => isNear);
  // A name that is near is no proof where nearly nothing in it fits.
  if (byName && (!tellsApart(field) || byName.of === 0 || byName.fits * 2 >= byName.of)) return byName;
  if (!tellsApart(field)) return undefined;
  const [only, other] = candidates.filter(({ fits, of }) => of >= FEWEST && fits === of);
  return other ? undefined : only;
}

/** So many values must fit, where the name says nothing. */
const FEWEST = 3;

/** Whether values tell one column from another: nearly everything is a text. */
function tellsApart({ target, optionMap }: Field): boolean {
  return optionMap !== undefined || (target.is === 'element' && !/TEXT/.test(target.element.valueType));
}

function countFits(field: Field, at: number, records: readonly SourceRecord[]): { fits: number; of: number } {
  const cells = records.flatMap(({ cells }) => (cells[at]?.trim() ? [cells[at]] : []));
  return { fits: cells.filter((cell) => convertValue(field, cell).ok).length, of: cells.length };
}

function toArgs({ column, isNear, fits, of }: Candidate, field: Field, { args, place }: Problem): object {
  const isProof = tellsApart(field) && of > 0;
  const sure = isNear && isProof && fits === of ? 'almost surely' : isNear ? 'probably' : 'perhaps';
  const why = [...(isNear ? ['the name is near'] : []), ...(isProof ? [`${fits} of ${of} values looked at fit`] : [])];
  const line = place && lineWith(String(args['column']), column, place);
  return { renamedTo: column, sure, why, ...(line && { line, at: place.source.file, ofLine: lineOf(place) }) };
}

type Where = NonNullable<Problem['place']>;

function lineOf({ source, start }: Where): number {
  return toLineColumn(source.text, start).line;
}

/** The member of a JSON file as it should be; undefined where the place is no key of such a file. */
function lineWith(column: string, renamedTo: string, { source, start, end }: Where): string | undefined {
  if (source.text.slice(start, end) !== JSON.stringify(column)) return undefined;
  const [, value, comma = ''] = /^\s*:\s*("(?:[^"\\]|\\.)*")\s*(,?)/.exec(source.text.slice(end)) ?? [];
  return value && `${JSON.stringify(renamedTo)}: ${value}${comma}`;
}
