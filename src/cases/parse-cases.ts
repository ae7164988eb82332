/** A file of cases: its text, and what is wrong with it. */
import type { SourceText } from '../base/document.ts';
import { toLineColumn } from '../base/document.ts';
import { isObject, type Json } from '../base/json.ts';
import { toPath, type Pointer } from '../base/pointer.ts';
import { problem, type Problem } from '../base/problem.ts';
import { checkSchema } from '../base/schema.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { parseYamlDocument, type YamlDocument } from '../base/yaml-document.ts';
import type { YamlScalar } from '../base/yaml-reader.ts';
import { knownCodes } from '../messages/code-table.ts';
import { toExpressionText } from '../pipeline/expression-scalars.ts';
import type { Case, Expected, ExpectedField, ExpectedReject, ExpectedResult, GivenRow, WrittenRow } from './case.ts';
import { CASES } from './case-schema.ts';

export interface ParsedCases {
  readonly cases: readonly Case[];
  /** Cells of every row, where a case does not say otherwise. */
  readonly defaults: GivenRow | undefined;
  readonly problems: readonly Problem[];
}

/** Parses a file of cases; what is wrong with it comes back as problems. */
export function parseCases(source: SourceText): ParsedCases {
  const document = parseYamlDocument(source);
  const broken = document.value === undefined || document.problems.length > 0;
  const problems = broken ? document.problems : checkSchema(CASES, document.value, document.placeOf, toPath);
  if (problems.length > 0) return { cases: [], defaults: undefined, problems };
  return new CasesReader(document).read();
}

interface CaseJson {
  readonly name: string;
  readonly row?: unknown;
  readonly rows?: readonly unknown[];
  readonly now?: string;
  readonly version?: string;
  readonly expect?: Readonly<Record<string, Json>>;
  readonly exactly?: Readonly<Record<string, Json>>;
  readonly rejects?: readonly (string | { readonly code: string })[];
  readonly excluded?: true;
  readonly values?: readonly { readonly gives?: Json }[];
}

class CasesReader {
  readonly #document: YamlDocument;
  readonly #scalars: ReadonlyMap<string, YamlScalar>;
  readonly #problems: Problem[] = [];

  constructor(document: YamlDocument) {
    this.#document = document;
    this.#scalars = new Map(document.scalars.map((scalar) => [JSON.stringify(scalar.pointer), scalar]));
  }

  read(): ParsedCases {
    const { cases, row } = this.#document.value as unknown as { cases: readonly CaseJson[]; row?: unknown };
    const read = cases.map((one, at) => this.#case(one, ['cases', at]));
    this.#refuseTwins(read);
    const defaults = row === undefined ? undefined : this.#row(row, ['row']);
    return { cases: read, defaults, problems: this.#problems };
  }

  #case(json: CaseJson, pointer: Pointer): Case {
    const { placeOf } = this.#document;
    const at = (key: string): Pointer => [...pointer, key];
    if (json.row !== undefined && json.rows !== undefined)
      this.#problems.push(problem('cases/row-and-rows', {}, placeOf(at('rows'), 'key')));
    const rows = json.rows
      ? json.rows.map((row, index) => this.#writtenRow(row, [...at('rows'), index]))
      : [this.#writtenRow(json.row ?? {}, at('row'))];
    const said = json.version;
    return {
      name: json.name,
      place: placeOf(at('name')),
      pointer,
      rows,
      now: json.now === undefined ? undefined : this.#time(json.now, at('now')),
      version: said === undefined ? undefined : { value: said, place: placeOf(at('version')) },
      expected: this.#expected(json, at),
      results: (json.values ?? []).flatMap((one, index) => this.#result(one, [...at('values'), index])),
    };
  }

  #refuseTwins(cases: readonly Case[]): void {
    const known = new Map<string, Case>();
    for (const one of cases) {
      const first = known.get(one.name);
      if (!first) known.set(one.name, one);
      else {
        const { line } = toLineColumn(one.place.source.text, first.place.start);
        this.#problems.push(problem('cases/name-twice', { name: one.name, line }, one.place));
      }
    }
  }

  #writtenRow(json: unknown, pointer: Pointer): WrittenRow {
    const exported = this.#exported(json, pointer);
    return exported ?? { is: 'cells', row: this.#row(json, pointer) };
  }

  /** `{ file: export.csv, key: … }`, or with `row`; a form with these two questions alone has other columns too. */
  #exported(json: unknown, pointer: Pointer): WrittenRow | undefined {
    if (!isObject(json) || typeof json['file'] !== 'string' || Object.keys(json).length !== 2) return undefined;
    const place = this.#document.placeOf(pointer);
    const exported = { is: 'export', file: json['file'], place } as const;
    if (typeof json['row'] === 'number') return { ...exported, wanted: { row: json['row'] } };
    const key = Object.hasOwn(json, 'key') ? this.#text([...pointer, 'key']) : '';
    return key === '' ? undefined : { ...exported, wanted: { key } };
  }

  #row(json: unknown, pointer: Pointer): GivenRow {
    const cells = new Map<string, string>();
    const repeats = new Map<string, readonly GivenRow[]>();
    for (const [column, value] of Object.entries(json as object))
      if (Array.isArray(value))
        repeats.set(
          column,
          value.map((child, at) => this.#row(child, [...pointer, column, at])),
        );
      else cells.set(column, this.#text([...pointer, column]));
    return { cells, repeats, placeOf: (column) => this.#document.placeOf([...pointer, column], 'key') };
  }

  /** A scalar as it is written: 1.10 and 007 are other cells once they have been read as numbers. */
  #text(pointer: Pointer): string {
    const scalar = this.#scalars.get(JSON.stringify(pointer));
    if (!scalar || scalar.value === null) return '';
    return typeof scalar.value === 'string' ? scalar.value : scalar.raw;
  }

  #time(text: string, pointer: Pointer): Date | undefined {
    const time = new Date(text);
    if (/^\d{4}-\d{2}-\d{2}(?:$|T.*(?:Z|[+-]\d{2}:\d{2})$)/.test(text) && !Number.isNaN(time.getTime())) return time;
    this.#problems.push(problem('cases/not-a-time', { text }, this.#document.placeOf(pointer)));
    return undefined;
  }

  #expected({ expect, exactly, rejects, excluded }: CaseJson, at: (key: string) => Pointer): Expected | undefined {
    const { placeOf } = this.#document;
    const ways = Object.entries({ expect, exactly, rejects, excluded }).filter(([, value]) => value !== undefined);
    const choices = ['expect', 'exactly', 'rejects', 'excluded'];
    const [first, second] = ways;
    if (second)
      this.#problems.push(
        problem('spec/one-of-keys', { where: 'the case', choices, tooMany: true }, placeOf(at(second[0]), 'key')),
      );
    if (!first) return undefined;
    const [key] = first;
    const place = placeOf(at(key), 'key');
    if (excluded) return { is: 'excluded', place };
    if (rejects) return { is: 'rejects', place, rejects: rejects.map((_, index) => this.#reject([...at(key), index])) };
    const fields = Object.entries(expect ?? exactly ?? {}).map(([name, value]) =>
      this.#field(name, value, [...at(key), name]),
    );
    return { is: 'fields', isExact: exactly !== undefined, fields, place };
  }

  #field(name: string, value: Json, pointer: Pointer): ExpectedField {
    const { placeOf } = this.#document;
    const isText = value !== null && typeof value !== 'object';
    return {
      name,
      namePlace: placeOf(pointer, 'key'),
      value: isText ? this.#text(pointer) : value,
      place: placeOf(pointer),
    };
  }

  #reject(pointer: Pointer): ExpectedReject {
    const text = (key: string): string | undefined => {
      const found = this.#scalars.has(JSON.stringify([...pointer, key])) ? this.#text([...pointer, key]) : '';
      return found === '' ? undefined : found;
    };
    const code = text('code') ?? this.#text(pointer);
    const place = this.#document.placeOf(text('code') === undefined ? pointer : [...pointer, 'code']);
    const known = knownCodes();
    if (!known.some((one) => one === code) && !/^dhis2\/E\d+$/.test(code))
      this.#problems.push(problem('cases/unknown-code', { code, ...suggestionFor(code, known) }, place));
    return { code, column: text('column'), field: text('field'), value: text('value'), place };
  }

  #result({ gives = null }: { readonly gives?: Json }, pointer: Pointer): ExpectedResult[] {
    const scalar = this.#scalars.get(JSON.stringify([...pointer, 'expression']));
    const place = this.#document.placeOf([...pointer, 'expression']);
    if (!scalar || !String(scalar.value).trimStart().startsWith('=')) {
      this.#problems.push(problem('cases/no-expression', {}, place));
      return [];
    }
    return [
      { expression: toExpressionText(scalar), value: gives, place: this.#document.placeOf([...pointer, 'gives']) },
    ];
  }
}
