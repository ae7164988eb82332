import type { LookupTable } from '../expression/context.ts';

/**
 * What the source calls a place that DHIS2 knows by a UID: the look-up of organisation units, read backwards. Of several
 * cells for one place the first counts.
 */
export function placeNames(table: LookupTable | undefined): (uid: string) => string | undefined {
  let names: Map<string, string> | undefined;
  const read = (): Map<string, string> => {
    const found = new Map<string, string>();
    for (const key of table?.keys() ?? []) {
      const uid = table?.get(key);
      if (uid !== undefined && !found.has(uid)) found.set(uid, key);
    }
    return found;
  };
  return (uid) => (names ??= read()).get(uid);
}
