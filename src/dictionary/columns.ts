/** The other way round: what each column fills, and what else reads it. */
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import type { DictionaryColumn, DictionaryField } from './dictionary.ts';

/** The columns that a pipeline reads or leaves out on purpose, by what they fill. */
export function columnsIn(loaded: LoadedPipeline, fields: readonly DictionaryField[]): DictionaryColumn[] {
  const columns = new Map<string, Entry>();
  const of = (column: string): Entry => {
    const known = columns.get(column) ?? { versions: new Set(), fills: new Set(), uses: new Set() };
    columns.set(column, known);
    return known;
  };
  for (const { target, fillings } of fields)
    for (const filling of fillings)
      for (const column of filling.columns) {
        const entry = of(column);
        entry.fills.add(target);
        for (const version of filling.versions) entry.versions.add(version);
      }
  for (const [use, names] of usesOf(loaded)) for (const name of names) of(name).uses.add(use);
  const ignored = (loaded.spec.mapping?.ignore ?? []).filter(({ is }) => is === 'column');
  for (const { name } of ignored) of(name);
  return [...columns].map(([column, { versions, fills, uses }]) => ({
    column,
    question: loaded.pipeline.questionOf(column) ?? null,
    versions: loaded.mapping.versions.map(({ name }) => name).filter((name) => versions.has(name)),
    fills: [...fills],
    uses: [...uses],
    reason: ignored.find(({ name }) => name === column)?.reason ?? null,
  }));
}

interface Entry {
  readonly versions: Set<string>;
  readonly fills: Set<string>;
  readonly uses: Set<string>;
}

function usesOf({ spec, mapping, parts }: LoadedPipeline): (readonly [use: string, columns: readonly string[]])[] {
  const { key, pair } = spec.source;
  const named = (used: {
    readonly expression: { readonly references: { readonly columns: readonly { readonly name: string }[] } };
  }): string[] => used.expression.references.columns.map(({ name }) => name);
  return [
    ['source.key', key.flat().map(({ column }) => column)],
    ['source.pair', pair.map(({ column }) => column)],
    ['source.where', mapping.where ? named(mapping.where) : []],
    ['source.versions', mapping.versions.flatMap(({ when }) => named(when))],
    ['source.group', parts.grouping ? [...parts.grouping.named] : []],
  ];
}
