/** Numbers that look random and are the same for the same seed, on any machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  /** True so often: 0.1 is one time in ten. */
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A text of hexadecimal digits in the form of a version 4 UUID. */
  uuid(): string;
}

/** A source of numbers for each pair of seed and name: rows can be made in any order, and each is always the same. */
export function randomOf(seed: number, name: string): Random {
  let state = hash(`${seed}/${name}`);
  // The generator called mulberry32: one 32-bit state, good enough for data that only has to look natural.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const hex = (): string =>
    Math.floor(next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0');
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[below(items.length)] as T;
    },
    uuid: () => {
      const digits = hex() + hex() + hex() + hex();
      const variant = '89ab'[Number.parseInt(digits[16] as string, 16) % 4] as string;
      const parts = [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        variant + digits.slice(17, 20),
      ];
      return [...parts, digits.slice(20)].join('-');
    },
  };
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
