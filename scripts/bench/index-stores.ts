import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measure } from './measure.ts';
import type { Lap } from './index-work.ts';

const WORK = path.join(import.meta.dirname, 'index-work.ts');
const TASKS = ['fill', 'night', 'send'] as const;
const STORES = [
  ['json', 'i.json'],
  ['sqlite', 'i.sqlite'],
] as const;

/**
 * What a night does with an index of so many entries, in JSON and in SQLite, step by step: each task in a process of its own,
 * with what it has used until then at its most.
 */
export async function benchIndex(entries: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'etl-bench-index-'));
  try {
    const sizes = new Map<string, number>();
    for (const task of TASKS) {
      for (const [kind, file] of STORES) {
        const laps = path.join(folder, 'laps.json');
        const { peakMiB } = await measure([WORK, kind, folder, String(entries), task, laps], folder);
        console.log(
          `\n${entries.toLocaleString('en')} entries in ${kind}: ${task}, ${Math.round(peakMiB)} MiB at most`,
        );
        for (const lap of JSON.parse(await readFile(laps, 'utf8')) as Lap[]) printLap(lap);
        sizes.set(kind, (await stat(path.join(folder, file))).size);
        if (task === 'night')
          console.log(`  ${kib((peakMiB - START_MIB) * 2 ** 20, entries)} of memory an entry, at most`);
      }
    }
    console.log('');
    for (const [kind, size] of sizes)
      console.log(`the file of ${kind}: ${Math.round(size / 2 ** 20)} MiB, ${kib(size, entries)} an entry`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What Node and our modules take without an index. */
const START_MIB = 95;

const kib = (bytes: number, entries: number): string => `${(bytes / 1024 / entries).toFixed(2)} KiB`;

function printLap({ name, wallMs, cpuMs, rssMiB }: Lap): void {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`.padStart(9);
  console.log(
    `  ${name.padEnd(34)}${seconds(wallMs)}   CPU${seconds(cpuMs)}   ${String(Math.round(rssMiB)).padStart(5)} MiB`,
  );
}
