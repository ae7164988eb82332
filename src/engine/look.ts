import type { Look } from '../index/decide.ts';
import type { Found } from '../contracts/store.ts';
import type { Remote } from '../contracts/sink.ts';
import { addressOf, withEntry } from './plan-line-parts.ts';
import type { WantedRecord } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** A record about whose object the sink must be asked before anything is decided. */
export interface Looking {
  /** Place in the batch. */
  readonly at: number;
  readonly record: WantedRecord;
  readonly why: Look;
  readonly found: Found | undefined;
}

/** What has to be looked up of a record, with the entry that counts for it. */
export function toLooking(at: number, record: WantedRecord, why: Look, found: Found | undefined): Looking {
  return { at, record: found ? withEntry(record, found) : record, why, found };
}

/** What the sink has of a record. `remote` is undefined where it never had anything under this address. */
export interface Sight {
  readonly address: string;
  /** How often the object has been made anew, up to this address. */
  readonly generation: number;
  readonly remote: Remote | undefined;
}

/** So often an object is followed from one address to the next; each time somebody must have deleted it. */
const MOST_GENERATIONS = 20;

/**
 * Reads the objects of records; place in the batch → what is there. A deleted one is followed to the addresses that the
 * record would have got next: an index that was lost may have known one that is alive.
 */
export async function lookAt(context: RunContext, lookings: readonly Looking[]): Promise<ReadonlyMap<number, Sight>> {
  const sights = new Map<number, Sight>();
  let open = lookings.map((one) => ({ one, candidates: firstCandidates(context, one) }));
  for (let round = 0; open.length > 0 && round < MOST_GENERATIONS; round += 1) {
    const remotes = await readAll(
      context,
      open.flatMap(({ candidates }) => candidates.map(({ address }) => address)),
    );
    const next: typeof open = [];
    for (const { one, candidates } of open) {
      const seen = candidates.map((candidate) => ({ ...candidate, remote: remotes.get(candidate.address) }));
      const sight = seen.findLast(({ remote }) => remote !== undefined) ?? sights.get(one.at) ?? seen[0];
      if (sight) sights.set(one.at, sight);
      const last = seen.at(-1);
      if (!last) continue;
      if (round === 0 && one.found?.isBelieved === false && last.remote === undefined) {
        // Somebody may have written another address into the entry: the object may be under the one that we had given.
        next.push({ one, candidates: firstDerived(context, one.record) });
        continue;
      }
      if (!seen.some(({ remote }) => remote?.is === 'deleted')) continue;
      const generation = last.generation + 1;
      const keys = new Set([one.record.key, ...(one.found ? [one.found.ref.key] : [])]);
      next.push({
        one,
        candidates: [...keys].map((key) => ({
          address: addressOf(context, { ...one.record, key }, generation),
          generation,
        })),
      });
    }
    open = next;
  }
  return sights;
}

type Candidate = Omit<Sight, 'remote'>;

function firstCandidates(context: RunContext, { record, found }: Looking): Candidate[] {
  if (found) return [{ address: found.entry.address, generation: found.entry.generation }];
  return firstDerived(context, record);
}

/** Of what the index does not know the first two: the first object may have been deleted, and cleared away since. */
function firstDerived(context: RunContext, record: WantedRecord): Candidate[] {
  return [0, 1].map((generation) => ({ address: addressOf(context, record, generation), generation }));
}

async function readAll({ pipeline }: RunContext, addresses: readonly string[]): Promise<ReadonlyMap<string, Remote>> {
  return (await pipeline.sink.hasAny()) ? pipeline.sink.read(addresses) : new Map();
}
