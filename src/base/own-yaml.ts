/** YAML that we write ourselves and read back: of any size, and without the places that a person's spec needs. */
import { parse } from 'yaml';
import { parseOwnLines } from './own-yaml-lines.ts';

/** Names of words that YAML reads as something else than text. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ._()+/-]*$/u;

/** A text as a scalar: in quotes where it could be read as anything else. */
export function yamlText(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text) && !/\s$/.test(text) ? text : JSON.stringify(text);
}

/** A mapping of texts and flags in one line: `{ id: x, name: y }`; absent members are left out. */
export function yamlLine(members: Readonly<Record<string, string | boolean | undefined>>): string {
  const pairs = Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [`${yamlText(key)}: ${typeof value === 'string' ? yamlText(value) : String(value)}`],
  );
  return `{ ${pairs.join(', ')} }`;
}

/**
 * Reads such a file; its value is not checked yet. Never throws. Of a key that stands twice the last counts: to look for
 * them takes the reader minutes in a long list.
 */
export function parseOwnYaml(text: string): { readonly value: unknown } | { readonly reason: string } {
  const quick = parseOwnLines(text);
  if (quick !== undefined) return { value: quick };
  try {
    return {
      value: parse(text, {
        schema: 'core',
        maxAliasCount: 0,
        uniqueKeys: false,
        logLevel: 'silent',
        prettyErrors: true,
      }) as unknown,
    };
  } catch (error) {
    const [first = 'it is no YAML'] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { reason: first.replace(/:$/, '') };
  }
}
