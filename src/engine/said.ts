/**
 * What a record says, as digests: of the cells that are read of it, its children's too, and of all that maps them. Together
 * with what came of it, it is kept in the entry: as long as nothing of that changes, the record need not be mapped.
 */
import { hash } from 'node:crypto';
import type { ReadColumns } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Entry } from '../contracts/store.ts';

/**
 * Gives records of one header their digests: equal for those that are equal in every column that is read. `maps`: of all that
 * maps them.
 */
export function bindSaid(header: Header, reads: ReadColumns, maps: string): (record: SourceRecord) => string {
  const columns = reads.cellsIn(header);
  const positions = columns.map(([, at]) => at);
  const repeats = reads.repeatsIn(header);
  const head = digest(JSON.stringify([maps, columns.map(([name]) => name)]));
  return ({ cells, repeats: children }) => {
    // Each cell with its length: cells that differ give texts that differ, whatever stands in them.
    let text = head;
    for (const at of positions) {
      const cell = cells[at] as string;
      text += `${cell.length}:${cell}`;
    }
    if (children)
      for (const [name, columnsOfChild] of repeats) text += ofChildren(name, children.get(name), columnsOfChild);
    return digest(text);
  };
}

/** A child's header may have other columns than another's: so they are named. */
function ofChildren(repeat: string, children: readonly SourceRecord[] = [], reads: ReadColumns): string {
  let text = `[${repeat.length}:${repeat}${children.length}`;
  for (const { header, cells, repeats } of children) {
    text += ';';
    for (const [name, at] of reads.cellsIn(header)) {
      const cell = cells[at] as string;
      text += `${name.length}:${name}${cell.length}:${cell}`;
    }
    for (const [name, columns] of reads.repeatsIn(header)) text += ofChildren(name, repeats?.get(name), columns);
  }
  return `${text}]`;
}

/** What a record was mapped to, and under which key. */
export type CameOf = Required<Pick<Entry, 'address' | 'hash' | 'shape'>> & { readonly key: string };

/** What an entry keeps of its row: `said` is what the record says. */
export function rowOf(said: string, { key, address, hash: of, shape }: CameOf): string {
  return digest([said, of, shape, address, key].join(' '));
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
