import { expect, test } from 'vitest';
import { candidates, likeness, WORTH_SHOWING } from '../../src/matching/likeness.ts';

/** Names as countries have them: a kind of place, often shortened, and a town. */
const KINDS = [
  ['Centre de santé', 'CS', 'Health centre'],
  ['Community Health Centre', 'CHC', 'Comm. Health Centre'],
  ['Hôpital de district', 'HD', 'District Hospital'],
  ['Poste de santé', 'PS', 'Health post'],
] as const;
const SYLLABLES = 'ka be mo ndi ra lu so wé ta gou bi zan fe ma ri dou na té ko li ya vu'.split(' ');

function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test('of many choices the best few are those that a comparison with all of them gives', () => {
  const random = makeRandom(7);
  const towns = Array.from({ length: 1000 }, () => {
    const town = Array.from({ length: 2 + random(3) }, () => SYLLABLES[random(SYLLABLES.length)]).join('');
    return town[0]!.toUpperCase() + town.slice(1) + (random(6) === 0 ? ` ${1 + random(4)}` : '');
  });
  const choices = towns.map((town) => ({ name: `${KINDS[random(KINDS.length)]![0]} ${town}` }));
  const misspell = (text: string): string => {
    const at = 1 + random(text.length - 1);
    return [text, text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + text.slice(at - 1)][random(3)]!;
  };
  let equal = 0;
  for (let n = 0; n < 60; n += 1) {
    const kind = KINDS[random(KINDS.length)]![random(3)]!;
    const town = misspell(towns[random(towns.length)]!);
    const value = [`${kind} ${town}`, `${town} ${kind}`, town, town.toUpperCase()][random(4)]!;
    const scores = choices.map(({ name }) => likeness(value, name)).sort((a, b) => b - a);
    const wanted = scores.slice(0, 3).filter((score) => score >= WORTH_SHOWING);
    const given = candidates(value, choices, 3).map(({ score }) => score);
    expect({ value, best: given[0] }).toEqual({ value, best: wanted[0] });
    if (given.join() === wanted.join()) equal += 1;
  }
  expect(equal).toBeGreaterThanOrEqual(57);
});

test('initials are found in full, and the other way round', () => {
  const filler = Array.from({ length: 300 }, (_, n) => ({ name: `Borehole ${n}` }));
  const choices = [...filler, { name: 'Bandajuma Community Health Centre' }, { name: 'Njala CHC' }];
  expect(candidates('Bandajuma CHC', choices)[0]?.choice.name).toBe('Bandajuma Community Health Centre');
  expect(candidates('Njala Community Health Centre', choices)[0]?.choice.name).toBe('Njala CHC');
  expect(candidates('BOREHOLE 017', choices)[0]?.choice.name).toBe('Borehole 17');
});
