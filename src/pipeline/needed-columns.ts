import type { Problem } from '../base/problem.ts';
import type { ReadColumns } from '../contracts/mapper.ts';
import type { Header } from '../contracts/record.ts';
import { checkColumnTexts } from '../mapping/check-literals.ts';
import { guessColumns } from '../mapping/guess-columns.ts';
import type { LoadedMapping } from '../mapping/load-mapping.ts';
import { checkColumns } from '../mapping/mapper.ts';
import { allFields, columnsNamed, columnsRead, type Mapping } from '../mapping/mapping.ts';
import { checkDoubledColumns } from './check-doubled-columns.ts';
import { checkNamedColumns } from './check-named-columns.ts';
import { explainHeader } from './explain-header.ts';
import type { PipelineSpec } from './pipeline-spec.ts';

/** The columns that a pipeline needs of its source, and what is wrong with those that are there. */
export class NeededColumns {
  /** All that mapping and spec name. */
  readonly known: readonly string[];
  readonly #spec: PipelineSpec;
  readonly #mapping: Mapping;
  /** Those without which the pipeline cannot run. */
  readonly #needed: ReadonlySet<string>;
  readonly #read: ReadColumns;

  constructor(spec: PipelineSpec, { mapping, columns }: LoadedMapping) {
    const { pair } = spec.source;
    const key = spec.source.key.flat();
    this.#spec = spec;
    this.#mapping = mapping;
    this.known = [...columns, ...[...key, ...pair].map((named) => named.column)];
    const required = [...key.filter((named) => !named.isOptional), ...pair].map((named) => named.column);
    this.#needed = new Set([...required, ...columnsNamed(mapping)]);
    this.#read = columnsRead(mapping);
  }

  /** Whether a field, a condition, the key or the pair reads a column; those of children as `allColumns` names them. */
  reads(name: string): boolean {
    return (
      readsNamed(this.#read, name) ||
      this.#needed.has(name) ||
      this.#spec.source.key.flat().some((named) => named.column === name)
    );
  }

  /** Problems of the source's columns: key, pair, expressions, mapped columns. */
  check(header: Header): Problem[] {
    const absent = [...checkNamedColumns(this.#spec, header), ...checkColumns(this.#mapping, header)];
    return [
      ...explainHeader(absent, header, this.#needed),
      ...checkDoubledColumns(this.#spec, this.#mapping, header),
      ...checkColumnTexts(allFields(this.#mapping), new Set(header.columns)),
    ];
  }

  /** What can be guessed where the source is out of reach. */
  guess(): Problem[] {
    return guessColumns(this.#mapping, this.known);
  }
}

function readsNamed(read: ReadColumns, name: string): boolean {
  if (read.reads(name)) return true;
  const [, repeat = '', rest = ''] = /^(.+?)\[\](?:\.(.+))?$/s.exec(name) ?? [];
  if (repeat === '' || !read.reads(repeat)) return false;
  return rest === '' || readsNamed(read.childrenOf(repeat), rest);
}
