/** Whether arguments fit the parameters of a signature. */
import { countsOf, parameterAt, type Parameter, type Signature } from '../signatures.ts';
import { isOnly, KIND, mayBe, type Type } from '../types.ts';

export interface Fit {
  /** The parameters that arguments of this number are meant for; undefined where their number is wrong. */
  readonly wanted: readonly Parameter[] | undefined;
  /** Whether the arguments can be of these types, as far as that is known. */
  readonly isFitting: boolean;
  /** Whether one more argument would do, which the context could be, too. */
  readonly mayTakeContext: boolean;
}

/**
 * JSONata reads arguments in their places first; where they do not fit there, and the context can be the first
 * argument, as those that follow it.
 */
export function fitOf({ parameters }: Signature, types: readonly Type[], context: Type): Fit {
  const [first] = parameters;
  const mayShift = first?.takesContext === true && accepts(first, context);
  const shifted = mayShift ? parameters.slice(1) : undefined;
  const fitting = [parameters, shifted].find((one) => one !== undefined && fits(one, types));
  if (fitting) return { wanted: fitting, isFitting: true, mayTakeContext: false };
  const own = takesCount(parameters, types.length) ? parameters : undefined;
  // What fits as far as it goes lacks an argument.
  const isCut = types.every((one, at) => acceptsAt(parameters, at, one));
  const isEnough = shifted !== undefined && takesCount(shifted, types.length);
  const wanted = own ?? (isEnough && !isCut ? shifted : undefined);
  return { wanted, isFitting: false, mayTakeContext: mayShift && !isEnough };
}

function fits(parameters: readonly Parameter[], types: readonly Type[]): boolean {
  return takesCount(parameters, types.length) && types.every((one, at) => acceptsAt(parameters, at, one));
}

function takesCount(parameters: readonly Parameter[], given: number): boolean {
  const { least, most } = countsOf(parameters);
  return given >= least && given <= most;
}

function acceptsAt(parameters: readonly Parameter[], at: number, type: Type): boolean {
  const parameter = parameterAt(parameters, at);
  return parameter !== undefined && accepts(parameter, type);
}

/** JSONata takes a single value where it wants a list. */
export function accepts({ type }: Parameter, given: Type): boolean {
  if (given.kinds === 0) return true;
  if (!isOnly(type, KIND.list)) return mayBe(given, type.kinds);
  if (!type.items) return true;
  const wanted = type.items.kinds | KIND.list;
  if (!given.items) return mayBe(given, wanted);
  const isOne = mayBe({ kinds: given.kinds & ~KIND.list }, type.items.kinds);
  return isOne || (mayBe(given, KIND.list) && (given.items.kinds === 0 || mayBe(given.items, wanted)));
}
