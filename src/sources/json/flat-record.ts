/** Records of JSON as what all sources give: texts under columns, and children under their repeats. */
import { ExactNumber, toNumberText } from '../../base/exact-json.ts';
import type { Header } from '../../contracts/record.ts';
import { reason, type RejectReason } from '../../messages/reason.ts';

/** By the name of a column its text, which is not blank; by the path of a repeat its children. */
export type FlatRecord = Map<string, string | readonly FlatRecord[]>;

/** A record that cannot be made flat: why. */
export class NotFlat extends Error {
  readonly reason: RejectReason;

  constructor(why: RejectReason) {
    super(why.code);
    this.reason = why;
  }
}

/**
 * Puts a value under its path: what an object holds under longer paths (`visit/date`), several values that are no objects
 * into one text with blanks between, as Kobo writes several choices, and several objects as children. null is blank.
 */
export function flatten(value: unknown, path: string, into: FlatRecord): void {
  if (Array.isArray(value)) return flattenList(value, path, into);
  if (isNested(value)) {
    const start = path === '' ? '' : `${path}/`;
    for (const [key, inner] of Object.entries(value)) flatten(inner, start + key, into);
    return;
  }
  put(path, toText(value), into);
}

function flattenList(values: readonly unknown[], path: string, into: FlatRecord): void {
  const present = values.filter((one) => one !== null);
  if (present.length === 0) return;
  if (present.every(isNested) && !present.some(Array.isArray)) return putOnce(path, present.map(flattenChild), into);
  put(path, present.some(isNested) ? JSON.stringify(values) : present.map(toText).join(' '), into);
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof ExactNumber);
}

function flattenChild(child: unknown): FlatRecord {
  const flat: FlatRecord = new Map();
  flatten(child, '', flat);
  return flat;
}

/** A value that is no object, as text: nothing of a number is lost. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || value instanceof ExactNumber) return toNumberText(value);
  return typeof value === 'string' ? value : String(value);
}

/** Puts a text under a column; a blank one leaves no trace. */
export function put(column: string, text: string, into: FlatRecord): void {
  if (text !== '') putOnce(column, text, into);
}

function putOnce(name: string, value: string | readonly FlatRecord[], into: FlatRecord): void {
  // A key with a slash in it, beside an object: which of the two the column means, nobody can tell.
  if (into.has(name)) throw new NotFlat(reason('source/column-twice', { column: name }));
  into.set(name, value);
}

/** A flat record as one line of JSON. */
export function toLine(record: FlatRecord): string {
  let text = '';
  for (const [name, value] of record) {
    const written = typeof value === 'string' ? JSON.stringify(value) : `[${value.map(toLine).join(',')}]`;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${written}`;
  }
  return `{${text}}`;
}

/** Columns and repeats, declared or found, in the order in which they came up. */
export class ColumnTree {
  readonly #columns = new Set<string>();
  readonly #repeats = new Map<string, ColumnTree>();
  #mayBeAlone = false;

  constructor(columns: Iterable<string> = [], repeats: Iterable<readonly [path: string, tree: ColumnTree]> = []) {
    for (const column of columns) this.#columns.add(column);
    for (const [path, tree] of repeats) this.#repeats.set(path, tree);
  }

  /** Takes in what a record has. */
  see(record: FlatRecord): void {
    for (const [name, value] of record) {
      if (typeof value === 'string') this.#columns.add(name);
      else for (const child of value) this.#repeat(name).see(child);
    }
  }

  #repeat(path: string): ColumnTree {
    const known = this.#repeats.get(path) ?? new ColumnTree();
    this.#repeats.set(path, known);
    return known;
  }

  /**
   * Some servers write a list of one as that one. Where a path is a repeat in some record, what others have below it is
   * of an only child.
   */
  takeInOnlyChildren(): void {
    for (const [path, tree] of this.#repeats) {
      const start = `${path}/`;
      for (const column of [...this.#columns].filter((one) => one.startsWith(start))) {
        this.#columns.delete(column);
        tree.#columns.add(column.slice(start.length));
        tree.#mayBeAlone = true;
      }
      for (const [inner, ofInner] of [...this.#repeats].filter(([one]) => one.startsWith(start))) {
        this.#repeats.delete(inner);
        tree.#repeat(inner.slice(start.length)).#merge(ofInner);
        tree.#mayBeAlone = true;
      }
      tree.takeInOnlyChildren();
    }
  }

  #merge(other: ColumnTree): void {
    for (const column of other.#columns) this.#columns.add(column);
    for (const [path, tree] of other.#repeats) this.#repeat(path).#merge(tree);
  }

  toHeader(): JsonHeader {
    const columns = [...this.#columns];
    const positions = new Map(columns.map((column, at) => [column, at]));
    const paths = [...this.#repeats.keys()];
    const names = new Map(paths.map((path) => [path, toName(path, paths)]));
    const found = [...this.#repeats].map(([path, tree]) => {
      const name = names.get(path) as string;
      return [path, { name, inner: tree.toHeader(), mayBeAlone: tree.#mayBeAlone }] as const;
    });
    const repeats = new Map(found.map(([, { name, inner }]) => [name, inner.header]));
    return { header: { columns, positions, ...(repeats.size > 0 && { repeats }) }, repeats: new Map(found) };
  }
}

/** A header, with the paths under which flat records have their children. */
export interface JsonHeader {
  readonly header: Header;
  readonly repeats: ReadonlyMap<string, JsonRepeat>;
}

export interface JsonRepeat {
  readonly name: string;
  readonly inner: JsonHeader;
  /** Some record has one child there, and no list. */
  readonly mayBeAlone: boolean;
}

/** A repeat is called as its own group is; where several would be called so, by its path. */
function toName(path: string, paths: readonly string[]): string {
  const own = ownName(path);
  return paths.filter((other) => ownName(other) === own).length > 1 ? path : own;
}

/** The last part of a path. */
export function ownName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
