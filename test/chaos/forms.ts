/**
 * Forms of a data set, their runs killed and their answers lost: in the end DHIS2 has exactly what the source says, and what
 * people have entered. Kept apart from the histories of events, since a form can move, and a person's cell is beside ours.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { ADMIN } from '../cli/events.ts';
import { enterValues } from '../cli/data-values.ts';
import { FormRecords, PLACES, randomOf } from '../engine/form-records.ts';
import { enterCells, toCsv, toSpec, valuesOf } from '../engine/forms.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { Clock } from './clock.ts';
import { makeFolder } from './folder.ts';
import type { KillPoint } from './history.ts';
import { OnItsWay } from './on-its-way.ts';
import { runAndKill, runHere, type Ran, type RunPlace } from './runs.ts';
import { Wire, type OnSend } from './wire.ts';

export interface PlayedForms {
  /** What happened, and what was wrong at its end; undefined where nothing was. */
  readonly fault: string | undefined;
  readonly nights: number;
  readonly kills: number;
}

const INDEXES = {
  json: { path: 'index.json' },
  sqlite: { kind: 'sqlite', path: 'index.sqlite' },
} as const;

const NIGHTS = 6;
const DAY_MS = 24 * 3600_000;
/** Between the runs of one night, where the first was killed and a person starts it anew. */
const SOON_MS = 900_000;
const THEIRS = ['A 01 remark=a', 'B 02 remark=b', 'B 03 stock=true'];

/** Plays the nights of a seed: some are killed in a process of their own, of some an answer is lost. */
export async function playForms(seed: number, index: keyof typeof INDEXES): Promise<PlayedForms> {
  const root = await makeFolder();
  // From 2.41 on jobs with data values wait for a beat of 20 seconds.
  const isAsync = seed % 5 === 4;
  const sandbox = await startSandbox({ metadata: DATA_SET, ...(isAsync && { version: '2.40' }) });
  const wire = await Wire.start(sandbox.url);
  try {
    const nights = new FormNights(seed, index, { root, sandbox, wire }, isAsync);
    const fault = await nights.play();
    return { fault: fault && [`seed ${seed}, ${index}`, ...nights.story, fault].join('\n'), ...nights.counts };
  } finally {
    await wire.close();
    await sandbox.close();
    await rm(root, { recursive: true, force: true });
  }
}

class FormNights {
  readonly story: string[] = [];
  readonly counts = { nights: 0, kills: 0 };
  readonly #random: (below: number) => number;
  readonly #records: FormRecords;
  readonly #sandbox: Sandbox;
  readonly #place: RunPlace;
  readonly #spec: string;
  readonly #onItsWay: OnItsWay;
  /** Runs are started soon after one another while something is on its way. */
  #isSoon = false;

  constructor(
    seed: number,
    index: keyof typeof INDEXES,
    { root, sandbox, wire }: { readonly root: string; readonly sandbox: Sandbox; readonly wire: Wire },
    isAsync: boolean,
  ) {
    this.#random = randomOf(seed);
    this.#records = new FormRecords(this.#random);
    this.#sandbox = sandbox;
    const env = { DHIS2_URL: wire.url, DHIS2_PASSWORD: ADMIN.password };
    this.#place = { folder: join(root, 'case'), env, wire, clock: new Clock() };
    this.#onItsWay = new OnItsWay(this.#place);
    const batchSize = 1 + this.#random(3);
    const ways = { concurrency: 1 + (seed % 4), import: isAsync ? 'async' : 'sync' };
    this.story.push(JSON.stringify({ batchSize, ...ways }));
    this.#spec = toSpec({ batchSize, ...ways, timeoutSeconds: 20, index: INDEXES[index] });
  }

  async play(): Promise<string | undefined> {
    await mkdir(this.#place.folder);
    await enterCells(this.#sandbox.url, THEIRS);
    for (let n = 0; n < NIGHTS; n += 1) {
      if (n > 0) this.#records.change();
      await this.#anyNight();
    }
    await this.#deliver();
    this.#records.part();
    for (let n = 0; n < 4; n += 1) {
      const ran = await this.#night();
      if (ran.exitCode === null || ran.exitCode > 1) return `a night ended with ${ran.exitCode}: ${ran.error?.message}`;
    }
    return this.#wrong();
  }

  async #anyNight(): Promise<void> {
    const before = this.#onItsWay.count;
    const what = this.#random(4);
    const n = 1 + this.#random(3);
    if (what === 0) await this.#kill(n);
    else if (what === 1) await this.#night((nth) => (nth === n ? { cutsAnswer: true } : undefined));
    else await this.#night();
    if (before === 0) this.#isSoon = this.#onItsWay.count > 0 && this.#random(2) === 0;
    else if (!this.#isSoon || this.#random(3) === 0) await this.#deliver();
  }

  #passTime(): void {
    this.#place.clock.pass(this.#isSoon && this.#onItsWay.count > 0 ? SOON_MS : DAY_MS);
  }

  async #night(onSend?: (n: number) => OnSend | undefined): Promise<Ran> {
    await this.#write();
    this.#place.wire.reset();
    this.#place.wire.onSend = onSend;
    this.counts.nights += 1;
    this.#passTime();
    const ran = await runHere(this.#place, { is: 'run' }, ['new-index']);
    this.#onItsWay.afterRun();
    const codes = [...(ran.report?.rejects ?? []), ...(ran.report?.attention ?? [])].map(({ code }) => code);
    this.story.push(
      `${this.#at()} night${onSend ? ' with a lost answer' : ''}: ${ran.exitCode} ${[...codes].join(' ')}`,
    );
    this.story.push(`  ${(await valuesOf(this.#sandbox.url)).join(', ')}`);
    return ran;
  }

  async #kill(n: number): Promise<void> {
    await this.#write();
    this.#place.wire.reset();
    const points: readonly KillPoint[] = [
      { at: 'read', n: n + 3 },
      { at: 'send', n },
      { at: 'stored', n },
      { at: 'answered', n },
      // The first request stores: a form is cleared where it was only after that.
      { at: 'late', n: 1 },
      { at: 'file', n },
    ];
    const point = points[this.#random(points.length)] as KillPoint;
    this.#passTime();
    const ran = await runAndKill(this.#place, point, ['new-index']);
    this.#onItsWay.afterRun();
    if (ran.exitCode === null) this.counts.kills += 1;
    this.story.push(
      `${this.#at()} kill ${JSON.stringify(point)}: ${ran.exitCode ?? 'killed'} ${ran.error?.message ?? ''}`,
    );
    this.story.push(`  ${(await valuesOf(this.#sandbox.url)).join(', ')}`);
  }

  #at(): string {
    return this.#place.clock.now().toISOString().slice(0, 16);
  }

  async #write(): Promise<void> {
    const lines = this.#records.lines();
    this.story.push(`source ${lines.join(' | ')}`);
    await writeFile(join(this.#place.folder, 'pipeline.yaml'), this.#spec);
    await writeFile(join(this.#place.folder, 'kobo.csv'), toCsv(lines));
  }

  async #deliver(): Promise<void> {
    for (const body of this.#onItsWay.take()) {
      this.story.push('what was held back arrives');
      await enterValues(this.#sandbox.url, JSON.parse(body)).catch(() => undefined);
    }
  }

  async #wrong(): Promise<string | undefined> {
    const values = await valuesOf(this.#sandbox.url);
    const lost = THEIRS.filter((cell) => !values.includes(cell));
    if (lost.length > 0) return `what people entered is gone: ${lost.join(', ')}`;
    const sure = this.#records.sure();
    const isSure = (cell: string): boolean => sure.has(cell.slice(0, 4)) && !THEIRS.includes(cell);
    const [is, must] = [values.filter(isSure), this.#records.cells().filter(isSure)];
    if (is.join() !== must.join()) return `DHIS2 has ${is.join(', ')} instead of ${must.join(', ')}`;
    return sure.size === 0 && PLACES.length > 0 ? undefined : this.#quiet();
  }

  /** The same source once more: nothing is sent. */
  async #quiet(): Promise<string | undefined> {
    await this.#night();
    const { sends } = this.#place.wire;
    return sends === 0 ? undefined : `a night in which nothing had changed has sent ${sends} requests`;
  }
}

export interface FormTally {
  readonly played: number;
  readonly nights: number;
  readonly kills: number;
  readonly faults: readonly string[];
}

/** Plays so many, one index after the other. */
export async function chaosOfForms(
  seed: number,
  count: number,
  onFault: (fault: string) => void = () => {},
): Promise<FormTally> {
  const sum = { nights: 0, kills: 0 };
  const faults: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const played = await playForms(seed * 1000 + n, n % 2 === 0 ? 'json' : 'sqlite');
    sum.nights += played.nights;
    sum.kills += played.kills;
    if (played.fault === undefined) continue;
    faults.push(played.fault);
    onFault(played.fault);
  }
  return { played: count, ...sum, faults };
}
