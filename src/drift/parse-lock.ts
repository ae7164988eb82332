import { findFault, FLAG, TEXT } from '../base/data-schema.ts';
import { EtlError } from '../base/errors.ts';
import { parseOwnYaml } from '../base/own-yaml.ts';
import type { ElementFacts, PlaceFacts } from '../contracts/place-facts.ts';

const TEXTS_BY_NAME = { type: 'object', additionalProperties: TEXT, expected: 'names and texts' } as const;
const LIST = { type: 'array', expected: 'a list' } as const;
const SETS = {
  ...LIST,
  items: { type: 'object', required: ['id'], properties: { id: TEXT, name: TEXT, options: TEXTS_BY_NAME } },
} as const;

export const LOCK = {
  type: 'object',
  expected: 'a lock of `etl metadata pull`',
  required: ['format', 'place'],
  properties: {
    format: { const: 1, expected: '1' },
    place: {
      ...TEXTS_BY_NAME,
      required: ['kind', 'id'],
      properties: { kind: { enum: ['program', 'data set'], expected: 'program or data set' } },
    },
    server: TEXTS_BY_NAME,
    stages: { ...LIST, items: { ...TEXTS_BY_NAME, required: ['id'] } },
    elements: {
      ...LIST,
      items: {
        type: 'object',
        required: ['id'],
        properties: { compulsory: FLAG },
        additionalProperties: TEXT,
        expected: 'an element',
      },
    },
    optionSets: SETS,
    combos: SETS,
    isWhole: { const: true, expected: 'true' },
  },
} as const;

interface LockJson {
  readonly place: Readonly<Record<string, string>> & { readonly kind: PlaceFacts['of']; readonly id: string };
  readonly server?: Readonly<Record<string, string>>;
  readonly stages?: readonly (Readonly<Record<string, string>> & { readonly id: string })[];
  readonly elements?: readonly ElementJson[];
  readonly optionSets?: readonly SetJson[];
  readonly combos?: readonly SetJson[];
  readonly isWhole?: true;
}

interface ElementJson extends Omit<ElementFacts, 'isCompulsory'> {
  readonly compulsory?: boolean;
}

interface SetJson {
  readonly id: string;
  readonly name?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** The facts of a lock. Throws EtlError `drift/bad-lock` (exit 2). */
export function parseLock(text: string, shownAs: string): PlaceFacts {
  const parsed = parseOwnYaml(text);
  if ('reason' in parsed) throw new EtlError('drift/bad-lock', { file: shownAs, reason: parsed.reason });
  const fault = findFault(LOCK, parsed.value);
  if (fault) {
    const what = fault.path === '' ? 'it' : `"${fault.path}"`;
    throw new EtlError('drift/bad-lock', { file: shownAs, reason: `${what} is not ${fault.expected}` });
  }
  const lock = parsed.value as LockJson;
  if (lock.isWhole !== true)
    throw new EtlError('drift/bad-lock', {
      file: shownAs,
      reason: 'it was cut: its last line, `isWhole: true`, is gone',
    });
  return fromJson(lock);
}

function fromJson({ place, server, stages = [], elements = [], optionSets = [], combos = [] }: LockJson): PlaceFacts {
  const { kind, id, name, ...settings } = place;
  // A lock names the stage of an element only where there are several.
  const [only] = stages;
  return {
    of: kind,
    id,
    ...(name !== undefined && { name }),
    ...(server && { server }),
    settings,
    stages: stages.map(({ id: stage, name: called, ...more }) => ({
      id: stage,
      ...(called !== undefined && { name: called }),
      settings: more,
    })),
    elements: elements.map(({ compulsory = false, ...element }) => ({
      ...(only && { stage: only.id }),
      ...element,
      isCompulsory: compulsory,
    })),
    optionSets: optionSets.map(({ options, ...set }) => ({
      ...set,
      options: options && new Map(Object.entries(options)),
    })),
    combos: combos.map(({ options = {}, ...combo }) => ({ ...combo, options: new Map(Object.entries(options)) })),
  };
}
