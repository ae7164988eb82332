/** A kept entry as a row, and back. */
import { hash } from 'node:crypto';
import { COUNT, findFault, INSTANT, TEXT, TEXTS } from '../../base/data-schema.ts';
import { EtlError } from '../../base/errors.ts';
import { canonicalJson, type Json } from '../../base/json.ts';
import { parseJson } from '../../base/parse-json.ts';
import type { KeptEntry } from '../../contracts/moving.ts';
import { fromStored, toStored } from './any-text.ts';

/** A row of `entries`. */
export interface EntryRow {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  readonly state: string;
  readonly facts: string;
  readonly seal: string;
  readonly epoch: number;
}

/** What of a row follows from the entry. */
export type Written = Pick<EntryRow, 'name' | 'address' | 'state' | 'facts' | 'seal'>;

export function toRow(entryName: string, { address: at, state, ...rest }: KeptEntry): Written {
  const [name, address] = [toStored(entryName), toStored(at)];
  const facts = canonicalJson(rest as unknown as Json);
  return { name, address, state, facts, seal: sealOf(name, address, state, facts) };
}

/** Of what an entry says; also its version. */
export function sealOf(name: string, address: string, state: string, facts: string): string {
  const lengths = [name, address, state].map((text) => text.length).join(' ');
  return hash('sha256', `${lengths} ${name}${address}${state}${facts}`, 'base64url').slice(0, 22);
}

/** A row as it was read, with whether it is as a run of ours wrote it. */
export interface ReadRow {
  readonly kept: KeptEntry;
  /** Of what the row says now. */
  readonly seal: string;
  readonly isSealed: boolean;
}

/**
 * The entry of a row. What a person has edited is checked: throws EtlError `index/bad-entry`, `index/bad-uid` (exit 3),
 * which name the entry and what is wrong in it. `addressSchema` says what an address looks like.
 */
export function fromRow(row: EntryRow, location: string, addressSchema: object): ReadRow {
  const { name, address: at, state, facts } = row;
  const seal = sealOf(name, at, state, facts);
  const isSealed = row.seal === seal;
  const entry = isSealed ? (JSON.parse(facts) as object) : parseEdited(row, location, addressSchema);
  return { kept: Object.assign(entry, { address: fromStored(at), state }) as KeptEntry, seal, isSealed };
}

function parseEdited({ name, address: at, state, facts }: EntryRow, location: string, addressSchema: object): object {
  const key = fromStored(name);
  const address = at === null ? '' : fromStored(at);
  if (findFault(addressSchema, address))
    throw new EtlError('index/bad-uid', { location, key, uid: address.slice(0, 40) });
  const parsed = parseJson(facts);
  const entry = 'value' in parsed ? parsed.value : undefined;
  const fault = findFault(STATE, state) ?? findFault(FACTS, entry);
  if (fault) {
    const field = fault.path === '' ? (findFault(STATE, state) ? 'state' : 'facts') : fault.path;
    throw new EtlError('index/bad-entry', { location, key, field, expected: fault.expected });
  }
  return entry as object;
}

const STATES = ['reserved', 'refused', 'sending', 'live', 'replacing', 'removed', 'removedButWanted', 'deletedThere'];
export const STATE = { enum: STATES, expected: `one of ${STATES.join(', ')}` } as const;
const SEND = {
  type: 'object',
  required: ['hash'],
  properties: { hash: TEXT, shape: TEXT },
  expected: 'an object: hash, shape',
} as const;
const SENDS = { type: 'array', items: SEND, expected: 'a list of sends' } as const;
const REASON = {
  type: 'object',
  required: ['code'],
  properties: { code: TEXT, field: TEXT, value: TEXT },
  expected: 'an object: code, field, value',
} as const;

export const FACTS = {
  type: 'object',
  expected: 'a JSON object',
  required: ['ids', 'generation', 'doubts'],
  properties: {
    refusal: {
      type: 'object',
      required: ['by', 'reasons'],
      properties: {
        by: { enum: ['us', 'server'], expected: 'us or server' },
        reasons: { type: 'array', items: REASON, expected: 'a list of reasons' },
      },
      expected: 'an object: by, reasons',
    },
    missing: {
      type: 'object',
      required: ['isPastGrace'],
      properties: { since: INSTANT, isPastGrace: { type: 'boolean', expected: 'true or false' } },
      expected: 'an object: since, isPastGrace',
    },
    ids: TEXTS,
    generation: COUNT,
    hash: TEXT,
    hashBefore: TEXT,
    shape: TEXT,
    row: TEXT,
    partOf: TEXT,
    doubts: SENDS,
    left: { type: 'object', additionalProperties: TEXT, expected: 'an object of texts' },
    movedFrom: {
      type: 'array',
      items: {
        type: 'object',
        required: ['address', 'sends'],
        properties: { address: TEXT, sends: SENDS },
        expected: 'an object: address, sends',
      },
      expected: 'a list of places',
    },
    pair: TEXT,
    sentAt: INSTANT,
    since: INSTANT,
    previous: TEXTS,
    aside: { type: 'object', expected: 'an object' },
  },
} as const;
