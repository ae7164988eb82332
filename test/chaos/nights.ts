import { join } from 'node:path';
import { importEvents } from '../cli/events.ts';
import type { Seen } from './dhis2.ts';
import type { RunReport } from '../../src/report/report.ts';
import { FaultError, type KillPoint } from './history.ts';
import { IndexFile } from './index-file.ts';
import type { Wanted } from './model.ts';
import { OnItsWay } from './on-its-way.ts';
import { fateOf } from './records.ts';
import { runAndKill, runHere, type Command, type Ran } from './runs.ts';
import type { OnSend } from './wire.ts';
import type { ChaosWorld } from './world.ts';

const NOT_OURS = /^(\d+) of \d+ entries are not as a run of ours left them/;

/** The runs of a history. After each the model is asked whether all is as it must be. */
export class Nights {
  /** Runs in this process, and runs that were killed. */
  count = 0;
  killed = 0;
  /** Runs that did not believe more entries than people had written. */
  doubted = 0;
  readonly #world: ChaosWorld;
  readonly #onItsWay: OnItsWay;
  #isSameDay = false;
  #kept: { readonly wanted: Wanted } | undefined;

  constructor(world: ChaosWorld) {
    this.#world = world;
    this.#onItsWay = new OnItsWay(world.place);
  }

  /** A whole night in this process; `onSend`: what happens to its batches. */
  async night(onSend?: (n: number) => OnSend | undefined, words: readonly string[] = []): Promise<void> {
    await this.#watched(this.#world.model.wanted(), async (accept) => {
      this.#world.wire.onSend = onSend;
      return this.#run({ is: 'run' }, [...accept, ...words]);
    });
  }

  async stop(at: number): Promise<void> {
    const controller = new AbortController();
    await this.#watched(this.#world.model.wanted(), (accept) => {
      this.#world.wire.onSend = (n) => (n === at ? { before: () => controller.abort() } : undefined);
      return this.#run({ is: 'run', signal: controller.signal }, accept);
    });
  }

  async kill(point: KillPoint): Promise<void> {
    await this.#watched(this.#world.model.wanted(), async (accept) => {
      this.#passTime();
      const ran = await runAndKill(this.#world.place, point, accept);
      if (ran.exitCode === null) this.killed += 1;
      this.#onItsWay.afterRun();
      return ran;
    });
  }

  /**
   * A database of which it cannot be told whether it is the one that was left is not believed before DHIS2 has been asked, see
   * `docs/the-index.md`: the report must say so. A person's edit of one entry is known to the model. Where nobody but us has
   * written the index, killed or not, all of it is believed.
   */
  #heed({ index: { remarks } }: RunReport): void {
    const { records, touched, uncertain } = this.#world.model;
    const counts = remarks.flatMap((remark) => NOT_OURS.exec(remark)?.slice(1).map(Number) ?? []);
    if (counts.length > 0 && this.#world.index.isOursAlone && uncertain.size === 0)
      throw new FaultError('doubted', `nobody else has written the index, and ${remarks.join('; ')}`);
    if (!counts.some((count) => count > touched.size) || IndexFile.kind !== 'sqlite') return;
    this.doubted += 1;
    for (const { tag } of records.values()) touched.add(tag);
  }

  async #run(command: Command, accept: readonly string[]): Promise<Ran> {
    if (command.is === 'run') this.#passTime();
    const ran = await runHere(this.#world.place, command, accept);
    this.count += 1;
    this.#world.wire.onSend = undefined;
    if (command.is !== 'plan') this.#onItsWay.afterRun();
    return ran;
  }

  /** Until the next night. */
  #passTime(): void {
    if (!this.#isSameDay) this.#world.place.clock.pass(this.#world.setup.hoursBetween * 3_600_000);
  }

  /** A run, and what must be after it. A guard that stops at an index that was lost or put back is answered. */
  async #watched(wanted: Wanted, run: (accept: readonly string[]) => Promise<Ran>): Promise<void> {
    await this.#world.writeFiles();
    const before = await this.#world.dhis2.events();
    this.#world.wire.reset();
    const words = (await this.#world.index.bytes()) === null ? ['new-index'] : [];
    let ran = await run(words);
    for (let word = this.#wordFor(ran); word !== undefined && !words.includes(word); word = this.#wordFor(ran)) {
      this.#expectNothing(before, await this.#world.dhis2.events(), ran);
      words.push(word);
      ran = await run(words);
    }
    const after = await this.#world.dhis2.events();
    const index = await this.#world.index.read();
    if (ran.report) this.#heed(ran.report);
    this.#world.model.checkAlways(before, after, index, wanted);
    if (ran.exitCode === null || ran.exitCode === 143) return;
    if (!ran.report)
      throw new FaultError(
        `exit-${ran.exitCode}`,
        `exit code ${ran.exitCode}: ${ran.error?.code} ${ran.error?.message}`,
      );
    this.#world.model.checkWhole(before, after, index, ran.report, wanted);
  }

  /** What a person would answer to a guard that has every right to stop; undefined where none has. */
  #wordFor({ exitCode, error }: Ran): string | undefined {
    if (exitCode !== 4) return undefined;
    const { model } = this.#world;
    // A database says itself whose it is: one that was left before the server moved is of the server that it was.
    if (error?.code === 'guard/other-server' && IndexFile.kind === 'sqlite' && model.isIndexDisturbed) {
      model.doubtAll();
      return 'server';
    }
    const isShort = error?.code === 'guard/index-shrunk' || error?.code === 'guard/no-index';
    if (isShort && model.isIndexDisturbed) return 'new-index';
    const isEmpty = [...model.records.values()].every((one) => !one.isInSource);
    return error?.code === 'guard/source-empty' && isEmpty ? 'empty-source' : undefined;
  }

  /** Once all is settled a second run changes nothing, neither there nor here. */
  async quietNight(): Promise<void> {
    const [events, index] = [await this.#world.dhis2.events(), await this.#world.index.bytes()];
    this.#isSameDay = true;
    await this.night();
    this.#isSameDay = false;
    // What DHIS2 refuses is tried again every night.
    const isRefused = [...this.#world.model.records.values()].some(
      (one) => fateOf(one.cells, this.#world.model.mapping) === 'refused',
    );
    if (this.#world.wire.sends > 0 && !isRefused)
      throw new FaultError('restless', 'a night after which nothing has happened sends again');
    if (toText(events) !== toText(await this.#world.dhis2.events()))
      throw new FaultError('restless', 'a night after which nothing has happened changes events');
    if (index !== (await this.#world.index.bytes()))
      throw new FaultError('restless-index', 'a night after which nothing has happened changes the index');
  }

  #expectNothing(before: readonly Seen[], after: readonly Seen[], { exitCode }: Ran): void {
    if (this.#world.wire.sends > 0 || toText(before) !== toText(after))
      throw new FaultError('refused-and-sent', `exit code ${exitCode}, and yet something was sent`);
  }

  async deliver(): Promise<void> {
    if (this.#onItsWay.count === 0) return;
    for (const body of this.#onItsWay.take()) {
      const { events } = JSON.parse(body) as { events: unknown[] };
      await importEvents(this.#world.dhis2.url, events).catch(() => undefined);
    }
    this.#world.model.forgetLost(await this.#world.dhis2.events());
  }

  get #planFile(): string {
    return join(this.#world.root, 'plan.ndjson');
  }

  async plan(): Promise<void> {
    await this.#world.writeFiles();
    const [before, index] = [await this.#world.dhis2.events(), await this.#world.index.bytes()];
    this.#world.wire.reset();
    const ran = await this.#run({ is: 'plan', file: this.#planFile }, []);
    const after = await this.#world.dhis2.events();
    this.#expectNothing(before, after, ran);
    if (index !== (await this.#world.index.bytes())) throw new FaultError('plan-wrote', 'a plan has changed the index');
    if (!ran.report) {
      if (ran.exitCode === 4 && (this.#world.model.isIndexDisturbed || this.#wordFor(ran) !== undefined)) return;
      throw new FaultError(
        `exit-${ran.exitCode}`,
        `plan: exit code ${ran.exitCode}: ${ran.error?.code} ${ran.error?.message}`,
      );
    }
    this.#kept = { wanted: this.#world.model.wanted() };
  }

  /** A plan that was kept may be refused; what it does must be right as things are now. */
  async apply(): Promise<void> {
    const { wanted } = this.#kept ?? {};
    if (!wanted) return;
    this.#kept = undefined;
    await this.#world.writeFiles();
    const before = await this.#world.dhis2.events();
    this.#world.wire.reset();
    const ran = await this.#run({ is: 'apply', file: this.#planFile }, []);
    const after = await this.#world.dhis2.events();
    this.#world.model.checkAlways(before, after, await this.#world.index.read(), wanted);
    if (ran.report) return this.#world.model.allDirty();
    if (ran.exitCode !== 4 && ran.exitCode !== 2)
      throw new FaultError(
        `exit-${ran.exitCode}`,
        `apply: exit code ${ran.exitCode}: ${ran.error?.code} ${ran.error?.message}`,
      );
    this.#expectNothing(before, after, ran);
  }

  async expectRefusal(code: string): Promise<void> {
    await this.#world.writeFiles();
    const [before, index] = [await this.#world.dhis2.events(), await this.#world.index.bytes()];
    this.#world.wire.reset();
    const ran = await this.#run({ is: 'run' }, []);
    const after = await this.#world.dhis2.events();
    if (ran.exitCode !== 4) throw new FaultError('not-refused', `exit code ${ran.exitCode} instead of 4 (${code})`);
    this.#expectNothing(before, after, ran);
    if (index !== (await this.#world.index.bytes()))
      throw new FaultError('refused-and-wrote', 'a refused run has changed the index');
  }
}

function toText(events: readonly Seen[]): string {
  return JSON.stringify(
    events.map((one) => ({ ...one, image: Object.fromEntries([...one.image].sort(([a], [b]) => (a < b ? -1 : 1))) })),
  );
}
