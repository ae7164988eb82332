/** A list can have tens of thousands, and every event asks. */
const IDS = new WeakMap<readonly { readonly id: string }[], ReadonlySet<string>>();

/** The ids of a list that does not change. */
export function idsOf(list: readonly { readonly id: string }[]): ReadonlySet<string> {
  const known = IDS.get(list);
  if (known) return known;
  const ids = new Set(list.map(({ id }) => id));
  IDS.set(list, ids);
  return ids;
}
