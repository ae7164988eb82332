import type { Entry, EntryPatch } from '../index/json/raw-entry.ts';
import { DELETED_IN_DHIS2, NO_ANSWER } from '../index/json/raw-entry.ts';
import type { Outcome } from '../contracts/sink.ts';
import type { LineOf } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** A line that sends something. */
export type SendLine = LineOf<'create' | 'update'>;

/** Time of the run, and what lists of targets are called. */
type Tools = Pick<RunContext, 'pipeline' | 'index' | 'now'>;

/**
 * What an entry says from right before its record is sent until there is a verdict. Nobody knows then what DHIS2 has:
 * the hash it had is kept as `was`, and what is under way among the `doubts`, so that the next run can tell both from
 * what a person may have done since.
 */
export function underWayPatch(tools: Tools, line: SendLine, entry: Entry | undefined): EntryPatch {
  const doubt = `${line.hash} ${shapeOf(tools, line)}`;
  const doubts = [...(entry?.doubts ?? []).filter((one) => one !== doubt), doubt];
  return { error: NO_ANSWER, hash: undefined, was: entry?.hash ?? entry?.was, doubts };
}

/** Takes `underWayPatch` back: the batch was not sent after all. */
export function notSentPatch({ error, hash, was, doubts }: Partial<Entry>): EntryPatch {
  return { error, hash, was, doubts };
}

/** What an entry says once there is a verdict; `before` is what it said before it was under way. */
export function verdictPatch(tools: Tools, line: SendLine, outcome: Outcome, before: Entry | undefined): EntryPatch {
  switch (outcome.is) {
    case 'created':
    case 'updated':
      return {
        uploaded: true,
        deleted: false,
        error: undefined,
        hash: line.hash,
        was: undefined,
        shape: shapeOf(tools, line),
        left: line.action === 'update' ? line.left : undefined,
        pair: line.pair,
        sent_at: tools.now.toISOString(),
        // Where the answer was lost, its request stays a doubt until a later run has looked once more.
        ...(!outcome.afterSilence && { doubts: before?.doubts }),
      };
    case 'refused':
      return { error: 'DHIS2_REJECTED', hash: before?.hash ?? before?.was, was: undefined, doubts: before?.doubts };
    case 'deletedThere':
      return { uploaded: false, error: DELETED_IN_DHIS2, was: undefined, doubts: before?.doubts };
    default:
      return {};
  }
}

function shapeOf({ pipeline, index }: Tools, { object }: SendLine): string {
  return index.shapeOf(pipeline.sink.targetsOf(object));
}
