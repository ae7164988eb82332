import { existsSync } from 'node:fs';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asJson, editSqlite, toSqlite } from '../index/in-sqlite.ts';
import type { Submission } from './records.ts';

/** An entry as the tools before us know it; ours beside it. */
export interface RawEntry {
  dhis2_uuid: string;
  uploaded: boolean;
  deleted?: boolean;
  deleted_dhis2?: boolean;
  error?: string;
  [other: string]: unknown;
}

export type RawIndex = Record<string, RawEntry>;

/** The index and its sidecar as files, and what others than us do to them. */
export class IndexFile {
  /** How it is kept, under the same name. */
  static kind: 'json' | 'sqlite' = 'json';
  readonly path: string;
  readonly #sidecar: string;
  readonly #copy: string;
  /** Nobody but our runs has written it, or taken it away, since it was there first. */
  isOursAlone = true;

  constructor(folder: string) {
    this.path = join(folder, 'index.json');
    this.#sidecar = join(folder, 'index.json.etl.json');
    this.#copy = join(folder, 'index.yesterday.json');
  }

  /** As a JSON file has it; null where there is none. */
  bytes(): Promise<string | null> {
    return textOf(this.path);
  }

  async read(): Promise<RawIndex> {
    return JSON.parse((await this.bytes()) ?? '{}') as RawIndex;
  }

  /** As the tools before us write it: sorted, indented by 4. */
  async write(index: RawIndex): Promise<void> {
    const sorted = Object.entries(index).sort(([a], [b]) => (a < b ? -1 : 1));
    const entries = Object.fromEntries(sorted);
    if (existsSync(this.path)) this.isOursAlone = false;
    if (IndexFile.kind === 'sqlite' && existsSync(this.path)) {
      return editSqlite(this.path, (there) => {
        for (const key of Object.keys(there)) delete there[key];
        Object.assign(there, entries);
      });
    }
    await writeFile(this.path, JSON.stringify(entries, null, 4));
    if (IndexFile.kind === 'sqlite') await toSqlite(this.path);
  }

  async edit(uid: string, change: (entry: RawEntry) => void): Promise<void> {
    if ((await this.bytes()) === null) return;
    const index = await this.read();
    for (const entry of Object.values(index)) if (entry.dhis2_uuid === uid) change(entry);
    await this.write(index);
  }

  /**
   * The old script, as far as it still runs beside us: it knows records by `_uuid` alone, marks what it does not see as
   * deleted, and reserves UIDs for records of facilities that it does not know. Gives the UIDs that it made.
   */
  async rewriteAsOldScript(records: Iterable<Submission>, makeUid: () => string): Promise<string[]> {
    if ((await this.bytes()) === null) return [];
    const index = await this.read();
    const rows = new Map([...records].filter((one) => one.isInSource).map((one) => [one.uuid, one]));
    for (const [key, entry] of Object.entries(index)) {
      entry.deleted = !rows.has(key);
      if (entry.error?.startsWith('UNKNOWN_OU:') && rows.has(key) && rows.get(key)?.cells.facility !== 'Nowhere')
        delete entry.error;
    }
    const made: string[] = [];
    for (const [uuid, { cells }] of rows) {
      if (uuid in index || cells.facility !== 'Nowhere') continue;
      const uid = makeUid();
      made.push(uid);
      index[uuid] = { dhis2_uuid: uid, uploaded: false, deleted: false, error: 'UNKNOWN_OU:Nowhere' };
    }
    await this.write(index);
    return made;
  }

  async keepCopy(): Promise<void> {
    await copyFile(this.path, this.#copy).catch(() => undefined);
  }

  async readCopy(): Promise<RawIndex | null> {
    const text = await textOf(this.#copy);
    return text === null ? null : (JSON.parse(text) as RawIndex);
  }

  async putCopyBack(): Promise<void> {
    this.isOursAlone = false;
    await copyFile(this.#copy, this.path);
  }

  async lose(withSidecar: boolean): Promise<void> {
    this.isOursAlone = false;
    await rm(this.path, { force: true });
    if (withSidecar) await rm(this.#sidecar, { force: true });
  }

  /** Whether it is known of which server it is, by the server's own id: one without an id is known by its address. */
  async isOfServerWithId(): Promise<boolean> {
    const sidecar = await readFile(this.#sidecar, 'utf8').catch(() => '{}');
    const { server } = JSON.parse(sidecar) as { readonly server?: string };
    return server !== undefined && !server.startsWith('http');
  }

  /** Puts another pipeline's sidecar beside the index; gives back what takes it away again; undefined where there is none yet. */
  async makeForeign(): Promise<(() => Promise<void>) | undefined> {
    const mine = await readFile(this.#sidecar).catch(() => null);
    if (mine === null) return undefined;
    const sidecar = JSON.parse(mine.toString('utf8')) as object;
    await writeFile(this.#sidecar, JSON.stringify({ ...sidecar, namespace: 'another' }, null, 2));
    return () => writeFile(this.#sidecar, mine);
  }
}

async function textOf(file: string): Promise<string | null> {
  if (IndexFile.kind === 'json') return readFile(file, 'utf8').catch(() => null);
  return existsSync(file) ? (await asJson(file)).index : null;
}
