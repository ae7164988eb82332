import type { ElementFacts, PlaceFacts } from '../contracts/place-facts.ts';
import type { ArgsOf } from '../messages/code-table.ts';
import type { DriftCode } from '../messages/drift-codes.ts';
import { reason, type Reason } from '../messages/reason.ts';

/**
 * Whom a change hurts: nobody; everybody; those who fill one of its targets (with one of its words, where it has some); or
 * those who leave its target blank, always or where the object is completed.
 */
export type Hurts = 'nobody' | 'all' | 'filled' | 'blank' | 'blankWhenCompleted';

/** A change of a place, before anybody has asked what of the pipeline it touches. */
export interface Change extends Reason<DriftCode> {
  readonly hurts: Hurts;
  /** Values and properties that it is about. */
  readonly targets: readonly string[];
  /** It is about these values alone. */
  readonly words?: readonly string[];
  /** It is about this stage of a program alone. */
  readonly stage?: string | undefined;
}

export function toChange<C extends DriftCode>(
  code: C,
  args: ArgsOf<C>,
  whom: Partial<Omit<Change, 'code' | 'args'>> = {},
): Change {
  return { ...reason(code, args), hurts: 'nobody', targets: [], ...whom };
}

/** How people know an element. */
export function labelOf({ label, name, id }: Pick<ElementFacts, 'label' | 'name' | 'id'>): string {
  return label ?? name ?? id;
}

/** What a sink calls the values of an element: itself, or its cells. */
export function targetsOf({ id, combo }: ElementFacts, { combos }: Pick<PlaceFacts, 'combos'>): string[] {
  const options = combo === undefined ? undefined : combos.find((one) => one.id === combo)?.options;
  return options ? [...options.keys()].map((option) => `${id}.${option}`) : [id];
}

/** Of what has an id, by it. */
export function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
