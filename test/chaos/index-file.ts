import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  readonly path: string;
  readonly #sidecar: string;
  readonly #copy: string;

  constructor(folder: string) {
    this.path = join(folder, 'index.json');
    this.#sidecar = join(folder, 'index.json.etl.json');
    this.#copy = join(folder, 'index.yesterday.json');
  }

  bytes(): Promise<string | null> {
    return readFile(this.path, 'utf8').catch(() => null);
  }

  async read(): Promise<RawIndex> {
    return JSON.parse((await this.bytes()) ?? '{}') as RawIndex;
  }

  /** As the tools before us write it: sorted, indented by 4. */
  async write(index: RawIndex): Promise<void> {
    const sorted = Object.entries(index).sort(([a], [b]) => (a < b ? -1 : 1));
    await writeFile(this.path, JSON.stringify(Object.fromEntries(sorted), null, 4));
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
    const text = await readFile(this.#copy, 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as RawIndex);
  }

  async putCopyBack(): Promise<void> {
    await copyFile(this.#copy, this.path);
  }

  async lose(withSidecar: boolean): Promise<void> {
    await rm(this.path, { force: true });
    if (withSidecar) await rm(this.#sidecar, { force: true });
  }

  hasSidecar(): Promise<boolean> {
    return readFile(this.#sidecar).then(
      () => true,
      () => false,
    );
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
