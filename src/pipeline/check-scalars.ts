/** What single values of a spec must not be, wherever they stand. */
import { toPath } from '../base/pointer.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Assembly } from './assembly.ts';
import type { ChosenKinds } from './chosen-kinds.ts';
import { ownKeys, valuesKeyOf } from './component-schema.ts';
import { isEmptyField } from './refine-problems.ts';

/** Only where, when, functions and the fields under transform are expressions; a kind's own keys hold any text. */
export function checkNoExpressions({ scalars }: Assembly, { source, sink }: ChosenKinds): Problem[] {
  const ownKeysOf = new Map(
    Object.entries({ source, sink }).map(([part, kind]) => [part, new Set(kind && ownKeys(kind))]),
  );
  return scalars.flatMap(({ scalar: { pointer, raw, place }, is }) => {
    const [part, key] = pointer;
    const last = pointer.at(-1);
    if (is !== 'expression' || raw === '=') return [];
    if (part === 'transform' || part === 'functions' || part === 'connections') return [];
    if (last === 'where' || last === 'when' || (part === 'source' && key === 'group')) return [];
    if (ownKeysOf.get(String(part))?.has(String(key))) return [];
    return [problem('spec/no-expression', { where: toPath(pointer) }, place)];
  });
}

/** A field that somebody forgot to fill in must not send blanks: null says that it is meant. */
export function checkNothingWritten({ scalars, placeOf }: Assembly, { sink }: ChosenKinds): Problem[] {
  const valuesKey = valuesKeyOf(sink);
  return scalars
    .map((one) => one.scalar)
    .filter(isEmptyField)
    .map(({ pointer }) => {
      const args = { name: String(pointer.at(-1)), nullable: pointer[1] === valuesKey };
      return problem('spec/nothing-written', args, placeOf(pointer, 'key'));
    });
}
