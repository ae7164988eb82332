/** The schema that editors use: the same declarations, put together with a choice by `kind`. */
import { isObject, type Json } from '../base/json.ts';
import { isDefault, type ComponentKind, type SinkKind } from '../contracts/component.ts';
import { componentSchema, transformSchema, type ObjectSchema } from './component-schema.ts';
import { LANGUAGE } from './language.ts';

/** JSON Schema (draft 7) of a pipeline spec with the kinds of a registry. */
export function toPublishedSchema(registry: readonly ComponentKind[]): Json {
  const kinds = (...roles: ComponentKind['role'][]): ComponentKind[] =>
    registry.filter((kind) => roles.includes(kind.role));
  const sinks = registry.flatMap((kind): SinkKind[] => (kind.role === 'sink' ? [kind] : []));
  const connection = byKind(kinds('storage', 'server'));
  const { properties } = LANGUAGE;
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A pipeline: from records to DHIS2',
    ...LANGUAGE,
    properties: {
      ...properties,
      connections: { ...properties.connections, additionalProperties: connection },
      source: { ...properties.source, ...byKind(kinds('source')) },
      sink: { ...properties.sink, ...byKind(sinks) },
      index: { ...properties.index, ...byKind(kinds('index')) },
    },
    allOf: sinks.map((kind) => ({
      if: { properties: { sink: { properties: { kind: { const: kind.kind } }, required: ['kind'] } } },
      // The description of `transform` itself stands in `properties`.
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: { properties: { transform: transformSchema(kind) } },
    })),
  };
  return toEditor(schema);
}

/** Which kinds there are, and for the one that is chosen its schema alone. */
function byKind(kinds: readonly ComponentKind[]): ObjectSchema {
  const byDefault = kinds.find(isDefault)?.kind;
  return {
    type: 'object',
    required: byDefault === undefined ? ['kind'] : [],
    properties: {
      kind: {
        enum: kinds.map((kind) => kind.kind),
        enumDescriptions: kinds.map((kind) => kind.summary),
        description: `The kind: ${kinds.map((kind) => kind.kind).join(', ')}.`,
        ...(byDefault !== undefined && { default: byDefault }),
      },
    },
    allOf: kinds.map((kind) => ({
      // Where no kind is named, it is the default one.
      if: { properties: { kind: { const: kind.kind } }, required: isDefault(kind) ? [] : ['kind'] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: componentSchema(kind),
    })),
  };
}

/** Text with a `${…}` in it stands for any scalar. */
const REFERENCE = String.raw`\$\{`;
const NOT_YET = 'Part of the language, but not built yet.';

/** Takes out what only we understand, and says it in the editor's words. */
function toEditor(schema: unknown): Json {
  if (Array.isArray(schema)) return schema.map(toEditor);
  if (!isObject(schema)) return schema as Json;
  const { expected, notYet, becomes: _, ...rest } = schema;
  const copy: { [keyword: string]: Json } = {};
  for (const [keyword, value] of Object.entries(rest)) {
    const isNames = keyword === 'properties' && isObject(value);
    copy[keyword] = isNames
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toEditor(inner)]))
      : VERBATIM.has(keyword)
        ? (value as Json)
        : toEditor(value);
  }
  if (notYet === true) return { ...copy, deprecationMessage: NOT_YET, doNotSuggest: true };
  if (Array.isArray(notYet) && Array.isArray(copy['enum'])) {
    copy['enum'] = (copy['enum'] as Json[]).filter((word) => !notYet.includes(word));
  }
  if (typeof expected === 'string') {
    copy['errorMessage'] = `This must be ${expected}.`;
    if (typeof copy['pattern'] === 'string') copy['patternErrorMessage'] = `This must be ${expected}.`;
  }
  return takingReferences(copy);
}

/** Keywords whose value is data, not a schema. */
const VERBATIM: ReadonlySet<string> = new Set(['default', 'enum', 'const', 'required', 'examples', 'enumDescriptions']);

/** Numbers, true/false and patterns may also be given by `${…}`; `kind` and expressions may not. */
function takingReferences(schema: { readonly [keyword: string]: Json }): Json {
  const { type, pattern, enum: values, enumDescriptions, ...rest } = schema;
  if (typeof pattern === 'string' && type !== undefined && !pattern.startsWith(String.raw`^\s*=`)) {
    return { ...schema, pattern: `(?:${pattern})|${REFERENCE}` };
  }
  const isScalar = type === 'integer' || type === 'number' || type === 'boolean';
  if (!isScalar && (values === undefined || enumDescriptions !== undefined)) return schema;
  const { description, default: byDefault, ...limits } = rest;
  const own = { ...limits, ...(type === undefined ? {} : { type }), ...(values === undefined ? {} : { enum: values }) };
  return {
    anyOf: [own, { type: 'string', pattern: REFERENCE }],
    ...(description === undefined ? {} : { description }),
    ...(byDefault === undefined ? {} : { default: byDefault }),
  };
}
