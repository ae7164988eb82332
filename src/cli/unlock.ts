import { createInterface } from 'node:readline/promises';
import { EtlError } from '../base/errors.ts';
import type { HeldLock } from '../contracts/storage.ts';
import type { IndexStore } from '../contracts/store.ts';

/** What `etl unlock` came to. */
export interface Unlocked {
  readonly lock: string;
  /** Null where nobody holds it. */
  readonly holder: {
    readonly by: string;
    readonly since: string | null;
    readonly lastSeen: string | null;
    readonly is: HeldLock['is'];
  } | null;
  readonly removed: boolean;
}

export interface UnlockOptions {
  /** Said beforehand: remove it. */
  readonly yes: boolean;
  /** Asks a person; undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  readonly say: (line: string) => void;
  readonly now: Date;
}

/**
 * Shows who holds the lock of an index, and removes it where that is wanted. Throws EtlError `unlock/needs-yes` (exit 2) where nobody
 * has said so, `unlock/alive` (exit 5) where only a person at a terminal may, `unlock/changed` (exit 5).
 */
export async function unlock(
  index: Pick<IndexStore, 'findLock' | 'lockLocation'>,
  options: UnlockOptions,
): Promise<Unlocked> {
  const held = await index.findLock();
  const lock = index.lockLocation;
  if (!held) {
    options.say(`Nobody holds the lock (${lock}).`);
    return { lock, holder: null, removed: false };
  }
  const { by, since, lastSeen, is, location } = held;
  const holder = { by, since, lastSeen: lastSeen?.toISOString() ?? null, is };
  for (const line of describeLock(held, options.now)) options.say(line);
  if (!(await mayRemove(held, options))) return { lock, holder, removed: false };
  if (!(await held.break())) throw new EtlError('unlock/changed', { location });
  options.say('The lock was removed. What the last run had under way is asked of DHIS2 by the next.');
  return { lock, holder, removed: true };
}

async function mayRemove(held: HeldLock, { yes, ask }: UnlockOptions): Promise<boolean> {
  const { by, location, is } = held;
  const isAlive = is === 'alive';
  if (yes && !isAlive) return true;
  if (ask) return ask(isAlive ? 'That run is at work. Take its lock all the same?' : 'Remove the lock?');
  if (isAlive) throw new EtlError('unlock/alive', { by, location });
  throw new EtlError('unlock/needs-yes', { by, location });
}

const MINUTE_MS = 60_000;

/** Who, since when, and whether it lives, in lines for people. */
function describeLock({ location, by, since, lastSeen, is, isHere }: HeldLock, now: Date): string[] {
  const seen = lastSeen && describeSeen(lastSeen, now);
  const lives = {
    alive: `it is alive${isHere ? ' on this machine' : ''}: two runs at once would work against each other`,
    gone: 'it is gone',
    unknown: 'whether it is alive cannot be told from here: look on that machine',
  }[is];
  return [
    `lock       ${location}`,
    `held by    ${by}`,
    ...(since === null ? [] : [`since      ${since}`]),
    ...(seen === null ? [] : [`last seen  ${seen}`]),
    `state      ${lives}`,
  ];
}

function describeSeen(seen: Date, now: Date): string {
  const ago = now.getTime() - seen.getTime();
  const time = seen.toISOString();
  if (ago < -MINUTE_MS) return `${time}, which is in the future: a clock was wrong`;
  if (ago < 2 * MINUTE_MS) return `${time}, just now`;
  return `${time}, ${Math.floor(ago / MINUTE_MS)} minutes ago`;
}

/** Asks at the terminal; only a written yes counts as yes. */
export async function askAtTerminal(
  question: string,
  streams: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<boolean> {
  const prompt = createInterface(streams);
  try {
    // The end of the input (Ctrl-D) is no yes.
    const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
    const answer = await Promise.race([prompt.question(`${question} (yes or no) `), ended]);
    return /^(?:y|yes)$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
