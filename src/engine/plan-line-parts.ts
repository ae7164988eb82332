import { reason } from '../messages/reason.ts';
import { placeOf, type RecordPlace } from '../contracts/record.ts';
import type { Ref } from '../contracts/ref.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Reject } from '../base/problem.ts';
import type { Wanted } from '../index/decide.ts';
import type { Found } from '../contracts/store.ts';
import type { CreateLine, HoldLine, KnownRecord, WantedRecord } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { hasPlaces, placeFor } from './places.ts';

/** Address → ref of the entry that has it. */
export type Holders = ReadonlyMap<string, Ref>;

/** The ref under which the index has an object: that of its entry, or else the one that its record would get. */
export function refOf({ key, role, entry }: Ref & { readonly entry?: string }): Ref {
  return { key: entry ?? key, role };
}

/** A record, and the entry that is there for it. */
export function withEntry<R extends KnownRecord>(record: R, { ref, entry }: Found): R & { readonly address: string } {
  if (record.entry === ref.key) return { ...record, address: entry.address };
  const returned = entry.missing !== undefined;
  const knownIds = new Set([ref.key, ...entry.ids]);
  const touch = returned || record.ids.some((id) => !knownIds.has(id));
  return {
    ...record,
    entry: ref.key,
    address: entry.address,
    before: entry.version,
    ...(returned && { returned }),
    ...(touch && { touch }),
  };
}

/** A line without what was decided about where its object goes, so that something else can be: its object stays. */
export function unplaced<L extends KnownRecord>(line: L): Omit<L, Decided> {
  const {
    isFresh: _,
    takes: __,
    sentThere: ___,
    movedFrom: ____,
    ignored: _____,
    ...rest
  } = {
    ...NOTHING_DECIDED,
    ...line,
  };
  // An address that was only derived for a record is not reserved after all.
  return { ...rest, address: line.entry === undefined ? null : line.address };
}

type Decided = 'isFresh' | 'takes' | 'sentThere' | 'movedFrom' | 'ignored';
const NOTHING_DECIDED = {
  isFresh: undefined,
  takes: undefined,
  sentThere: undefined,
  movedFrom: undefined,
  ignored: undefined,
};

/** Where the object of a record goes that the index does not know; any run, on any machine, comes to the same. */
export function addressOf(
  { pipeline: { sink, index } }: Pick<RunContext, 'pipeline'>,
  { key, role, object }: Pick<WantedRecord, 'key' | 'role' | 'object'>,
  generation: number,
): string {
  return sink.addressOf(index.namespace, { key, role }, generation, object);
}

/** The same for a record without an object; undefined where the sink needs the object to tell. */
export function addressWithoutObject(
  { pipeline: { sink, index } }: Pick<RunContext, 'pipeline'>,
  { key, role }: Pick<KnownRecord, 'key' | 'role'>,
): string | undefined {
  return sink.addressOf(index.namespace, { key, role }, 0);
}

/**
 * The line of a record whose object is to be made under an address of its own, that of a generation; `holders` says who has
 * that address already.
 */
export function createUnder(
  record: WantedRecord,
  { address, generation }: { readonly address: string; readonly generation: number },
  holders: Holders,
): CreateLine | HoldLine {
  const owner = holders.get(address);
  if (owner === undefined)
    return { ...record, action: 'create', address, isFresh: true, ...(generation > 0 && { generation }) };
  const why = { ...reason('index/uid-taken', { uid: address, owner: owner.key }), ...where(record) };
  return { ...record, action: 'hold', reasons: [why] };
}

/** Where a reject stands: its record and the place in the source. */
export function where(record: Pick<KnownRecord, 'key' | keyof RecordPlace>): Pick<Reject, 'key' | keyof RecordPlace> {
  return { key: record.key, ...placeOf(record) };
}

/** The hash and the shape that the record's object is to have, and its place. */
export function wantedOf(context: RunContext, record: WantedRecord): Wanted {
  const { pipeline, index } = context;
  const { object, hash } = record;
  const shape = index.shapeOf(pipeline.sink.targetsOf(object));
  return { hash, shape, ...(hasPlaces(context) && { address: placeFor(context, record) }) };
}

/** What the sink calls its objects, for messages that would say `event`. */
export function thingOf({ sink }: { readonly sink: Pick<Sink, 'shapes'> }): { readonly what?: string } {
  const [shape] = sink.shapes;
  return shape === undefined || shape.name === 'event' ? {} : { what: shape.name };
}
