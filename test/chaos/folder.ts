import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the system has a folder in memory it is taken: a history writes, and syncs, hundreds of small files. */
const BASE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export function makeFolder(): Promise<string> {
  return mkdtemp(join(BASE, 'etl-chaos-'));
}
