/** In what two generated mappings differ, in the words of the files that they are made from. */
import { isObject, type Json } from '../base/json.ts';
import { toLegacyJson } from '../base/legacy-json.ts';
import type { Pointer } from '../base/pointer.ts';
import { toCellId } from '../mapping/cells.ts';
import type { CellPart } from '../mapping/generated-schema.ts';

/** The files that a mapping was made from, as people know them. */
export interface InputNames {
  readonly columns: string;
  readonly options: string;
  readonly metadata: string;
}

export interface MappingDifference {
  /** Why: `mapping_de.json maps "beds" otherwise`. */
  readonly causes: readonly string[];
  /** How many data elements, or cells, are not what they were. */
  readonly elements: number;
}

/** Compares a mapping as it stands in its file with what its inputs give; undefined where the file holds no mapping. */
export function compareMappings(before: Json, now: Json, names: InputNames): MappingDifference | undefined {
  const [old, fresh] = [elementsOf(before), elementsOf(now)];
  if (old.size === 0) return undefined;
  const columns: string[] = [];
  const options: string[] = [];
  const metadata: string[] = [];
  let elements = 0;
  for (const id of new Set([...fresh.keys(), ...old.keys()])) {
    const [was, is] = [old.get(id), fresh.get(id)];
    if (was?.text === is?.text) continue;
    elements += 1;
    if (was?.column !== is?.column) columns.push(sayColumn(was?.column, is?.column));
    if (was && is && was.options !== is.options) options.push(quote(is.optionSet ?? was.optionSet ?? is.name));
    if (was?.rest !== is?.rest) metadata.push(quote(is?.name ?? was?.name ?? id));
  }
  const causes = [
    ...say(names.metadata, 'says otherwise of', metadata),
    ...say(names.columns, 'maps', columns),
    ...say(names.options, 'maps answers of', options, ' otherwise'),
  ];
  return { causes: causes.length > 0 ? causes : [`${names.metadata} says otherwise of the place itself`], elements };
}

function sayColumn(was: string | undefined, is: string | undefined): string {
  if (is === undefined) return `${quote(was ?? '')} no more`;
  return was === undefined ? `${quote(is)} now` : `${quote(is)} in place of ${quote(was)}`;
}

function quote(name: string): string {
  return JSON.stringify(name);
}

const MOST_NAMED = 3;

function say(file: string, verb: string, all: readonly string[], after = ''): string[] {
  const names = [...new Set(all)];
  if (names.length === 0) return [];
  const shown = names.slice(0, MOST_NAMED);
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return [`${file} ${verb} ${shown.join(', ')}${more}${after}`];
}

interface ElementText {
  readonly name: string;
  readonly column: string | undefined;
  readonly optionSet: string | undefined;
  readonly options: string;
  /** What DHIS2 says of it. */
  readonly rest: string;
  readonly text: string;
}

/** Whatever looks like a data element in a file that may be of any shape. */
function elementsOf(mapping: Json): ReadonlyMap<string, ElementText> {
  const holders = isObject(mapping) ? [...listAt(mapping, 'cells'), ...listAt(mapping, 'programStages')] : [];
  const rows = holders.flatMap((holder) =>
    isObject(holder) && 'programStageDataElements' in holder ? listAt(holder, 'programStageDataElements') : [holder],
  );
  const found = rows.flatMap((row) => {
    if (!isObject(row) || !isObject(row['dataElement'])) return [];
    const { column, 'optionSet-mapping': options, ...rest } = row['dataElement'] as { readonly [key: string]: Json };
    const combo = row['categoryOptionCombo'] as CellPart | null | undefined;
    const id = toCellId({ id: String(rest['id']) }, combo ?? undefined);
    const set = rest['optionSet'];
    const element: ElementText = {
      name: String(rest['name'] ?? id),
      column: typeof column === 'string' ? column : undefined,
      optionSet: isObject(set) ? String(set['name'] ?? set['id']) : undefined,
      options: toLegacyJson(options ?? null),
      rest: toLegacyJson({ ...(row as { readonly [key: string]: Json }), dataElement: rest }),
      text: toLegacyJson(row as Json),
    };
    return [[id, element] as const];
  });
  return new Map(found);
}

function listAt(value: Record<string, unknown>, key: string): readonly unknown[] {
  const list = value[key];
  return Array.isArray(list) ? list : [];
}

/** Where the first value stands that is not the same in both; the root where they are equal, or of another kind. */
export function firstDifference(one: Json, other: Json, at: Pointer = []): Pointer {
  if (Array.isArray(one) && Array.isArray(other)) {
    const index = one.findIndex((item: Json, place) => differ(item, other[place] as Json | undefined));
    return index === -1 ? at : firstDifference(one[index] as Json, (other[index] ?? null) as Json, [...at, index]);
  }
  if (isObject(one) && isObject(other)) {
    const key = Object.keys(one).find((name) => differ(one[name] as Json, other[name]));
    return key === undefined ? at : firstDifference(one[key] as Json, other[key] ?? null, [...at, key]);
  }
  return at;
}

function differ(one: Json, other: Json | undefined): boolean {
  return other === undefined || toLegacyJson(one) !== toLegacyJson(other);
}
