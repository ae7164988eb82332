import { createHash, hash } from 'node:crypto';
import { toId } from '../index/ids.ts';
import type { ReadColumns } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';

/** What a record is called: `key` is the first of its ids. */
export interface Identity {
  readonly key: string;
  readonly ids: readonly string[];
}

/**
 * Reads the identity of records: of the key columns, the first that is not blank gives the key, all of them are ids.
 * `uuid:` prefixes are dropped. Null where all of them are blank.
 */
export function bindIdentity(keyColumns: readonly string[], header: Header): (record: SourceRecord) => Identity | null {
  const positions = keyColumns.map((column) => header.positions.get(column)).filter((at) => at !== undefined);
  return ({ cells }) => {
    const ids = new Set<string>();
    for (const at of positions) {
      const id = toId(cells[at] as string);
      if (id !== '') ids.add(id);
    }
    const [key] = ids;
    return key === undefined ? null : { key, ids: [...ids] };
  };
}

/** A short digest of what is read of a record, and of its children; equal cells, equal digest. */
export function digestOf(record: SourceRecord, reads: ReadColumns): string {
  return hash('sha1', textOf(record, reads), 'base64').slice(0, 20);
}

function textOf({ header, cells, repeats }: SourceRecord, reads: ReadColumns): string {
  let text = '';
  for (const [, at] of reads.cellsIn(header)) text += `${cells[at] as string}\u001f`;
  for (const [name, columns] of reads.repeatsIn(header))
    for (const child of repeats?.get(name) ?? []) text += `\u001e${name}\u001f${textOf(child, columns)}\u001d`;
  return text;
}

/** Hash of the values of `source.pair`; undefined where any is blank: then nothing can be paired by them. */
export function pairHash(namespace: string, values: readonly string[]): string | undefined {
  if (values.length === 0 || values.some((value) => value.trim() === '')) return undefined;
  const text = [namespace, ...values.map((value) => value.trim().normalize('NFC'))].join('\u001f');
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
