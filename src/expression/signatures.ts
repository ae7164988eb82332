/**
 * What functions take and give, in JSONata's own notation: `<s-n?:s>` is a text (of the context where it is left out)
 * and perhaps a number, to a text. b n s a o f are boolean, number, text, list, object and function; j is any of JSON,
 * x anything; `(sf)` one of several; `a<s>` a list of texts.
 */
import { NATIVES } from '../jsonata/compiler/natives.ts';
import { ANYTHING, KIND, listOf, type Type } from './types.ts';

export interface Parameter {
  readonly type: Type;
  readonly isOptional: boolean;
  /** Left out, the context takes its place. */
  readonly takesContext: boolean;
  /** May be given again and again. */
  readonly isRepeated: boolean;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly returns: Type;
  /** How many arguments it needs, one from the context included, and how many it takes at most. */
  readonly least: number;
  readonly most: number;
}

/** Of which our checks know more than jsonata says, or other: x as the result where a list of one becomes its item. */
const KNOWN_BETTER = `match <s-fn?:x> map <af:x> zip <a+:a> filter <af:x> single <af?:x> reduce <afj?:x> keys <x-:x> append <xx:x>
  spread <x-:x> each <o-f:x> clone <(oa)-:(oa)>`;

const KINDS: Readonly<Record<string, number>> = {
  b: KIND.boolean,
  n: KIND.number,
  s: KIND.text,
  a: KIND.list,
  o: KIND.object,
  f: KIND.function,
  j: ANYTHING.kinds & ~KIND.function,
  x: ANYTHING.kinds,
};

const BETTER = new Map([...KNOWN_BETTER.matchAll(/(\w+) (\S+)/g)].map(([, name = '', signature]) => [name, signature]));

/** Signatures of the built-ins, by name without `$`. */
export const BUILT_IN_SIGNATURES: ReadonlyMap<string, Signature> = new Map(
  [...NATIVES].map(([name, { signature }]) => [name, parseSignature(BETTER.get(name) ?? signature?.definition ?? '')]),
);

/** Reads a signature. The text is ours, so a fault in it is a fault of the program. */
export function parseSignature(text: string): Signature {
  const inner = text.slice(1, -1);
  const colon = inner.lastIndexOf(':');
  const parameters: Parameter[] = [];
  for (const [, type, option = ''] of inner.slice(0, colon).matchAll(/(\([a-z]+\)|[a-z](?:<[a-z]+>)?)([-?+]?)/g)) {
    parameters.push({
      type: parseType(type as string),
      isOptional: option === '?',
      takesContext: option === '-',
      isRepeated: option === '+',
    });
  }
  return {
    parameters,
    returns: parseType(inner.slice(colon + 1)),
    ...countsOf(parameters),
  };
}

/** How many arguments have to be given for these parameters, and how many may be. */
export function countsOf(parameters: readonly Parameter[]): Pick<Signature, 'least' | 'most'> {
  return {
    least: parameters.filter((parameter) => !parameter.isOptional).length,
    most: parameters.some((parameter) => parameter.isRepeated) ? Infinity : parameters.length,
  };
}

/** The parameter of an argument: the last one may be repeated. */
export function parameterAt(parameters: readonly Parameter[], at: number): Parameter | undefined {
  const last = parameters.at(-1);
  return parameters[at] ?? (last?.isRepeated === true ? last : undefined);
}

function parseType(text: string): Type {
  if (text.startsWith('('))
    return {
      kinds: text
        .slice(1, -1)
        .split('')
        .reduce((kinds, one) => kinds | kindOf(one), 0),
    };
  const items = /<(\w)>/.exec(text)?.[1];
  return items === undefined ? { kinds: kindOf(text) } : listOf({ kinds: kindOf(items) });
}

function kindOf(letter: string): number {
  const kind = KINDS[letter];
  if (kind === undefined) throw new Error(`no type ${letter} in a signature`);
  return kind;
}
