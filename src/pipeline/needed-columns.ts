import type { Problem } from '../base/problem.ts';
import type { Coverage } from '../contracts/coverage.ts';
import type { ReadColumns } from '../contracts/mapper.ts';
import { allColumns, type Header, type SourceRecord } from '../contracts/record.ts';
import type { Extract } from '../contracts/source.ts';
import { withoutConsequences } from '../expression/consequences.ts';
import { explainColumns } from '../engine/first-records.ts';
import { checkIgnoredColumns } from '../mapping/check-ignored.ts';
import { checkColumnTexts } from '../mapping/check-literals.ts';
import { coverQuestions } from '../mapping/coverage.ts';
import type { RowGrouping } from '../mapping/grouping.ts';
import { withLikelyNames } from '../mapping/find-renamed.ts';
import { guessColumns } from '../mapping/guess-columns.ts';
import type { LoadedMapping } from '../mapping/load-mapping.ts';
import type { IgnoreSpec } from '../mapping/mapping-spec.ts';
import { checkColumns } from '../mapping/mapper.ts';
import { allFields, columnsNamed, columnsRead, type Mapping } from '../mapping/mapping.ts';
import { checkDoubledColumns } from './check-doubled-columns.ts';
import { checkNamedColumns } from './check-named-columns.ts';
import { OF_WHOLE_HEADER, explainHeader } from './explain-header.ts';
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

  readonly #grouping: RowGrouping | undefined;
  readonly #elements: LoadedMapping['elements'];
  readonly #ignore: readonly IgnoreSpec[];

  constructor(spec: PipelineSpec, { mapping, columns, grouping, elements }: LoadedMapping) {
    const { pair } = spec.source;
    const key = spec.source.key.flat();
    this.#spec = spec;
    this.#mapping = mapping;
    this.#grouping = grouping;
    this.#elements = elements;
    this.#ignore = spec.mapping?.ignore ?? [];
    const groups = grouping && [...grouping.columns, grouping.as];
    this.known = groups ?? [...columns, ...[...key, ...pair].map((named) => named.column)];
    const required = [...key.filter((named) => !named.isOptional), ...pair].map((named) => named.column);
    this.#needed = new Set([...required, ...columnsNamed(mapping)]);
    this.#read = columnsRead(mapping);
  }

  /** Whether a field, a condition, the key or the pair reads a column; those of children as `allColumns` names them. */
  reads(name: string): boolean {
    const column = this.#columnOfRow(name);
    if (column !== undefined && this.#readsOfRow(column)) return true;
    return (
      readsNamed(this.#read, name) ||
      this.#needed.has(name) ||
      this.#spec.source.key.flat().some((named) => named.column === name)
    );
  }

  /** Whether a column is left out on purpose. */
  ignores(name: string): boolean {
    return this.#ignore.some((one) => one.is === 'column' && one.name === name);
  }

  /** Says of columns that are not there what they look renamed to. */
  explain(problems: readonly Problem[], header: Header, records: readonly SourceRecord[]): Problem[] {
    const isFree = (column: string): boolean => !this.reads(column) && !this.ignores(column);
    return withLikelyNames(problems, this.#mapping, header, records, isFree);
  }

  /** Problems of the columns of a source that will not be read any further, see `check`. */
  checkSource(extract: Extract): Promise<readonly Problem[]> {
    const explains = { explainColumns: this.explain.bind(this) };
    return explainColumns(explains, this.check(extract.header), extract);
  }

  /** Problems of the source's columns: key, pair, expressions, mapped columns. */
  check(header: Header): Problem[] {
    const rows = this.#grouping && header.repeats?.get(this.#grouping.as);
    if (this.#grouping && rows) return this.#checkGroups(this.#grouping, header, rows);
    const absent = [...checkNamedColumns(this.#spec, header), ...checkColumns(this.#mapping, header)];
    const found = explainHeader(absent, header, this.#needed);
    if (found.some(({ code }) => OF_WHOLE_HEADER.has(code))) return found;
    return [
      ...found,
      ...checkDoubledColumns(this.#spec, this.#mapping, header),
      ...checkColumnTexts(allFields(this.#mapping), new Set(header.columns)),
      ...checkIgnoredColumns(this.#ignore, allColumns(header), (column) => this.reads(column)),
    ];
  }

  /** How much of the program or data set is filled, and how much of the form is read, where its columns are known. */
  coverage(header?: Header): Coverage {
    const group = this.#grouping;
    const rows = header && group ? header.repeats?.get(group.as) : header;
    const isRead = (column: string): boolean => this.reads(group ? `${group.as}[].${column}` : column);
    return { ...this.#elements, questions: rows && coverQuestions(rows, this.#ignore, isRead) };
  }

  /** Fields read groups; the rest of the spec is about their rows. */
  #checkGroups(grouping: RowGrouping, header: Header, rows: Header): Problem[] {
    const key = this.#spec.source.key.flat().map((named) => named.column);
    const named = checkNamedColumns(this.#spec, rows).filter((one) => one.code !== 'mapping/edits-unknown');
    const ofRows = explainHeader([...named, ...grouping.check(rows)], rows, new Set([...key, ...grouping.named]));
    if (ofRows.some(({ code }) => OF_WHOLE_HEADER.has(code))) return ofRows;
    return withoutConsequences([
      ...ofRows,
      ...checkDoubledColumns(this.#spec, this.#mapping, rows, (column) => this.reads(`${grouping.as}[].${column}`)),
      ...checkColumns(this.#mapping, header),
      ...checkColumnTexts(allFields(this.#mapping), new Set(header.columns)),
      ...checkIgnoredColumns(this.#ignore, allColumns(rows), (column) => this.#readsOfRow(column)),
    ]);
  }

  /** The column of the rows of a group that `allColumns` names so. */
  #columnOfRow(name: string): string | undefined {
    const start = `${this.#grouping?.as}[].`;
    return this.#grouping && name.startsWith(start) ? name.slice(start.length) : undefined;
  }

  #readsOfRow(column: string): boolean {
    const isKey = this.#spec.source.key.flat().some((named) => named.column === column);
    return isKey || (this.#grouping !== undefined && readsNamed(this.#grouping.reads, column));
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
