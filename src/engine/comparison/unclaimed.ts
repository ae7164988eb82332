/** Objects in the sink that no record claims. They are counted, and never touched. */
import { nameOf } from '../../contracts/ref.ts';
import type { Listed } from '../../contracts/sink.ts';
import type { Pipeline, RunContext } from '../pipeline.ts';
import { placeText } from '../place-in-words.ts';

/** So many are named. */
const MOST_NAMED = 10;

export interface Unclaimed {
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly UnclaimedObject[];
}

export interface UnclaimedObject {
  readonly address: string;
  /** Where and when it is, for people. */
  readonly about: string;
}

/** What a list of the sink's place has told. */
export interface Looked {
  readonly unclaimed: Unclaimed;
  /** Names of the entries whose objects were listed; kept only where it is asked who has changed since some time. */
  readonly claimed: ReadonlySet<string>;
}

/** Lists the place; `since`: what was changed since. `parts`: where to look, see `Sink.partOf`. */
export async function lookAround(
  { pipeline, index, log }: RunContext,
  parts: readonly string[],
  since: Date | undefined,
): Promise<Looked> {
  const { sink } = pipeline;
  const claimed = new Set<string>();
  const examples: Listed[] = [];
  let [count, listed] = [0, 0];
  for await (const page of sink.list({ parts, ...(since && { since }) })) {
    const holders = await index.holders(page.map(({ address }) => address));
    for (const one of page) {
      const holder = holders.get(one.address);
      if (holder) {
        if (since) claimed.add(nameOf(holder));
      } else if (!one.isDeleted) {
        count += 1;
        if (examples.length < MOST_NAMED) examples.push(one);
      }
    }
    listed += page.length;
    log.progress('looking for what no record claims', listed);
  }
  return { unclaimed: { count, examples: examples.map((one) => toUnclaimed(one, pipeline)) }, claimed };
}

function toUnclaimed({ address, place, when }: Listed, pipeline: Pipeline): UnclaimedObject {
  const about = [placeText(pipeline, place), when].filter((part) => part !== '').join(', ');
  return { address, about };
}
