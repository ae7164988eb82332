/** The columns that `source.key` and `source.pair` name, against those of the source. */
import { lastPart } from '../base/nearest-column.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import { columnSuggestion } from '../base/suggestion.ts';
import type { Header } from '../contracts/record.ts';
import type { NamedColumn, PipelineSpec } from './pipeline-spec.ts';

/** Each column must be there: what is misspelt would leave records without the id that survives an edit. */
export function checkNamedColumns({ source: { key, pair } }: PipelineSpec, header: Header): Problem[] {
  const problems = [
    ...key.flat().flatMap((named) => checkKeyColumn(named, header)),
    ...pair.flatMap((named) => checkColumn(named, header, 'mapping/pair-not-in-source')),
  ];
  if (problems.length > 0) return problems;
  const place = key[0]?.[0].place;
  const there = key.filter((id) => id.every((named) => header.positions.has(named.column)));
  if (there.length === 0) {
    const columns = key.flat().map((named) => named.column);
    return [problem('mapping/no-key-in-source', { columns }, place)];
  }
  const isOnlyUuid = there.every((id) => id.length === 1 && id[0].column === '_uuid');
  return isOnlyUuid && pair.length === 0 ? [warning('mapping/edits-unknown', {}, place)] : [];
}

function checkKeyColumn(named: NamedColumn, header: Header): Problem[] {
  if (!named.isOptional) return checkColumn(named, header, 'mapping/key-not-in-source');
  if (header.positions.has(named.column)) return [];
  // It may be absent, but under another spelling it is not.
  const near = header.columns.find((column) => isSpeltAlike(column, named.column));
  return near === undefined
    ? []
    : [
        problem(
          'mapping/key-not-in-source',
          { column: named.column, nearest: near, ...columnSuggestion(named.column, [near]) },
          named.place,
        ),
      ];
}

function checkColumn(
  { column, place }: NamedColumn,
  header: Header,
  code: 'mapping/key-not-in-source' | 'mapping/pair-not-in-source',
): Problem[] {
  if (header.positions.has(column)) return [];
  return [problem(code, { column, ...columnSuggestion(column, header.columns) }, place)];
}

/** But for case, unseen characters and groups: `meta/rootUUID`, `rootUuid`. */
function isSpeltAlike(a: string, b: string): boolean {
  const bare = (name: string): string => lastPart(name).replace(/[\s\p{Cf}]/gu, '');
  return bare(a) !== '' && bare(a).toLowerCase() === bare(b).toLowerCase();
}
