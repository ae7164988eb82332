/**
 * Nights of a small pipeline in this process, against a real sandbox, real files and the real engine; only the terminal
 * is left out. Each test makes a world of its own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf } from '../../src/cli/error-json.ts';
import { loadPipeline } from '../../src/cli/load-pipeline.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { SILENT, type Log } from '../../src/base/log.ts';
import { parseAccepted } from '../../src/engine/accepted.ts';
import type { Counts } from '../../src/engine/counts.ts';
import { Progress } from '../../src/engine/progress.ts';
import type { RunOptions } from '../../src/engine/run-options.ts';
import { applyPipeline, planPipeline, runPipeline } from '../../src/engine/run.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { ADMIN, deleteEvents, importEvents, readEvents, type StoredEvent } from '../cli/events.ts';
import { outreachMetadata, PROGRAM } from '../cli/outreach.ts';
import { asJson, editSqlite, inSqlite, toSqlite } from '../index/in-sqlite.ts';

const STAGE = 'StgOutreac1';

export const VILLAGE = 'DeVillage01';
export const TEAM_SIZE = 'DeTeamSize1';

/** What a night came to. */
export interface Night {
  readonly exitCode: number;
  /** Code of the error that ended it. */
  readonly code: string | undefined;
  readonly counts: Counts;
  /** Codes of why records need a person. */
  readonly reasons: readonly string[];
  readonly remarks: readonly string[];
}

export interface Reconcile {
  readonly adopt?: string;
  readonly changed?: string;
  readonly editedInDhis2?: string;
  readonly deletedInDhis2?: string;
  readonly verify?: string;
}

export interface SpecOptions extends Reconcile {
  readonly batchSize?: number;
  readonly key?: readonly string[];
  readonly pair?: readonly string[];
  readonly where?: string;
  /** Left out: guards that never ask. */
  readonly guard?: Readonly<Record<string, string | number>>;
  /** Data elements, with their expressions. */
  readonly values?: Readonly<Record<string, string>>;
  /** The whole spec as a text, in place of all else. */
  readonly text?: string;
}

export type Row = Readonly<Record<string, string>>;

export class Nights {
  /** How the index is kept, under the same name. */
  static kind: 'json' | 'sqlite' = 'json';
  readonly folder: string;
  readonly sandbox: Sandbox;
  #spec: SpecOptions;
  now = new Date();
  /** Undefined: as a run without the flag. */
  shortcut: boolean | undefined;
  url: string;
  log: Log = SILENT;
  /** Of the last night. */
  progress = new Progress();
  #onFault: (() => void) | undefined;

  private constructor(folder: string, sandbox: Sandbox, spec: SpecOptions) {
    this.folder = folder;
    this.sandbox = sandbox;
    this.url = sandbox.url;
    this.#spec = spec;
  }

  static async open(spec: SpecOptions = {}, options: Partial<SandboxOptions> = {}): Promise<Nights> {
    const folder = await mkdtemp(join(tmpdir(), 'etl-nights-'));
    const onFault = (): void => nights.#onFault?.();
    const sandbox = await startSandbox({ metadata: outreachMetadata(), onFault, ...options });
    const nights = new Nights(folder, sandbox, spec);
    return nights;
  }

  /** Writes the spec, as every night does. */
  async writeSpec(): Promise<void> {
    const text = this.#spec.text ?? toSpec(this.#spec);
    await writeFile(this.path('pipeline.yaml'), Nights.kind === 'json' ? text : inSqlite(text));
  }

  /** Goes on where other nights ended: their index, source, spec and DHIS2 are in a folder, which stays as it is. */
  static async goOn(from: string): Promise<Nights> {
    const folder = await mkdtemp(join(tmpdir(), 'etl-nights-'));
    await cp(from, folder, { recursive: true });
    if (Nights.kind === 'sqlite') await toSqlite(join(folder, 'index.json'));
    const text = await readFile(join(folder, 'pipeline.yaml'), 'utf8');
    const onFault = (): void => nights.#onFault?.();
    const stateFile = join(folder, 'dhis2.json');
    const sandbox = await startSandbox({ metadata: outreachMetadata(), onFault, stateFile });
    const nights = new Nights(folder, sandbox, { text });
    return nights;
  }

  /**
   * A run that is killed while DHIS2 has its `nth` batch, which is stored or not: what stands in the folder at that
   * instant is all that the next night finds.
   */
  async crash(
    options: { readonly isStored: boolean; readonly nth?: number; readonly path?: string },
    ...accept: readonly string[]
  ): Promise<void> {
    const hit = { method: 'POST', path: options.path ?? '/api/tracker', nth: options.nth ?? 1 } as const;
    this.sandbox.setFaults({ faults: [{ kind: 'reset', ...hit, carriedOut: options.isStored }] });
    const stop = new AbortController();
    let image: ReadonlyMap<string, Buffer> | undefined;
    this.#onFault = () => {
      if (image) return;
      image = this.#imageOf();
      // What is left of the run must do no more: it finds nobody.
      this.sandbox.setFaults({ faults: [{ kind: 'reset', times: 100_000 }] });
      stop.abort();
    };
    await this.#perform((pipeline, options) => runPipeline(pipeline, options), accept, stop.signal);
    this.#onFault = undefined;
    this.sandbox.setFaults({ faults: [] });
    if (!image) throw new Error('nothing was sent');
    for (const name of await readdir(this.folder)) if (INDEX_FILE.test(name)) await this.remove(name);
    for (const [name, bytes] of image) await writeFile(this.path(name), bytes);
  }

  /** A run while which somebody else changes the index: after it was read, and before anything is saved. */
  async runWhile(change: (entries: Record<string, Record<string, unknown>>) => void): Promise<Night> {
    let changed: Promise<void> | undefined;
    this.#onFault = () => void (changed ??= this.editIndex(change));
    this.sandbox.setFaults({
      faults: [{ kind: 'slow', method: 'GET', path: '/api/tracker/events', bytesPerSecond: 1000 }],
    });
    const night = await this.run();
    await changed;
    this.#onFault = undefined;
    this.sandbox.setFaults({ faults: [] });
    return night;
  }

  /** At once, as a kill would leave them: the run goes on meanwhile. */
  #imageOf(): ReadonlyMap<string, Buffer> {
    const names = readdirSync(this.folder).filter((name) => INDEX_FILE.test(name) && !name.endsWith('.lock'));
    return new Map(names.map((name) => [name, readFileSync(this.path(name))] as const));
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Changes the spec from the next night on. */
  change(spec: SpecOptions): void {
    this.#spec = { ...this.#spec, ...spec };
  }

  /** The export of tonight: an id, village and team a row. */
  async source(rows: readonly Row[], columns: readonly string[] = COLUMNS): Promise<void> {
    const lines = rows.map((row) => columns.map((name) => row[name] ?? DEFAULTS[name] ?? row['_id'] ?? '').join(','));
    await writeFile(join(this.folder, 'kobo.csv'), `${[columns.join(','), ...lines].join('\n')}\n`);
  }

  run(...accept: readonly string[]): Promise<Night> {
    return this.#perform((pipeline, options) => runPipeline(pipeline, options), accept);
  }

  plan(out: string): Promise<Night> {
    return this.#perform((pipeline, options) => planPipeline(pipeline, options, join(this.folder, out)), []);
  }

  apply(plan: string, ...accept: readonly string[]): Promise<Night> {
    return this.#perform((pipeline, options) => applyPipeline(pipeline, options, join(this.folder, plan)), accept);
  }

  /** Events that are not deleted, by UID. */
  async events(): Promise<StoredEvent[]> {
    return (await this.allEvents()).filter((one) => !one.deleted);
  }

  allEvents(): Promise<StoredEvent[]> {
    return readEvents(this.sandbox.url, PROGRAM);
  }

  /** Villages of the live events, sorted. */
  async villages(): Promise<string[]> {
    return (await this.events()).map((one) => one.dataValues[VILLAGE] ?? '').sort();
  }

  /** What a person types into an event in DHIS2. */
  async edit(event: StoredEvent | undefined, values: Readonly<Record<string, string | null>>): Promise<void> {
    if (!event) throw new Error('there is no such event');
    const { orgUnit, occurredAt, status } = event;
    const dataValues = Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));
    await importEvents(this.sandbox.url, [
      { event: event.event, program: PROGRAM, programStage: STAGE, orgUnit, occurredAt, status, dataValues },
    ]);
  }

  async eventOf(village: string): Promise<StoredEvent | undefined> {
    return (await this.events()).find((one) => one.dataValues[VILLAGE] === village);
  }

  delete(...events: readonly (StoredEvent | undefined)[]): Promise<void> {
    return deleteEvents(
      this.sandbox.url,
      events.map((one) => one?.event ?? ''),
    );
  }

  async index(): Promise<Record<string, Record<string, unknown>>> {
    return JSON.parse(await this.indexText()) as Record<string, Record<string, unknown>>;
  }

  /** The index as a JSON file has it. */
  async indexText(): Promise<string> {
    const file = this.path('index.json');
    return Nights.kind === 'json' ? readFile(file, 'utf8') : (await asJson(file)).index;
  }

  /** What somebody does to the index by hand. */
  async editIndex(change: (entries: Record<string, Record<string, unknown>>) => void): Promise<void> {
    if (Nights.kind === 'sqlite') return editSqlite(this.path('index.json'), change);
    const entries = await this.index();
    change(entries);
    await writeFile(this.path('index.json'), JSON.stringify(entries, null, 4));
  }

  copy(from: string, to: string): Promise<void> {
    return copyFile(this.path(from), this.path(to));
  }

  remove(name: string): Promise<void> {
    return rm(this.path(name), { force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async #perform(
    work: (pipeline: Pipeline, options: RunOptions) => Promise<unknown>,
    accept: readonly string[],
    signal?: AbortSignal,
  ): Promise<Night> {
    await this.writeSpec();
    const keep = await mkdtemp(join(this.folder, 'run-'));
    const progress = new Progress();
    const env = { DHIS2_URL: this.url, DHIS2_PASSWORD: ADMIN.password };
    const flags = { 'env-file': undefined, connections: undefined };
    let failure: unknown;
    try {
      const { pipeline } = await loadPipeline(this.path('pipeline.yaml'), flags, new Secrets(), SILENT, { env });
      const nothing = async (): Promise<void> => {};
      await work(pipeline, {
        accepted: parseAccepted(accept),
        keeper: { folder: keep, keepIndex: nothing, keepSource: nothing, keepSent: nothing },
        log: this.log,
        now: this.now,
        version: 'test',
        progress,
        ...(this.shortcut !== undefined && { shortcut: this.shortcut }),
        ...(signal && { signal }),
      });
    } catch (error) {
      failure = error;
      if (exitCodeOf(error) === 70) throw error;
    }
    const reasons = [...(progress.summary?.reasons ?? []), ...progress.reasons].map((one) => one.code);
    const exitCode = failure === undefined ? (reasons.length > 0 ? 1 : 0) : exitCodeOf(failure);
    const code = (failure as { code?: string } | undefined)?.code;
    this.progress = progress;
    return { exitCode, code, counts: { ...progress.counts }, reasons, remarks: progress.indexRemarks };
  }
}

/** The index and what stands beside it. */
const INDEX_FILE = /^index\.json/;

type Pipeline = Parameters<typeof runPipeline>[0];

const COLUMNS = ['_id', '_uuid', 'village', 'team', 'day'];

const DEFAULTS: Row = { _uuid: '', team: '3', day: '2025-03-02' };

function toSpec({
  batchSize = 100,
  key = ['_id', '_uuid'],
  pair,
  where,
  values,
  guard,
  ...reconcile
}: SpecOptions): string {
  const spec = {
    name: 'nights',
    connections: {
      files: { kind: 'file', folder: '.' },
      hmis: {
        kind: 'dhis2',
        url: '${DHIS2_URL}',
        username: ADMIN.username,
        password: '${DHIS2_PASSWORD}',
        timeoutSeconds: 1,
      },
    },
    source: { kind: 'csv', connection: 'files', path: 'kobo.csv', key, ...(pair && { pair }), ...(where && { where }) },
    transform: {
      orgUnit: 'OuAlpha0001',
      occurredAt: '=$date(day)',
      status: 'COMPLETED',
      dataValues: values ?? { [VILLAGE]: '=village', [TEAM_SIZE]: '=$int(team)' },
    },
    sink: { kind: 'dhis2-events', connection: 'hmis', program: PROGRAM, batchSize },
    index: { connection: 'files', path: 'index.json' },
    reconcile: { ...reconcile, guard: guard ?? { created: 100_000, changed: 100_000, missing: 100_000 } },
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}
