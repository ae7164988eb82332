/** What every kind of component must hold as it declares itself: all else that people see of it is made from that. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { componentSchema, ownSchema } from '../src/pipeline/component-schema.ts';
import { REGISTRY } from '../src/registry.ts';

/** The component in an example: of a connection the one that it names, else what stands under the role. */
function componentOf(role: string, example: string): unknown {
  const { connections, ...parts } = parse(example) as Record<string, Record<string, unknown>>;
  return role === 'storage' || role === 'server' ? Object.values(connections ?? {})[0] : parts[role];
}

test('no kind stands twice in a role', () => {
  const names = REGISTRY.map((one) => `${one.role} ${one.kind}`);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(REGISTRY.map((one) => [`${one.role} ${one.kind}`, one] as const))('%s', (_, kind) => {
  const schema = ownSchema(kind);
  const properties = Object.entries(schema.properties ?? {}) as [string, { description?: string }][];

  test('has a name for a file, a sentence about itself, and a closed schema of which each property is explained', () => {
    expect(kind.kind).toMatch(/^[a-z0-9-]+$/);
    expect(kind.summary).toMatch(/^[A-Z].*\.$/);
    expect(schema['additionalProperties']).toBe(false);
    for (const [name, { description }] of properties)
      expect([name, description]).toEqual([name, expect.stringMatching(/\S/)]);
  });

  test('its example is one', () => {
    const component = componentOf(kind.role, kind.example);
    expect(component).toMatchObject({ kind: kind.kind });
    const example = component as Record<string, unknown>;
    for (const key of Object.keys(example)) expect(Object.keys(componentSchema(kind).properties ?? {})).toContain(key);
    for (const key of schema.required ?? []) expect(Object.keys(example)).toContain(key);
  });

  test('what it names by property is one', () => {
    const names = properties.map(([name]) => name);
    const named =
      kind.role === 'storage' || kind.role === 'server'
        ? kind.secrets
        : kind.role === 'sink' && kind.keyProperty !== undefined
          ? [kind.keyProperty]
          : [];
    expect(names).toEqual(expect.arrayContaining([...named]));
  });

  test('it accepts connections that there are', () => {
    if (!('accepts' in kind)) return;
    const { accepts } = kind;
    const kinds = REGISTRY.filter((one) => one.role === accepts.role).map((one) => one.kind);
    for (const one of accepts.kinds ?? []) expect(kinds).toContain(one);
    expect(kinds).not.toEqual([]);
  });
});
