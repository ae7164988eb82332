/**
 * Who holds what only one process may have (a lock, a folder under way), as written beside it, and whether that process
 * still lives. Of another host or container nothing can be known from here.
 */
import { randomUUID } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { findFault } from './data-schema.ts';
import { parseJson } from './parse-json.ts';

export interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** Tells this process from a later one of the same number; null where the system does not say. */
  readonly process: string | null;
  /** ISO time. */
  readonly since: string;
}

export type Liveness = 'alive' | 'gone' | 'unknown';

/** This process, as it signs what it holds. */
export async function thisProcess(): Promise<Holder> {
  return {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    process: await describeProcess(process.pid),
    since: new Date().toISOString(),
  };
}

const TEXT = { type: 'string', maxLength: 300 } as const;
export const HOLDER = {
  type: 'object',
  required: ['id', 'pid', 'host', 'since'],
  properties: {
    id: { type: 'string', pattern: '^[\\w-]{1,64}$' },
    pid: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    host: TEXT,
    since: TEXT,
    process: { type: ['string', 'null'], maxLength: 300 },
  },
} as const;

/** What a file says of its holder; null where it says nothing of the kind. */
export function parseHolder(text: string): Holder | null {
  const parsed = parseJson(text);
  if ('refusal' in parsed || findFault(HOLDER, parsed.value)) return null;
  const { id, pid, host, since, process: started } = parsed.value as unknown as Holder & { process?: string };
  return { id, pid, host, since, process: started ?? null };
}

/** `process 4711 on web-1`, for people. */
export function nameHolder(holder: Holder | null): string {
  return holder ? `process ${holder.pid} on ${holder.host}` : 'the file does not say who';
}

/** `gone` only where that is certain: no such process on this host, or another one under its number. */
export async function livenessOf(holder: Holder): Promise<Liveness> {
  if (holder.host !== hostname()) return 'unknown';
  const ours = await describeProcess(process.pid);
  const [theirBoot, theirNamespace] = holder.process?.split(' ') ?? [];
  const [ourBoot, ourNamespace] = ours?.split(' ') ?? [];
  if (theirBoot && ourBoot && theirBoot !== ourBoot) return 'gone';
  // Numbers of processes mean nothing across containers.
  if (theirNamespace !== ourNamespace) return 'unknown';
  if (!isRunning(holder.pid)) return 'gone';
  const running = await describeProcess(holder.pid);
  return holder.process !== null && running !== null && running !== holder.process ? 'gone' : 'alive';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Boot, process namespace and start time of a process (Linux, proc(5)); null where the system does not tell. */
async function describeProcess(pid: number): Promise<string | null> {
  try {
    const [boot, namespace, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name of the program, in parentheses, may hold blanks; the start time is the 20th field after it.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return started ? `${boot.trim()} ${namespace} ${started}` : null;
  } catch {
    return null;
  }
}
