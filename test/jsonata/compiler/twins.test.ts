import { describe, expect, test } from 'vitest';
import { NATIVES } from '../../../src/jsonata/compiler/natives.ts';
import { plainNumber } from '../../../src/base/digits.ts';
import { round } from '../../../src/jsonata/compiler/numbers.ts';
import { length, substring, trim } from '../../../src/jsonata/compiler/texts.ts';
import { Random } from './random.ts';

const SEED = 20_260;

type Twin = (...args: never[]) => unknown;

/** What a function gives, or the code of what it throws. */
function outcome(call: Twin, args: readonly unknown[]): unknown {
  try {
    return (call as (...given: readonly unknown[]) => unknown)(...args);
  } catch (thrown) {
    return (thrown as { code?: unknown }).code;
  }
}

/** Arguments for which a twin and jsonata's own do not give the very same (-0 is not 0). */
function differences(
  name: string,
  twin: Twin,
  make: (random: Random) => readonly unknown[],
  tries = 40_000,
): unknown[] {
  const native = NATIVES.get(name)?.implementation as Twin;
  const random = new Random(SEED);
  const made = Array.from({ length: tries }, () => make(random));
  return made.filter((args) => !Object.is(outcome(twin, args), outcome(native, args)));
}

/** Numbers of every size: whole, short decimals, halves of the last place, any. */
function anyNumber(random: Random, places: number): number {
  const sign = random.below(2) === 0 ? 1 : -1;
  const whole = random.below(10 ** (1 + random.below(9)));
  const kinds = [whole, whole / 10 ** random.below(9), (whole + 0.5) / 10 ** places, whole * 1e-17, whole * 1e9];
  return sign * (kinds[random.below(kinds.length)] as number);
}

function anyText(random: Random): string {
  const units = [' ', ' ', 'a', 'é', '\t', '\n', '\u00a0', '😀', '\ud83d', '0'];
  return Array.from({ length: random.below(7) }, () => units[random.below(units.length)]).join('');
}

function numeral(random: Random): string {
  const units = ['0', '1', '9', '5', '12345678', '.', '-', '+', 'e3', 'E-2', '0x1F', ' ', ','];
  return Array.from({ length: random.below(5) }, () => units[random.below(units.length)]).join('');
}

describe(`quick twins of built-ins give what jsonata gives (seed ${SEED})`, () => {
  test('$round', () => {
    const make = (random: Random): unknown[] => {
      const places = random.below(8) - 1;
      return [anyNumber(random, places), places];
    };
    expect(differences('round', round, make)).toEqual([]);
  });

  test('$number of plain digits', () => {
    const any = NATIVES.get('number')?.implementation as (text: string) => number;
    const number = (text: string): number => {
      const plain = plainNumber(text);
      return Number.isNaN(plain) ? any(text) : plain;
    };
    expect(differences('number', number, (random) => [numeral(random)], 4000)).toEqual([]);
    expect(differences('number', number, (random) => [String(anyNumber(random, 3))])).toEqual([]);
  });

  test('$trim and $length', () => {
    expect(differences('trim', trim, (random) => [anyText(random)])).toEqual([]);
    expect(differences('length', length, (random) => [anyText(random)])).toEqual([]);
  });

  test('$substring', () => {
    const make = (random: Random): unknown[] => {
      const from = random.below(12) - 6;
      return [anyText(random), from, random.below(3) === 0 ? undefined : random.below(9) - 2];
    };
    expect(differences('substring', substring, make)).toEqual([]);
  });
});
