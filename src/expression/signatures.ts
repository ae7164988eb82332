/**
 * What functions take and give, in JSONata's own notation: `<s-n?:s>` is a text (of the context where it is left out)
 * and perhaps a number, to a text. b n s l a o f are boolean, number, text, null, list, object and function; j is any
 * of JSON, x anything, u a single value; `(sf)` one of several; `a<s>` a list of texts.
 */
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

/** Built-ins of language version 2.2; x as the result where a list of one becomes its item. */
const BUILT_INS = `sum <a<n>:n> count <a:n> max <a<n>:n> min <a<n>:n> average <a<n>:n> string <x-b?:s> substring <s-nn?:s>
  substringBefore <s-s:s> substringAfter <s-s:s> lowercase <s-:s> uppercase <s-:s> length <s-:n> trim <s-:s>
  pad <s-ns?:s> match <s-fn?:x> contains <s-(sf):b> replace <s-(sf)(sf)n?:s> split <s-(sf)n?:a<s>> join <a<s>s?:s>
  formatNumber <n-so?:s> formatBase <n-n?:s> formatInteger <n-s:s> parseInteger <s-s:n> number <(nsb)-:n> floor <n-:n>
  ceil <n-:n> round <n-n?:n> abs <n-:n> sqrt <n-:n> power <n-n:n> random <:n> boolean <x-:b> not <x-:b> map <af:x>
  zip <a+:a> filter <af:x> single <af?:x> reduce <afj?:x> sift <o-f?:o> keys <x-:x> lookup <x-s:x> append <xx:x>
  exists <x:b> spread <x-:x> merge <a<o>:o> reverse <a:a> each <o-f:x> error <s?:x> assert <bs?:x> type <x:s>
  sort <af?:a> shuffle <a:a> distinct <x:x> base64encode <s-:s> base64decode <s-:s> encodeUrlComponent <s-:s>
  encodeUrl <s-:s> decodeUrlComponent <s-:s> decodeUrl <s-:s> eval <sx?:x> toMillis <s-s?:n> fromMillis <n-s?s?:s>
  clone <(oa)-:(oa)> now <s?s?:s> millis <:n>`;

const KINDS: Readonly<Record<string, number>> = {
  b: KIND.boolean,
  n: KIND.number,
  s: KIND.text,
  l: KIND.null,
  a: KIND.list,
  o: KIND.object,
  f: KIND.function,
  u: KIND.boolean | KIND.number | KIND.text | KIND.null,
  j: ANYTHING.kinds & ~KIND.function,
  x: ANYTHING.kinds,
};

/** Signatures of the built-ins, by name without `$`. */
export const BUILT_IN_SIGNATURES: ReadonlyMap<string, Signature> = new Map(
  [...BUILT_INS.matchAll(/(\w+) (<\S*>)(?=\s|$)/g)].map(([, name, signature]) => [
    name as string,
    parseSignature(signature as string),
  ]),
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
