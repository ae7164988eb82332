import { nearest } from '../base/nearest.ts';

/** What has an id, or a code, and a name. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Of those that are gone, which new one each looks renamed to, by ids: it has the same name, or one of the two ids is a
 * part of the other, or their ids or names are a slip apart. None is taken twice.
 */
export function findRenamed(gone: readonly Named[], fresh: readonly Named[]): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  const left = new Map(fresh.map((one) => [one.id, one]));
  for (const looksLike of LIKENESSES) {
    for (const one of gone) {
      if (renamed.has(one.id)) continue;
      const successor = looksLike(one, [...left.values()]);
      if (successor === undefined) continue;
      renamed.set(one.id, successor.id);
      left.delete(successor.id);
    }
  }
  return renamed;
}

/** Ids and names shorter than that are parts of too much. */
const TELLING = 4;

/** The surest first. */
const LIKENESSES: readonly ((gone: Named, fresh: readonly Named[]) => Named | undefined)[] = [
  ({ name }, fresh) => fresh.find((one) => folded(one.name) === folded(name)),
  ({ id }, fresh) => only(fresh.filter((one) => isPart(one.id, id))),
  ({ name }, fresh) => only(fresh.filter((one) => isPart(one.name, name))),
  ({ id }, fresh) => byText(fresh, ({ id: text }) => text, id),
  ({ name }, fresh) => byText(fresh, ({ name: text }) => text, name),
];

function byText(fresh: readonly Named[], textOf: (one: Named) => string, text: string): Named | undefined {
  const near = nearest(text, fresh.map(textOf));
  return fresh.find((one) => textOf(one) === near);
}

function isPart(one: string, other: string): boolean {
  const [a, b] = [folded(one), folded(other)];
  return a.length >= TELLING && b.length >= TELLING && (a.includes(b) || b.includes(a));
}

function only(found: readonly Named[]): Named | undefined {
  return found.length === 1 ? found[0] : undefined;
}

function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
