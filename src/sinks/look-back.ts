import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Patience } from '../base/patience.ts';
import type { JsonObject } from '../base/json.ts';
import type { Remote, Sending, Verdict } from '../contracts/sink.ts';

/** What `lookBack` works with. */
export interface LookBackTools<O extends JsonObject> {
  readonly log: Log;
  read(addresses: readonly string[]): Promise<ReadonlyMap<string, Remote<O>>>;
  /** Whether what is there, if anything, is what was sent. */
  isAsSent(sending: Sending<O>, there: O | undefined): boolean;
  /** How long trouble may last. */
  readonly patience: Patience;
}

/** What is left after looking back. */
export interface LookedBack<O extends JsonObject> {
  /** Objects of which nothing is known yet: they may be sent again. */
  readonly open: readonly Sending<O>[];
  /** DHIS2 cannot even be read: then sending on is of no use. */
  readonly isAway: boolean;
}

/**
 * Reads objects back for which no answer came, once after each wait (milliseconds): those that are there as sent are
 * settled, the others are returned. `hasTime` says whether there is time for another look.
 */
export async function lookBack<O extends JsonObject>(
  tools: LookBackTools<O>,
  sendings: readonly Sending<O>[],
  waitsMs: readonly number[],
  hasTime: () => boolean,
  settle: (address: string, verdict: Verdict) => void,
): Promise<LookedBack<O>> {
  let open = sendings;
  for (const [at, wait] of waitsMs.entries()) {
    if (at > 0 && !hasTime()) break;
    await pauseFor(tools.patience, wait);
    const remotes = await readBack(tools, open);
    if (!remotes) return { open, isAway: true };
    open = open.filter((sending) => {
      const verdict = verdictOf(tools, sending, remotes.get(sending.address));
      if (verdict) settle(sending.address, verdict);
      return verdict === undefined;
    });
    if (open.length === 0) break;
  }
  return { open, isAway: false };
}

/** Waits for so long (milliseconds), but never longer than the patience lasts. */
export function pauseFor(patience: Patience, ms: number): Promise<void> {
  return patience.pause(Math.min(ms, patience.leftMs));
}

async function readBack<O extends JsonObject>(
  tools: LookBackTools<O>,
  sendings: readonly Sending<O>[],
): Promise<ReadonlyMap<string, Remote<O>> | undefined> {
  try {
    return await tools.read(sendings.map((sending) => sending.address));
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    tools.log.debug(error.message);
    return undefined;
  }
}

/** What can be concluded from what is there; undefined where the object may be sent again. */
function verdictOf<O extends JsonObject>(
  tools: LookBackTools<O>,
  sending: Sending<O>,
  there: Remote<O> | undefined,
): Verdict | undefined {
  if (there?.is === 'deleted') return { is: 'deletedThere' };
  if (tools.isAsSent(sending, there?.object)) return { is: sending.isNew ? 'created' : 'updated', afterSilence: true };
  // Somebody is at work on it while we wait: the next run looks at it, and the spec decides.
  return !there || sending.mayReplace(there.object) ? undefined : { is: 'unknown', reason: WORKED_ON };
}

const WORKED_ON = 'it has been worked on in DHIS2 in the meantime';
