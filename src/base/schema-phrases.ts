/** What a schema expects, and what was found instead, in words. */
import type { ErrorObject } from 'ajv';

export type SchemaObject = { readonly [keyword: string]: unknown };

const TYPE_PHRASES: { readonly [type: string]: string } = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a set of keys and values',
  array: 'a list',
  null: 'null',
};

/** What is expected: the schema's own words, or what its keyword says. */
export function phraseOf(error: ErrorObject): string {
  return wordsOf(error.parentSchema, 'expected') ?? phrase(error);
}

function phrase(error: ErrorObject): string {
  const limit = String(error.params['limit'] ?? '');
  switch (error.keyword) {
    case 'type':
      return typePhrase([error.params['type']].flat() as string[]);
    case 'anyOf':
    case 'oneOf':
      return typePhrase(
        (error.schema as readonly SchemaObject[]).flatMap((branch) => (branch['type'] ?? []) as string[] | string),
      );
    case 'minimum':
      return `${limit} or more`;
    case 'maximum':
      return `${limit} or less`;
    case 'minLength':
      return `text of at least ${count(limit, 'character')}`;
    case 'maxLength':
      return `text of at most ${count(limit, 'character')}`;
    case 'minItems':
      return `a list of at least ${count(limit, 'entry', 'entries')}`;
    case 'maxItems':
      return `a list of at most ${count(limit, 'entry', 'entries')}`;
    case 'minProperties':
      return `a set of at least ${count(limit, 'key')}`;
    case 'uniqueItems':
      return 'a list without repetitions';
    case 'pattern':
      return `of the form ${String(error.params['pattern'])}`;
    default:
      return error.message?.replace(/^must be /, '') ?? 'something else';
  }
}

function count(limit: string, one: string, many = `${one}s`): string {
  return limit === '1' ? `one ${one}` : `${limit} ${many}`;
}

function typePhrase(types: readonly string[]): string {
  return [...new Set(types.map((type) => TYPE_PHRASES[type] ?? type))].join(' or ');
}

/** What stands in a value's place. */
export function nameType(value: unknown): string {
  if (!value) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return Object.keys(value).length === 0 ? 'an empty set' : 'a set of keys and values';
}

/** A value as it is shown in a message, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export function wordsOf(schema: SchemaObject | undefined, keyword: 'expected' | 'description'): string | undefined {
  const words = schema?.[keyword];
  return typeof words === 'string' ? words : undefined;
}
