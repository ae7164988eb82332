import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Patience } from '../base/patience.ts';
import type { Remote, Sending, Verdict } from '../contracts/sink.ts';
import { differences } from '../dhis2/event-image.ts';
import type { EventObject } from '../dhis2/event-object.ts';

/** What `lookBack` works with. */
export interface LookBackTools {
  /** The server's, for comparing times. */
  readonly timeZone: string;
  readonly log: Log;
  read(uids: readonly string[]): Promise<ReadonlyMap<string, Remote<EventObject>>>;
  /** How long trouble may last. */
  readonly patience: Patience;
}

/** What is left after looking back. */
export interface LookedBack {
  /** Events of which nothing is known yet: they may be sent again. */
  readonly open: readonly Sending<EventObject>[];
  /** DHIS2 cannot even be read: then sending on is of no use. */
  readonly isAway: boolean;
}

/**
 * Reads events back for which no answer came, once after each wait (milliseconds): those that are there as sent are
 * settled, the others are returned. `hasTime` says whether there is time for another look.
 */
export async function lookBack(
  tools: LookBackTools,
  sendings: readonly Sending<EventObject>[],
  waitsMs: readonly number[],
  hasTime: () => boolean,
  settle: (uid: string, verdict: Verdict) => void,
): Promise<LookedBack> {
  let open = sendings;
  for (const [at, wait] of waitsMs.entries()) {
    if (at > 0 && !hasTime()) break;
    await pauseFor(tools.patience, wait);
    const remotes = await readBack(tools, open);
    if (!remotes) return { open, isAway: true };
    open = open.filter((sending) => {
      const verdict = verdictOf(sending, remotes.get(sending.address), tools.timeZone);
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

async function readBack(
  tools: LookBackTools,
  sendings: readonly Sending<EventObject>[],
): Promise<ReadonlyMap<string, Remote<EventObject>> | undefined> {
  try {
    return await tools.read(sendings.map((sending) => sending.address));
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    tools.log.debug(error.message);
    return undefined;
  }
}

/** What can be concluded from what is there; undefined where the event may be sent again. */
function verdictOf(
  sending: Sending<EventObject>,
  there: Remote<EventObject> | undefined,
  timeZone: string,
): Verdict | undefined {
  if (!there) return undefined;
  if (there.is === 'deleted') return { is: 'deletedThere' };
  if (differences(sending.object, there.object, timeZone).length === 0)
    return { is: sending.isNew ? 'created' : 'updated', afterSilence: true };
  // Somebody is at work on the event while we wait: the next run looks at it, and the spec decides.
  return sending.mayReplace(there.object) ? undefined : { is: 'unknown', reason: WORKED_ON };
}

const WORKED_ON = 'the event has been worked on in DHIS2 in the meantime';
