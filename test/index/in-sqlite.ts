/** Indexes of tests, kept as JSON for people to read, in SQLite: in place, so that a spec changes its kind and no more. */
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../src/base/json.ts';
import { toKept } from '../../src/index/json/kept.ts';
import { JsonStore } from '../../src/index/json/json-store.ts';
import type { RawEntry } from '../../src/index/json/raw-entry.ts';
import { moveIndex } from '../../src/index/move-index.ts';
import { toStored } from '../../src/index/sqlite/any-text.ts';
import { toRow } from '../../src/index/sqlite/entry-row.ts';
import { SqliteStore } from '../../src/index/sqlite/sqlite-store.ts';
import { FileStorage } from '../../src/storage/file.ts';

const ANY = { type: 'string', minLength: 1, expected: 'an address' } as const;
const OPTIONS = { address: ANY, overwrites: true, isTrial: false, now: new Date(0) } as const;

/** A JSON index, with what stands beside it, becomes an SQLite one under the same name. */
export async function toSqlite(file: string): Promise<void> {
  const [folder, name] = [dirname(file), basename(file)];
  const aside = await mkdtemp(join(folder, 'json-'));
  for (const end of ['', '.etl.json', '.journal.ndjson'])
    if (existsSync(`${file}${end}`)) await rename(`${file}${end}`, join(aside, `${name}${end}`));
  await moveIndex(new JsonStore(new FileStorage(aside), name), new SqliteStore(new FileStorage(folder), name), OPTIONS);
  await rm(aside, { recursive: true, force: true });
  await rm(`${file}.moved.json`, { force: true });
}

/** What a JSON index would say: its file, and what stands beside it. */
export async function asJson(file: string): Promise<{ readonly index: string; readonly sidecar: string | undefined }> {
  const [folder, name] = [dirname(file), basename(file)];
  const aside = await mkdtemp(join(tmpdir(), 'etl-as-json-'));
  try {
    const source = await new SqliteStore(new FileStorage(folder), name).move({ address: ANY, isTrial: true });
    const target = await new JsonStore(new FileStorage(aside), name).move({ address: ANY, isTrial: true });
    try {
      await target.replace(await source.read());
    } finally {
      await source.close();
    }
    const sidecar = join(aside, `${name}.etl.json`);
    return {
      index: await readFile(join(aside, name), 'utf8'),
      sidecar: existsSync(sidecar) ? await readFile(sidecar, 'utf8') : undefined,
    };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What a person does by hand, with an SQL client: rows change, and what we know of them does not. */
export async function editSqlite(
  file: string,
  change: (entries: Record<string, Record<string, unknown>>) => void,
): Promise<void> {
  const before = JSON.parse((await asJson(file)).index) as Record<string, Record<string, unknown>>;
  const after = structuredClone(before);
  change(after);
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec('BEGIN');
    for (const name of Object.keys(before)) {
      if (JSON.stringify(before[name]) === JSON.stringify(after[name])) continue;
      const entry = database.prepare('SELECT id FROM entries WHERE name = ?').get(toStored(name))?.['id'] as number;
      if (after[name] === undefined) {
        for (const table of ['ids', 'old_places']) database.prepare(`DELETE FROM ${table} WHERE entry = ?`).run(entry);
        database.prepare('DELETE FROM entries WHERE id = ?').run(entry);
        continue;
      }
      const { address, state, facts } = toRow(name, toKept(rawOf(after[name])));
      database
        .prepare('UPDATE entries SET address = ?, state = ?, facts = ? WHERE id = ?')
        .run(address, state, facts, entry);
    }
    for (const [name, entry] of Object.entries(after)) {
      if (Object.hasOwn(before, name)) continue;
      const { address, state, facts } = toRow(name, toKept(rawOf(entry)));
      const added = database
        .prepare("INSERT INTO entries (name, address, state, facts, seal, epoch) VALUES (?, ?, ?, ?, '', 1)")
        .run(toStored(name), address, state, facts);
      database.prepare('INSERT INTO ids (id, entry) VALUES (?, ?)').run(toStored(name), added.lastInsertRowid);
    }
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

function rawOf(entry: Record<string, unknown>): RawEntry {
  const flags = { deleted: entry['deleted'] === true, deleted_dhis2: entry['deleted_dhis2'] === true };
  return { ...(entry as Record<string, Json>), ...flags } as unknown as RawEntry;
}

/** A spec, with its index in SQLite. */
export function inSqlite(spec: string): string {
  return spec
    .replace(/^index:\s*\{/m, 'index: { kind: sqlite,')
    .replace(/^index:\n/m, 'index:\n  kind: sqlite\n')
    .replace(/"index": \{/, '"index": { "kind": "sqlite",');
}
