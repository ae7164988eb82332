import { inTurn } from '../slice.ts';

/** Values of every type, those among them that break what takes them for another. */
export const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  1e308,
  '',
  'x',
  [],
  [null],
  [[]],
  {},
  { toString: 1 },
  { a: null },
];

/** Every value of a JSON, one after the other, replaced by so many of the others, in turn. */
export function* spoiled(value: unknown, count = VALUES.length): Generator<string> {
  const text = JSON.stringify(value);
  const paths: (readonly string[])[] = [[]];
  const walk = (at: unknown, path: readonly string[]): void => {
    if (at === null || typeof at !== 'object') return;
    for (const [key, inner] of Object.entries(at)) {
      paths.push([...path, key]);
      walk(inner, [...path, key]);
    }
  };
  walk(value, []);
  for (const [at, path] of paths.entries()) {
    for (const other of inTurn(VALUES, at, count)) {
      const copy = { root: JSON.parse(text) as unknown };
      let parent: Record<string, unknown> = copy;
      for (const step of ['root', ...path].slice(0, -1)) parent = parent[step] as Record<string, unknown>;
      parent[path.at(-1) ?? 'root'] = other;
      yield JSON.stringify(copy.root);
    }
  }
}

/** Nested deeper than any stack. */
export const DEEP = `${'['.repeat(3000)}${']'.repeat(3000)}`;
