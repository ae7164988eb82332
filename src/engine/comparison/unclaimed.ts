/** Objects in the sink that no record claims. They are counted, and never touched. */
import { nameOf } from '../../contracts/ref.ts';
import type { Listed } from '../../contracts/sink.ts';
import type { RunContext } from '../pipeline.ts';

/** So many are named. */
const MOST_NAMED = 10;

export interface Unclaimed {
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly Pick<Listed, 'address' | 'about'>[];
}

/** What a list of the sink's place has told. */
export interface Looked {
  readonly unclaimed: Unclaimed;
  /** Names of the entries whose objects were listed; kept only where it is asked who has changed since some time. */
  readonly claimed: ReadonlySet<string>;
}

/** Lists the place; `since`: what was changed since. `parts`: where to look, see `Sink.partOf`. */
export async function lookAround(
  { pipeline: { sink }, index, log }: RunContext,
  parts: readonly string[],
  since: Date | undefined,
): Promise<Looked> {
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
  return { unclaimed: { count, examples: examples.map(({ address, about }) => ({ address, about })) }, claimed };
}
