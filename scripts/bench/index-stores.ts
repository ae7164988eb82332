import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measure } from './measure.ts';
import { printHead, printUsage } from './table.ts';

const WORK = path.join(import.meta.dirname, 'index-work.ts');

const TASKS = [
  ['fill', 'every entry new, saved'],
  ['open', 'opened and closed'],
  ['find', 'every record looked up'],
  ['send', '20 batches of 100 sent, saved'],
] as const;

/** What a night does with an index, in JSON and in SQLite, one after the other. */
export async function benchIndex(entries: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'etl-bench-index-'));
  try {
    for (const [task, title] of TASKS) {
      printHead(`${entries.toLocaleString('en')} entries: ${title}`);
      const json = await measure([WORK, 'json', folder, String(entries), task], folder);
      printUsage('JSON', json);
      printUsage('SQLite', await measure([WORK, 'sqlite', folder, String(entries), task], folder), json);
    }
    const sizes = await Promise.all(['i.json', 'i.sqlite'].map((name) => stat(path.join(folder, name))));
    const [json, sqlite] = sizes.map(({ size }) => (size / 1024 / 1024).toFixed(0));
    console.log(`\nthe files: ${json} MiB as JSON, ${sqlite} MiB as SQLite`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
