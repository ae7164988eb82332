import { isObject } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import type { ComponentKind } from '../contracts/component.ts';
import { ownKeys, ownSchema } from './component-schema.ts';

/** The keys that a connection can have: of all kinds, since a broken file does not say which. */
export interface ConnectionWords {
  /** Keys whose values are secrets. */
  readonly secret: ReadonlySet<string>;
  /** Those of them that hold several secrets by name, such as headers. */
  readonly maps: ReadonlySet<string>;
  /** All others; what stands behind them may be shown. */
  readonly open: ReadonlySet<string>;
}

export function toConnectionWords(registry: readonly ComponentKind[]): ConnectionWords {
  const secret = new Set<string>();
  const maps = new Set<string>();
  const open = new Set(['kind']);
  for (const kind of registry) {
    if (kind.role !== 'storage' && kind.role !== 'server') continue;
    for (const key of kind.secrets) secret.add(key);
    const { properties = {} } = ownSchema(kind);
    for (const key of kind.secrets)
      if (isObject(properties[key]) && 'additionalProperties' in properties[key]) maps.add(key);
    for (const key of ownKeys(kind)) if (!kind.secrets.includes(key)) open.add(key);
  }
  return { secret, maps, open };
}

/** Whether a word is a key of a connection, or so near to one that it tells nothing else. */
export function isConnectionWord(word: string, { secret, open }: Pick<ConnectionWords, 'secret' | 'open'>): boolean {
  if (secret.has(word) || open.has(word)) return true;
  if (!/^[A-Za-z][A-Za-z_-]{2,}$/.test(word)) return false;
  const known = [...secret, ...open];
  return (
    nearest(word, known) !== undefined || known.some((other) => other.toLowerCase().startsWith(word.toLowerCase()))
  );
}
