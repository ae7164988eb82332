/** An entry of the file as another store keeps it, and back: exactly, whatever other tools have put into it. */
import { canonicalJson, type Json, type JsonObject } from '../../base/json.ts';
import type { KeptEntry } from '../../contracts/moving.ts';
import type { Change } from '../../contracts/store.ts';
import { applyPatch, type RawEntry } from './raw-entry.ts';
import { toEntry } from './to-entry.ts';
import { toPatch } from './to-patch.ts';

/** Fields that the contract has words for. All others are those of other tools. */
const OURS: ReadonlySet<string> = new Set([
  'dhis2_uuid',
  'uploaded',
  'deleted',
  'deleted_dhis2',
  'error',
  'ids',
  'hash',
  'was',
  'shape',
  'row_digest',
  'part_of',
  'doubts',
  'left',
  'generation',
  'previous_uids',
  'moved_from',
  'sent_at',
  'missing_since',
  'since',
  'pair',
]);

/** What the words of the contract cannot say goes along under `aside`: `fields` as they are, `without` what is not there. */
export function toKept(raw: RawEntry): KeptEntry {
  const kept = toPlain(raw);
  const again = fromPlain(kept);
  const fields = Object.entries(raw).filter(([name, value]) => !isSame(again[name], value));
  const without = Object.keys(again).filter((name) => !Object.hasOwn(raw, name));
  if (fields.length === 0 && without.length === 0) return kept;
  return { ...kept, aside: { fields: toObject(fields), without } };
}

/** The entry for the file. What went along counts as long as it does not contradict what has been learnt since. */
export function fromKept({ aside, ...kept }: KeptEntry): RawEntry {
  const plain = fromPlain(kept);
  const { fields, without } = { fields: {}, without: [], ...aside } as unknown as Aside;
  const exact = { ...plain, ...toObject(Object.entries(fields)) };
  const rest = Object.entries(exact).filter(([name]) => !without.includes(name));
  const whole = toObject(rest) as unknown as RawEntry;
  if (isSame(toPlain(whole) as unknown as Json, kept as unknown as Json)) return whole;
  const others = Object.entries(fields).filter(([name]) => !OURS.has(name));
  return { ...plain, ...toObject(others) };
}

interface Aside {
  readonly fields: JsonObject;
  readonly without: readonly string[];
}

/** In the words of the contract alone. */
function toPlain(raw: RawEntry): Omit<KeptEntry, 'aside'> {
  const { address, ids, generation, doubts } = toEntry(raw);
  const { state, refusal, missing, hash, hashBefore, shape, row, partOf, left, movedFrom, pair, sentAt, since } =
    toEntry(raw);
  const optional = { refusal, missing, hash, hashBefore, shape, row, partOf, left, movedFrom, pair, sentAt, since };
  const known = Object.entries({ ...optional, previous: raw.previous_uids }).filter(([, value]) => value !== undefined);
  // Refused, while an earlier send has no verdict: that it may have arrived follows from its doubts.
  const isRefused = state === 'sending' && refusal !== undefined;
  return { address, state: isRefused ? 'refused' : state, ids, generation, doubts, ...Object.fromEntries(known) };
}

function fromPlain({ state, generation, ids, previous, ...kept }: Omit<KeptEntry, 'aside'>): RawEntry {
  const isSaid = state === 'removed' || state === 'removedButWanted';
  const plainState = { removed: 'live', removedButWanted: 'deletedThere' } as const;
  const change: Change = {
    ref: { key: '', role: '' },
    ...kept,
    state: isSaid ? plainState[state] : state,
    ...(ids.length > 0 && { ids }),
    ...(generation > 0 && { generation }),
  };
  const said = { ...(isSaid && { deleted_dhis2: true }), ...(previous && { previous_uids: previous }) };
  return { ...applyPatch(undefined, toPatch(undefined, change)), ...said };
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b);
}

/** Names come from data: an object without a prototype takes each of them as a name. */
function toObject(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  const object = Object.create(null) as Record<string, Json>;
  for (const [name, value] of entries) if (value !== undefined) object[name] = value;
  return object;
}
