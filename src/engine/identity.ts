import { hash } from 'node:crypto';
import { toId } from '../index/ids.ts';
import type { ReadColumns } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';

/** What a record is called: `key` is the first of its ids. */
export interface Identity {
  readonly key: string;
  readonly ids: readonly string[];
}

/** The columns that make one id of a record together; mostly it is a single one. */
export type KeyColumns = readonly string[];

/**
 * Reads the identity of records: of the ids that `source.key` names, the first that is not blank gives the key. `uuid:`
 * prefixes are dropped. Null where all of them are blank.
 */
export function bindIdentity(key: readonly KeyColumns[], header: Header): (record: SourceRecord) => Identity | null {
  const places = key
    .map((columns) => columns.map((column) => header.positions.get(column)))
    .filter((positions): positions is number[] => !positions.includes(undefined));
  return ({ cells }) => {
    const ids = new Set<string>();
    for (const positions of places) {
      const [only, ...others] = positions;
      const isSingle = only !== undefined && others.length === 0;
      const id = isSingle ? toId(cells[only] as string) : joinedId(positions.map((at) => cells[at] as string));
      if (id !== '') ids.add(id);
    }
    const [first] = ids;
    return first === undefined ? null : { key: first, ids: [...ids] };
  };
}

/**
 * One id of several cells, `Alpha:202601`: different cells never give the same one. Blank where any of them is. Such cells
 * are often names: one letter written in two ways (é, or e with an accent) is the same, as in look-ups.
 */
function joinedId(cells: readonly string[]): string {
  const parts = cells.map((cell) => cell.trim().normalize('NFC'));
  return parts.includes('') ? '' : parts.map(escaped).join(':');
}

/** A colon within a part, and what nobody would see, is written with a backslash. */
function escaped(part: string): string {
  return part.replace(/[\\:]/g, String.raw`\$&`).replace(/\p{Cc}/gu, (sign) => {
    return String.raw`\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
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
  if (values.length === 0) return undefined;
  let text = namespace;
  for (const value of values) {
    const trimmed = value.trim();
    if (trimmed === '') return undefined;
    text += `\u001f${trimmed.normalize('NFC')}`;
  }
  return hash('sha256', text, 'base64url').slice(0, 22);
}
