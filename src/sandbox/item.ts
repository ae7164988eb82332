import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';

/** A metadata object as it stands in a package, completed with what the server adds. */
export type Item = Record<string, unknown> & { id: string };

/** Metadata by collection and uid. */
export interface ItemStore {
  all(collection: string): readonly Item[];
  get(collection: string, uid: string): Item | undefined;
  put(collection: string, item: Item): void;
}

/** Identifiers of the category combination that every server has. */
export const DEFAULT_COMBO = {
  combo: 'bjDvmb4bfuf',
  optionCombo: 'HllvX50cXC0',
  option: 'xYerKDKCefk',
  category: 'GLevLNI9wkl',
} as const;

/** The `{ id }` references in a list property. */
export function referencesOf(item: Record<string, unknown>, property: string): readonly { id: string }[] {
  const list = item[property];
  if (!Array.isArray(list)) return [];
  return list.filter((item): item is { id: string } => isObject(item) && typeof item['id'] === 'string');
}

/** Uid of the object to which a property refers. */
export function referenceOf(item: Record<string, unknown>, property: string): string | null {
  const reference = item[property];
  return isObject(reference) && typeof reference['id'] === 'string' ? reference['id'] : null;
}

export function badMetadata(reason: string): EtlError {
  return new EtlError('sandbox/bad-metadata', { reason });
}
