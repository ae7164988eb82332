/**
 * Objects whose address is made of them (a form: its organisation unit and period). An edit can move such an object: it is
 * to stand elsewhere, and has to be taken away where it stood.
 */
import type { JsonObject } from '../base/json.ts';
import type { Ref } from '../contracts/ref.ts';
import type { Clearing, Sink } from '../contracts/sink.ts';
import type { Entry, Found, IndexSession, OldPlace, Send } from '../contracts/store.ts';
import { toHash } from '../index/hash.ts';
import { isInDoubt, wasConfirmed } from '../index/states.ts';
import { sendsOf, type Remembered } from './memory.ts';
import type { RunContext } from './pipeline.ts';
import type { LeftPlace, WantedRecord } from './plan-line.ts';

type Tools = Pick<RunContext, 'pipeline'>;

const placed = new WeakMap<Sink, boolean>();

/** Whether the addresses of a sink are made of its objects. */
export function hasPlaces({ pipeline: { sink, index } }: Tools): boolean {
  const known = placed.get(sink);
  if (known !== undefined) return known;
  const isPlaced = sink.addressOf(index.namespace, { key: '', role: '' }, 0) === undefined;
  placed.set(sink, isPlaced);
  return isPlaced;
}

/** Where the object of a record is to stand. */
export function placeFor(
  { pipeline: { sink, index } }: Tools,
  { key, role, object }: Pick<WantedRecord, 'key' | 'role' | 'object'>,
): string {
  return sink.addressOf(index.namespace, { key, role }, 0, object);
}

/** Where the object of an entry may still stand, beside `address`. */
export function oldPlacesOf({ entry }: Found, address: string): OldPlace[] {
  const known = (entry.movedFrom ?? []).filter((place) => place.address !== address);
  if (entry.address === address) return known;
  const sends = sendsOf(entry);
  if (sends.length === 0 && !wasConfirmed(entry)) return known;
  const isOpen = isInDoubt(entry) || entry.doubts.length > 0;
  return [...known, { address: entry.address, sends, ...(isOpen && { isOpen }) }];
}

/** What we know of the place where an object is to stand: from its own entry, or from that of whoever stands there. */
export function memoryAt(address: string, found: Found | undefined, holder: Found | undefined): Remembered {
  if (found?.entry.address === address) return found.entry;
  return { address, doubts: [...sendsAt(address, found?.entry), ...sendsAt(address, holder?.entry)] };
}

function sendsAt(address: string, entry: Entry | undefined): readonly Send[] {
  if (entry?.address === address) return sendsOf(entry);
  return entry?.movedFrom?.find((place) => place.address === address)?.sends ?? [];
}

/** All that the sends of a place have set; where nobody knows, what the object sets now. */
export function targetsAt(
  index: Pick<IndexSession, 'targetsOf'>,
  sends: readonly Send[],
  now: readonly string[],
): string[] {
  const targets = sends.flatMap(({ shape }) => index.targetsOf(shape) ?? now);
  return [...new Set(targets.length > 0 ? targets : now)];
}

/** Whether an object in the sink is as one of our sends left it. */
export function isAsLeft(
  { pipeline: { sink }, index }: Pick<RunContext, 'pipeline' | 'index'>,
  sends: readonly Send[],
  there: JsonObject,
): boolean {
  return sends.some(({ hash, shape }) => {
    const targets = index.targetsOf(shape);
    return targets !== undefined && toHash(sink.image(sink.restrict(there, targets))) === hash;
  });
}

/** Whether an object has a value for any of some targets. */
export function hasValues(sink: Sink, object: JsonObject, targets: readonly string[]): boolean {
  return [...sink.valuesOf(sink.restrict(object, targets)).values()].some((value) => value !== null);
}

/** Whether an object has nothing of some targets beside its place. */
export function isBare(tools: Tools, { key, role }: Ref, there: JsonObject, targets: readonly string[]): boolean {
  const { sink } = tools.pipeline;
  const object = sink.restrict(there, targets);
  return sink.image(object) === sink.image(nothingAt(tools, { key, role, object }));
}

/** What stands where there is nothing: the place alone, made of those properties of an object without which it is elsewhere. */
export function nothingAt(tools: Tools, record: Pick<WantedRecord, 'key' | 'role' | 'object'>): JsonObject {
  const { sink } = tools.pipeline;
  const { object } = record;
  const values = sink.valuesOf(object);
  const address = placeFor(tools, record);
  const properties = sink.targetsOf(object).filter((target) => !values.has(target));
  const ofPlace = properties.filter((property) => {
    const others = properties.filter((other) => other !== property);
    return placeFor(tools, { ...record, object: sink.restrict(object, others) }) !== address;
  });
  return sink.restrict(object, ofPlace);
}

/** Which places a sink is to clear, once an object is stored. */
export function clearingsOf(
  context: Pick<RunContext, 'pipeline' | 'index'>,
  places: readonly LeftPlace[],
  object: JsonObject,
): Clearing[] {
  const now = context.pipeline.sink.targetsOf(object);
  return places
    .filter(({ clears }) => clears !== undefined)
    .map(({ address, sends, clears }) => ({
      address,
      targets: targetsAt(context.index, sends, now),
      mayRemove: (there) => clears === 'anyhow' || isAsLeft(context, sends, there),
    }));
}
