import { mkdir, rm } from 'node:fs/promises';
import { basename, join, parse, sep } from 'node:path';
import { EtlError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { appendToPrivateFile, moveToPrivateFile, writePrivateFile } from '../base/private-file.ts';
import { printableJson, printableLine } from '../base/printable.ts';
import { UnfitFileError } from '../base/regular-file.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Applied } from '../engine/apply.ts';
import type { Keeper, Sent } from '../engine/run-options.ts';
import { loadTell, type Language } from '../messages/language.ts';
import { toDay, toRunName } from './dates.ts';
import { claimRun, clearDeadRuns, releaseRun } from './dead-runs.ts';
import { inPieces } from './in-pieces.ts';
import { toLegacyPayloads } from './legacy-payloads.ts';
import { makeOwnFolder } from './own-folder.ts';
import { writeRejects } from './rejects-file.ts';
import type { NameOf, RunReport } from './report.ts';
import { ageBy, removeExpired } from './retention.ts';
import { writePayloadFiles, type PayloadFile } from './payload-files.ts';
import { addSent, SENT_FILE, toKept } from './sent-file.ts';
import { WrittenFiles } from './written-files.ts';

/** Of a run: where its artifacts go, how they are named and for how long (milliseconds) they are kept. */
export interface ArtifactOptions {
  readonly folder: string;
  readonly legacyNames: boolean;
  readonly keepMs: number;
  readonly pipeline: string;
  readonly timeZone: string;
  /** Of what people read. */
  readonly language: Language;
  readonly now: Date;
  /** Name of the index file, which its copies bear. */
  readonly indexName: string;
  /** Masked in all that is written: a server may quote a secret that it was sent. */
  readonly secrets: Secrets;
}

/**
 * What a run leaves behind. Every run has a folder of its own with `report.json` and what was sent; with legacy names
 * the copies, the log and the payloads also lie where today's script puts them. All of it is personal data: folders 0700, files 0600, and no
 * link is followed. What people and servers have said goes through `secrets`; copies of the source and the index are
 * what they are.
 */
export class Artifacts implements Keeper {
  readonly folder: string;
  readonly #options: ArtifactOptions;
  readonly #day: string;
  readonly #kept: string[] = [];
  readonly #log: string[] = [];
  #isSentLost = false;
  readonly #written: WrittenFiles;

  private constructor(folder: string, options: ArtifactOptions) {
    this.folder = folder;
    this.#options = options;
    this.#day = toDay(options.now, options.timeZone);
    this.#written = new WrittenFiles(options.folder, folder);
  }

  /** Makes the run's folder, and removes what is older than `keepMs` and what runs that were killed left behind. */
  static async open(options: ArtifactOptions): Promise<Artifacts> {
    try {
      await mkdir(options.folder, { recursive: true, mode: 0o700 });
      for (const name of options.legacyNames ? ['events_payload', 'log'] : [])
        await makeOwnFolder(join(options.folder, name));
      const ageNow = await ageBy(options.folder, options.now.getTime());
      const stuck = await removeExpired(options.folder, ageNow - options.keepMs);
      const artifacts = new Artifacts(await makeRunFolder(options), options);
      await claimRun(artifacts.folder);
      await clearDeadRuns(options.folder, artifacts.folder);
      await artifacts.#written.add([]);
      for (const path of stuck)
        artifacts.addLog(`${new Date().toISOString()} WARNING ${path} is past \`keep\`, and cannot be removed`);
      return artifacts;
    } catch (error) {
      const reason =
        error instanceof UnfitFileError ? error.reason : ((error as NodeJS.ErrnoException).code ?? 'unknown');
      throw new EtlError('artifacts/not-writable', { folder: options.folder, reason }, { cause: error });
    }
  }

  /** Paths of what was kept, for the report. */
  get kept(): readonly string[] {
    return this.#kept;
  }

  /** A line of the run's log. */
  addLog(line: string): void {
    this.#log.push(printableLine(this.#options.secrets.mask(line)));
  }

  async keepIndex(which: 'initial' | 'final', copyTo: (file: string) => Promise<boolean>): Promise<void> {
    const { name, ext } = parse(this.#options.indexName);
    const path = await this.#copyPath(`${name}_${which}${ext}`);
    if (await copyTo(path)) this.#kept.push(path);
  }

  async keepSource(copy: string, name = copy): Promise<void> {
    const path = await this.#copyPath(basename(name));
    if (copy === path) return;
    // The copy lies in the run's folder already; with legacy names it moves.
    await moveToPrivateFile(copy, path);
    this.#kept.push(path);
  }

  async keepSent(sent: readonly Sent[]): Promise<void> {
    const kept = await inPieces(sent, (one) => this.#toKept(one));
    if (kept.length === 0) return;
    await this.#keepLines(kept.map(({ line }) => line));
    const files = kept.flatMap((one) => one.files);
    if (files.length === 0) return;
    await this.#written.add(files.map(([path]) => path));
    await writePayloadFiles(files);
  }

  /** The line in the file of what was sent, and with legacy names the files. */
  #toKept(sent: Sent): { readonly line: string; readonly files: readonly PayloadFile[] }[] {
    const kept = toKept(sent);
    if (!kept) return [];
    const { folder, legacyNames, secrets } = this.#options;
    const toJson = secrets.toJsonOf(kept);
    const payloadFolder = join(folder, 'events_payload');
    const payloads = legacyNames ? toLegacyPayloads(kept, this.#day, (value) => toJson(value, 4)) : [];
    const files = payloads.map(([name, text]) => [`${payloadFolder}${sep}${name}`, text] as const);
    return [{ line: printableJson(toJson(kept)), files }];
  }

  /** What is sent reaches DHIS2 and the index all the same: a full disk here must not leave the rest of a night unsent. */
  async #keepLines(lines: readonly string[]): Promise<void> {
    if (this.#isSentLost) return;
    const path = join(this.folder, SENT_FILE);
    try {
      await addSent(this.folder, lines);
      if (!this.#kept.includes(path)) this.#kept.push(path);
    } catch (error) {
      this.#isSentLost = true;
      const why = error instanceof UnfitFileError ? error.reason : ((error as NodeJS.ErrnoException).code ?? 'unknown');
      this.addLog(`${new Date().toISOString()} WARNING what is sent from now on is not kept in ${path}: ${why}`);
    }
  }

  /** Keeps every record that needs a person; `planFile` is the plan of this run unless another was applied. */
  async keepRejects(applied: Applied | undefined, nameOf: NameOf, planFile = this.planFile): Promise<void> {
    const files = { lines: join(this.folder, 'rejects.ndjson'), table: join(this.folder, 'rejects.csv') };
    const toJson = (record: unknown): string => printableJson(this.#toJson(record));
    const tell = await loadTell(this.#options.language);
    await writeRejects(files, planFile, applied, { nameOf, toJson, tell });
    this.#kept.push(files.lines, files.table);
  }

  /** Keeps the values that are not mapped yet, as a spreadsheet. */
  async keepUnmapped(ending: string, bytes: Buffer): Promise<void> {
    await this.#write(join(this.folder, `unmapped${ending}`), bytes);
  }

  /** The plan of this run, as long as it is at work. */
  get planFile(): string {
    return join(this.folder, 'plan.ndjson');
  }

  /**
   * Writes the log, `report.json` and the page that `draw` makes of it, and takes the plan away: it holds personal data and
   * has done its work. What was done is done: a page that cannot be written is a line in the log.
   */
  async close(report: Json, draw?: (report: RunReport) => Promise<string>): Promise<void> {
    await rm(this.planFile, { force: true });
    await rm(join(this.folder, 'plan.draft.ndjson'), { force: true });
    if (this.#options.legacyNames) await this.#written.add([this.logPath]);
    await appendToPrivateFile(this.logPath, this.#log.map((line) => `${line}\n`).join(''));
    const text = this.#toJson(report, 2);
    await this.#write(this.reportPath, `${printableJson(text)}\n`);
    try {
      if (draw) await this.#write(this.pagePath, await draw(JSON.parse(text) as RunReport));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const line = printableLine(this.#options.secrets.mask(`the page could not be written: ${why}`));
      await appendToPrivateFile(this.logPath, `${new Date().toISOString()} WARNING ${line}\n`);
    }
    await releaseRun(this.folder);
  }

  /** Where the log will lie. */
  get logPath(): string {
    const { folder, legacyNames, pipeline } = this.#options;
    return legacyNames
      ? join(folder, 'log', `${this.#day}_${pipeline.toUpperCase()}.log`)
      : join(this.folder, 'run.log');
  }

  /** Where the report will lie, known before it is written so that it can name itself. */
  get reportPath(): string {
    return join(this.folder, 'report.json');
  }

  /** The same for people. */
  get pagePath(): string {
    return join(this.folder, 'report.html');
  }

  async #copyPath(name: string): Promise<string> {
    if (!this.#options.legacyNames) return join(this.folder, name);
    const path = join(this.#options.folder, 'log', `${this.#day}_${name}`);
    await this.#written.add([path]);
    return path;
  }

  #toJson(value: unknown, indent?: number): string {
    return this.#options.secrets.toJson(value, indent) ?? 'null';
  }

  async #write(path: string, data: Buffer | string): Promise<void> {
    await writePrivateFile(path, data);
    this.#kept.push(path);
  }
}

async function makeRunFolder({ folder, now }: ArtifactOptions): Promise<string> {
  // Two runs may start in one second; the second gets a name of its own.
  for (let n = 0; ; n += 1) {
    const path = join(folder, n === 0 ? toRunName(now) : `${toRunName(now)}-${n}`);
    try {
      await mkdir(path, { mode: 0o700 });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
