import type { Header } from '../contracts/record.ts';
import type { NamedPosition, ReadColumns } from '../contracts/mapper.ts';
import type { References } from './analyse.ts';

/** The columns that some expressions read of a record, and those of its children; `columns` are read besides. */
export function readColumns(references: readonly References[], columns: Iterable<string> = []): ReadColumns {
  if (references.some((one) => one.readsAll)) return EVERY_COLUMN;
  const names = new Set(columns);
  const children = new Map<string, ReadColumns>();
  for (const { columns: mentions, children: reads } of references)
    for (const { name } of mentions) {
      names.add(name);
      const isWhole = reads.readsAll || reads.whole.has(name);
      const before = children.get(name);
      children.set(
        name,
        isWhole || before === EVERY_COLUMN ? EVERY_COLUMN : new Columns(union(before, reads.names), ALL_OF_CHILD),
      );
    }
  return new Columns(names, (name) => children.get(name) ?? NOTHING);
}

type ChildrenOf = (repeat: string) => ReadColumns;

/** A repeat within a child is read as a whole: what of it, no name tells. */
const ALL_OF_CHILD: ChildrenOf = () => EVERY_COLUMN;

class Columns implements ReadColumns {
  /** Undefined: all of them. */
  readonly names: ReadonlySet<string> | undefined;
  readonly #childrenOf: ChildrenOf;
  readonly #cells = new WeakMap<Header, readonly NamedPosition[]>();
  readonly #repeats = new WeakMap<Header, readonly (readonly [string, ReadColumns])[]>();

  constructor(names: ReadonlySet<string> | undefined, childrenOf: ChildrenOf) {
    this.names = names;
    this.#childrenOf = childrenOf;
  }

  cellsIn(header: Header): readonly NamedPosition[] {
    return remembered(this.#cells, header, () =>
      [...(this.names ?? new Set(header.columns))].flatMap((name) => {
        const at = header.positions.get(name);
        return at === undefined ? [] : [[name, at] as const];
      }),
    );
  }

  repeatsIn(header: Header): readonly (readonly [string, ReadColumns])[] {
    return remembered(this.#repeats, header, () =>
      [...(header.repeats?.keys() ?? [])]
        .filter((name) => this.reads(name))
        .map((name) => [name, this.#childrenOf(name)] as const),
    );
  }

  reads(name: string): boolean {
    return this.names === undefined || this.names.has(name);
  }

  childrenOf(repeat: string): ReadColumns {
    return this.reads(repeat) ? this.#childrenOf(repeat) : NOTHING;
  }
}

/** Every column, and all of the children. */
export const EVERY_COLUMN: ReadColumns = new Columns(undefined, ALL_OF_CHILD);
const NOTHING: ReadColumns = new Columns(new Set(), () => NOTHING);

function union(before: ReadColumns | undefined, names: ReadonlySet<string>): ReadonlySet<string> {
  return before instanceof Columns ? new Set([...(before.names ?? []), ...names]) : names;
}

function remembered<T>(known: WeakMap<Header, T>, header: Header, make: () => T): T {
  const before = known.get(header);
  if (before !== undefined) return before;
  const made = make();
  known.set(header, made);
  return made;
}
