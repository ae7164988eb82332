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

/** A record to be looked up, with what its entry says put into it. */
export function toLooking(at: number, record: WantedRecord, why: Look, found: Found | undefined): Looking {
  return { at, record: found ? withEntry(record, found) : record, why, found };
}

/** What the sink has of a record. `remote` is undefined where it shows nothing at this address. */
export interface Sight {
  readonly address: string;
  /** How often the object has been made anew, up to this address. */
  readonly generation: number;
  readonly remote: Remote | undefined;
}

/** Most steps from one address of an object to the next; for each step somebody must have deleted the object. */
const MOST_GENERATIONS = 20;

/**
 * Reads the objects of records; place in the batch → what is there. A deleted one is followed to the addresses that the
 * record would have got next: an index that was lost may have known one that is alive.
 */
export async function lookAt(context: RunContext, lookings: readonly Looking[]): Promise<ReadonlyMap<number, Sight>> {
  const sights = new Map<number, Sight>();
  if (lookings.length > 0 && !(await context.pipeline.sink.hasAny())) return nothingThere(context, lookings);
  let open = lookings.map((looking) => ({ looking, candidates: firstCandidates(context, looking) }));
  for (let round = 0; open.length > 0 && round < MOST_GENERATIONS; round += 1) {
    const remotes = await readAll(
      context,
      open.flatMap(({ candidates }) => candidates.map(({ address }) => address)),
    );
    const next: typeof open = [];
    for (const { looking, candidates } of open) {
      const looked = candidates.map((candidate) => ({ ...candidate, remote: remotes.get(candidate.address) }));
      const sight = looked.findLast(({ remote }) => remote !== undefined) ?? sights.get(looking.at) ?? looked[0];
      if (sight) sights.set(looking.at, sight);
      const last = looked.at(-1);
      if (!last) continue;
      if (round === 0 && looking.found?.isBelieved === false && last.remote === undefined) {
        // Somebody may have written another address into the entry: the object may be at the one that we had given it.
        next.push({ looking, candidates: firstDerived(context, looking.record) });
        continue;
      }
      if (!looked.some(({ remote }) => remote?.is === 'deleted')) continue;
      const generation = last.generation + 1;
      const keys = new Set([looking.record.key, ...(looking.found ? [looking.found.ref.key] : [])]);
      next.push({
        looking,
        candidates: [...keys].map((key) => ({
          address: addressOf(context, { ...looking.record, key }, generation),
          generation,
        })),
      });
    }
    open = next;
  }
  return sights;
}

/** A place that has no object at all has none of these: nothing is followed, and no further address is made. */
function nothingThere(context: RunContext, lookings: readonly Looking[]): ReadonlyMap<number, Sight> {
  return new Map(
    lookings.map(({ at, record, found }) => {
      const { address, generation } = found?.entry ?? { address: addressOf(context, record, 0), generation: 0 };
      return [at, { address, generation, remote: undefined }];
    }),
  );
}

type Candidate = Omit<Sight, 'remote'>;

function firstCandidates(context: RunContext, { record, found }: Looking): Candidate[] {
  if (found) return [{ address: found.entry.address, generation: found.entry.generation }];
  return firstDerived(context, record);
}

/**
 * Where to look for the object of a record that the index does not know: at its first two addresses, since of an object
 * that was deleted and then cleared away the sink shows no trace at the first.
 */
function firstDerived(context: RunContext, record: WantedRecord): Candidate[] {
  return [0, 1].map((generation) => ({ address: addressOf(context, record, generation), generation }));
}

/** Reads objects, unless the place has none at all. */
export async function readAll(
  { pipeline }: RunContext,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, Remote>> {
  return (await pipeline.sink.hasAny()) ? pipeline.sink.read(addresses) : new Map();
}
