import type { Pipeline } from './pipeline.ts';

type Reads = Pick<Pipeline, 'readsColumn'>;

/** Columns that were there in the last run, are gone now, and are read by something in the pipeline. */
export function lostColumns({ readsColumn }: Reads, before: readonly string[], now: readonly string[]): string[] {
  return gone(before, now).filter((column) => readsColumn(column));
}

/** Sentences, for the log, on columns that came or went since the last run and that nothing reads. */
export function remarkOnColumns({ readsColumn }: Reads, before: readonly string[], now: readonly string[]): string[] {
  const lost = gone(before, now).filter((column) => !readsColumn(column));
  const added = before.length === 0 ? [] : gone(now, before).filter((column) => !readsColumn(column));
  return [
    ...(lost.length > 0 ? [`Columns gone since the last run, which nothing reads: ${toList(lost)}.`] : []),
    ...(added.length > 0 ? [`Columns new since the last run, which nothing reads: ${toList(added)}.`] : []),
  ];
}

function gone(before: readonly string[], now: readonly string[]): string[] {
  const there = new Set(now);
  return [...new Set(before)].filter((column) => column !== '' && !there.has(column));
}

function toList(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name));
  return names.length > 10 ? `${shown.join(', ')} and ${names.length - 10} more` : shown.join(', ');
}
