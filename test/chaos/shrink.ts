import type { Fault, History, Setup, Step } from './history.ts';
import { play } from './play.ts';

/** The plainest setup: what a history does not need is put back to it. */
export const PLAIN: Setup = {
  key: 'root',
  policies: { adopt: 'report', changed: 'update', editedInDhis2: 'report', deletedInDhis2: 'report' },
  mapping: { questions: ['name', 'beds', 'note'], isLoud: false },
  batchSize: 50,
  concurrency: 1,
  import: 'sync',
  start: 'new',
  hasSystemId: true,
  grace: '30 days',
  zone: 'Etc/UTC',
  hoursBetween: 0,
};

/**
 * Looks for a shorter history with a fault of the same kind: leaves out more and more single steps, then plainer
 * setups. Plays at most so many histories.
 */
export async function shrink(
  history: History,
  fault: Fault,
  mostPlays = 120,
): Promise<{ history: History; fault: Fault }> {
  let best = { history, fault };
  let plays = 0;
  const fails = async (tried: History): Promise<boolean> => {
    if (plays >= mostPlays) return false;
    plays += 1;
    const { fault: found } = await play(tried);
    if (found?.kind !== fault.kind) return false;
    best = { history: tried, fault: found };
    return true;
  };
  await fails({ ...history, steps: history.steps.slice(0, fault.at + 1) });
  for (let size = Math.max(1, best.history.steps.length >> 1); ; size = Math.max(1, size >> 1)) {
    let hasShrunk = false;
    for (let start = 0; start < best.history.steps.length;) {
      const { steps } = best.history;
      const without: Step[] = [...steps.slice(0, start), ...steps.slice(start + size)];
      if (await fails({ ...best.history, steps: without })) hasShrunk = true;
      else start += size;
    }
    if (size === 1 && !hasShrunk) break;
  }
  for (const name of Object.keys(PLAIN) as (keyof Setup)[]) {
    const setup = { ...best.history.setup, [name]: PLAIN[name] };
    if (JSON.stringify(setup) !== JSON.stringify(best.history.setup)) await fails({ ...best.history, setup });
  }
  for (const name of Object.keys(PLAIN.policies) as (keyof Setup['policies'])[]) {
    const policies = { ...best.history.setup.policies, [name]: PLAIN.policies[name] };
    if (JSON.stringify(policies) !== JSON.stringify(best.history.setup.policies))
      await fails({ ...best.history, setup: { ...best.history.setup, policies } });
  }
  return best;
}
