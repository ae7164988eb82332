import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADMIN, importEvents } from '../cli/events.ts';
import { Dhis2, type Seen } from './dhis2.ts';
import { makeFolder } from './folder.ts';
import { FaultError, type Fault, type History, type KillPoint, type Step } from './history.ts';
import { IndexFile } from './index-file.ts';
import { Model, type Wanted } from './model.ts';
import { toSpec, UNITS_FILE } from './pipeline.ts';
import { ELEMENTS } from './program.ts';
import { fateOf, makeSubmission, toCsv, wantedOf, type Submission } from './records.ts';
import { runAndKill, runHere, type Command, type Ran, type RunPlace } from './runs.ts';
import { Wire, type OnSend } from './wire.ts';

export interface Played {
  readonly fault: Fault | undefined;
  readonly kills: number;
  readonly nights: number;
}

/** Plays a history from its first step to the nights after its last, in a folder and with a DHIS2 of its own. */
export async function play(history: History): Promise<Played> {
  const player = await Player.open(history);
  let at = 0;
  try {
    await player.begin();
    for (const step of history.steps) {
      await player.take(step);
      at += 1;
    }
    await player.settle();
    at += 1;
    await player.makeAllGood();
    return { fault: undefined, kills: player.kills, nights: player.nights };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { fault: { kind: error.kind, text: error.message, at }, kills: player.kills, nights: player.nights };
  } finally {
    await player.close();
  }
}

class Player {
  kills = 0;
  nights = 0;
  readonly #history: History;
  readonly #root: string;
  readonly #place: RunPlace;
  readonly #dhis2: Dhis2;
  readonly #wire: Wire;
  readonly #index: IndexFile;
  readonly #model: Model;
  /** Nights since a batch was held back: it may arrive during the next, and not much later. */
  #nightsSinceHeld = 0;
  #kept: { readonly wanted: Wanted } | undefined;
  #uids = 0;

  private constructor(history: History, root: string, dhis2: Dhis2, wire: Wire) {
    this.#history = history;
    this.#root = root;
    this.#dhis2 = dhis2;
    this.#wire = wire;
    const folder = join(root, 'case');
    this.#place = { folder, env: { DHIS2_URL: wire.url, DHIS2_PASSWORD: ADMIN.password }, wire };
    this.#index = new IndexFile(folder);
    this.#model = new Model(history.setup);
  }

  static async open(history: History): Promise<Player> {
    const root = await makeFolder();
    await mkdir(join(root, 'case'));
    const dhis2 = await Dhis2.start(join(root, 'dhis2'));
    const wire = await Wire.start(dhis2.url);
    wire.tellsSystemId = history.setup.hasSystemId;
    return new Player(history, root, dhis2, wire);
  }

  async close(): Promise<void> {
    await this.#wire.close();
    await this.#dhis2.close();
    await rm(this.#root, { recursive: true, force: true });
  }

  /** The folder before the first night; with a legacy start two records were sent by the tools before us. */
  async begin(): Promise<void> {
    await writeFile(join(this.#place.folder, 'units.json'), UNITS_FILE);
    await this.#index.write({});
    if (this.#history.setup.start === 'new') return;
    for (const r of [0, 1]) {
      const record = makeSubmission(r, { facility: 'Alpha', name: 'a', beds: '1', note: r === 0 ? '' : 'x' });
      this.#model.records.set(r, record);
      const uid = this.#makeUid();
      await this.#dhis2.put(uid, wantedOf(record, { questions: ['name', 'beds', 'note'], isLoud: false }));
      this.#model.foreign.add(uid);
      this.#model.uncertain.add(record.tag);
      const index = await this.#index.read();
      await this.#index.write({ ...index, [record.uuid]: { dhis2_uuid: uid, uploaded: true, deleted: false } });
    }
  }

  async take(step: Step): Promise<void> {
    const model = this.#model;
    switch (step.do) {
      case 'new':
        if (model.records.has(step.r)) return;
        return void model.records.set(step.r, makeSubmission(step.r, step.cells));
      case 'edit':
        return this.#edit(step);
      case 'delete':
      case 'return': {
        const record = model.records.get(step.r);
        if (record) record.isInSource = step.do === 'return';
        return;
      }
      case 'mapping':
        model.mapping = step.mapping;
        return model.allDirty();
      case 'policies':
        model.policies = step.policies;
        return;
      case 'night':
        return this.#night();
      case 'stop':
        return this.#stop(step.n);
      case 'lose':
        return this.#night((n) => (n === step.n ? { cutsAnswer: true } : undefined));
      case 'nightWithOldScript':
        return this.#night((n) => (n === step.n ? { before: () => this.#oldScript() } : undefined));
      case 'kill':
        return this.#kill(step.point);
      case 'deliver':
        return this.#deliver();
      case 'plan':
        return this.#plan();
      case 'apply':
        return this.#apply();
      case 'type':
        return this.#type(step);
      case 'remove':
        return this.#remove(step);
      case 'hand':
        return this.#hand(step);
      case 'oldScript':
        return this.#oldScript();
      case 'copyIndex':
        return this.#index.keepCopy();
      case 'putBack':
        return this.#putBack();
      case 'loseIndex':
        return this.#loseIndex(step.withSidecar);
      case 'foreignIndex':
        return this.#foreignIndex();
      case 'restart':
        this.#wire.tellsSystemId = true;
        return;
      default:
        await this.#dhis2.upgrade();
        this.#wire.target = this.#dhis2.url;
    }
  }

  /** Nights on which nothing else happens: what was left open is done, and then nothing is done any more. */
  async settle(): Promise<void> {
    await this.#deliver();
    await this.#night();
    await this.#night();
    await this.#quietNight();
  }

  /** People let us do everything, correct the index, and every record changes: then every record must be right. */
  async makeAllGood(): Promise<void> {
    const model = this.#model;
    for (const uid of model.saidRemoved) await this.#index.edit(uid, (entry) => (entry.deleted_dhis2 = false));
    model.saidRemoved.clear();
    model.policies = { adopt: 'update', changed: 'update', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate' };
    for (const record of model.records.values()) this.#change(record, { name: `${record.cells.name}-last` });
    await this.#night();
    await this.#night();
    const events = await this.#dhis2.events();
    for (const [tag, image] of model.wanted().images) {
      const [event] = events.filter((one) => one.isLive && one.tag === tag);
      const wrong = event ? [...image].filter(([name, value]) => (event.image.get(name) ?? null) !== value) : undefined;
      if (wrong?.length !== 0) throw new FaultError('never-good', `${tag} is ${event ? `wrong in ${wrong?.join()}` : 'not in DHIS2'}, though everything is allowed`);
    }
    await this.#quietNight();
  }

  #edit({ r, cells, hasNewUuid }: Step & { do: 'edit' }): void {
    const record = this.#model.records.get(r);
    if (!record) return;
    // Where nothing survives an edit but the pair, an edit of the pair makes another record of it: that is agreed.
    const { facility, ...others } = cells;
    this.#change(record, this.#history.setup.key === 'uuid' || facility === undefined ? others : cells);
    // Nor does anything lead from a new id to an event whose entry has been lost, and not been found again.
    const isUnfindable = this.#history.setup.key === 'uuid' && this.#model.isIndexDisturbed;
    if (!hasNewUuid || isUnfindable) return;
    record.uuid = `uuid-${r}-${record.ids.size}`;
    record.ids.add(record.uuid);
  }

  #change(record: Submission, cells: Partial<Submission['cells']>): void {
    record.cells = { ...record.cells, ...cells };
    this.#model.dirty.add(record.tag);
  }

  async #writeFiles(): Promise<void> {
    const { folder } = this.#place;
    const { records, policies, mapping } = this.#model;
    await writeFile(join(folder, 'kobo.csv'), toCsv(records.values(), this.#history.setup.key));
    await writeFile(join(folder, 'pipeline.yaml'), toSpec(this.#history.setup, policies, mapping));
  }

  /** A whole night in this process; `onSend`: what happens to its batches. */
  async #night(onSend?: (n: number) => OnSend | undefined): Promise<void> {
    await this.#watched(this.#model.wanted(), async (accept) => {
      this.#wire.onSend = onSend;
      return this.#run({ is: 'run' }, accept);
    });
  }

  async #stop(at: number): Promise<void> {
    const controller = new AbortController();
    await this.#watched(this.#model.wanted(), (accept) => {
      this.#wire.onSend = (n) => (n === at ? { before: () => controller.abort() } : undefined);
      return this.#run({ is: 'run', signal: controller.signal }, accept);
    });
  }

  async #kill(point: KillPoint): Promise<void> {
    await this.#watched(this.#model.wanted(), async (accept) => {
      const ran = await runAndKill(this.#place, point, accept);
      if (ran.exitCode === null) this.kills += 1;
      if (ran.exitCode === null && point.at === 'late') this.#nightsSinceHeld = 0;
      return ran;
    });
  }

  async #run(command: Command, accept: readonly string[]): Promise<Ran> {
    const ran = await runHere(this.#place, command, accept);
    this.nights += 1;
    this.#wire.onSend = undefined;
    return ran;
  }

  /** A run, and what must be after it. A guard that stops at an index that was lost or put back is answered. */
  async #watched(wanted: Wanted, run: (accept: readonly string[]) => Promise<Ran>): Promise<void> {
    await this.#writeFiles();
    const before = await this.#dhis2.events();
    this.#wire.reset();
    const needsWord = (await this.#index.bytes()) === null;
    let ran = await run(needsWord ? ['new-index'] : []);
    const word = this.#wordFor(ran);
    if (word !== undefined) {
      this.#expectNothing(before, await this.#dhis2.events(), ran);
      ran = await run([word]);
    }
    const after = await this.#dhis2.events();
    const index = await this.#index.read();
    this.#model.checkAlways(before, after, index, wanted);
    if (ran.exitCode === null || ran.exitCode === 143) return;
    if (!ran.report) throw new FaultError(`exit-${ran.exitCode}`, `exit code ${ran.exitCode}: ${ran.error?.code} ${ran.error?.message}`);
    this.#nightsSinceHeld += 1;
    this.#model.checkWhole(before, after, index, ran.report, wanted);
  }

  /** What a person would answer to a guard that has every right to stop; undefined where none has. */
  #wordFor({ exitCode, error }: Ran): string | undefined {
    if (exitCode !== 4) return undefined;
    const isShort = error?.code === 'guard/index-shrunk' || error?.code === 'guard/no-index';
    if (isShort && this.#model.isIndexDisturbed) return 'new-index';
    const isEmpty = [...this.#model.records.values()].every((one) => !one.isInSource);
    return error?.code === 'guard/source-empty' && isEmpty ? 'empty-source' : undefined;
  }

  /** Once all is settled a run changes nothing, neither there nor here. */
  async #quietNight(): Promise<void> {
    const [events, index] = [await this.#dhis2.events(), await this.#index.bytes()];
    await this.#night();
    // What DHIS2 refuses is tried again every night.
    const isRefused = [...this.#model.records.values()].some((one) => fateOf(one.cells, this.#model.mapping) === 'refused');
    if (this.#wire.sends > 0 && !isRefused) throw new FaultError('restless', 'a night after which nothing has happened sends again');
    if (toText(events) !== toText(await this.#dhis2.events())) throw new FaultError('restless', 'a night after which nothing has happened changes events');
    if (index !== (await this.#index.bytes())) throw new FaultError('restless-index', 'a night after which nothing has happened changes the index');
  }

  #expectNothing(before: readonly Seen[], after: readonly Seen[], { exitCode }: Ran): void {
    if (this.#wire.sends > 0 || toText(before) !== toText(after))
      throw new FaultError('refused-and-sent', `exit code ${exitCode}, and yet something was sent`);
  }

  async #deliver(): Promise<void> {
    const held = this.#wire.held.splice(0);
    if (held.length === 0 || this.#nightsSinceHeld > 1) return;
    for (const { body } of held) {
      const { events } = JSON.parse(body) as { events: unknown[] };
      await importEvents(this.#dhis2.url, events).catch(() => undefined);
    }
    this.#model.forgetLost(await this.#dhis2.events());
  }

  get #planFile(): string {
    return join(this.#root, 'plan.ndjson');
  }

  async #plan(): Promise<void> {
    await this.#writeFiles();
    const [before, index] = [await this.#dhis2.events(), await this.#index.bytes()];
    this.#wire.reset();
    const ran = await this.#run({ is: 'plan', file: this.#planFile }, []);
    const after = await this.#dhis2.events();
    this.#expectNothing(before, after, ran);
    if (index !== (await this.#index.bytes())) throw new FaultError('plan-wrote', 'a plan has changed the index');
    if (!ran.report) {
      if (ran.exitCode === 4 && (this.#model.isIndexDisturbed || this.#wordFor(ran) !== undefined)) return;
      throw new FaultError(`exit-${ran.exitCode}`, `plan: exit code ${ran.exitCode}: ${ran.error?.code} ${ran.error?.message}`);
    }
    this.#kept = { wanted: this.#model.wanted() };
  }

  /** A plan that was kept may be refused; what it does must be right as things are now. */
  async #apply(): Promise<void> {
    const { wanted } = this.#kept ?? {};
    if (!wanted) return;
    this.#kept = undefined;
    await this.#writeFiles();
    const before = await this.#dhis2.events();
    this.#wire.reset();
    const ran = await this.#run({ is: 'apply', file: this.#planFile }, []);
    const after = await this.#dhis2.events();
    this.#model.checkAlways(before, after, await this.#index.read(), wanted);
    if (ran.report) return this.#model.allDirty();
    if (ran.exitCode !== 4 && ran.exitCode !== 2) throw new FaultError(`exit-${ran.exitCode}`, `apply: exit code ${ran.exitCode}: ${ran.error?.code} ${ran.error?.message}`);
    this.#expectNothing(before, after, ran);
  }

  async #liveEventOf(r: number): Promise<Seen | undefined> {
    const tag = this.#model.records.get(r)?.tag;
    return (await this.#dhis2.events()).find((one) => one.isLive && one.tag === tag);
  }

  async #type({ r, question, value }: Step & { do: 'type' }): Promise<void> {
    const event = await this.#liveEventOf(r);
    if (!event) return;
    await this.#dhis2.put(event.uid, new Map([...event.image, [ELEMENTS[question], value]]));
    this.#model.type(event.uid, question, value);
  }

  async #remove({ r, isNoted }: Step & { do: 'remove' }): Promise<void> {
    const event = await this.#liveEventOf(r);
    if (!event) return;
    await this.#dhis2.remove(event.uid);
    this.#model.removed.add(event.uid);
    this.#model.tagsRemoved.add(event.tag);
    this.#model.saidRemoved.delete(event.uid);
    if (isNoted) await this.#index.edit(event.uid, (entry) => (entry.deleted_dhis2 = true));
  }

  async #hand({ r, edit }: Step & { do: 'hand' }): Promise<void> {
    const event = await this.#liveEventOf(r);
    if (!event) return;
    const { uid, tag } = event;
    if (edit === 'removed') this.#model.saidRemoved.add(uid);
    if (edit === 'errorGone' || edit === 'hashGone') this.#model.uncertain.add(tag);
    await this.#index.edit(uid, (entry) => {
      if (edit === 'removed') entry.deleted_dhis2 = true;
      else if (edit === 'errorGone') delete entry.error;
      else if (edit === 'hashGone') delete entry['hash'];
      else entry['remark'] = 'seen by hand';
    });
  }

  async #oldScript(): Promise<void> {
    const made = await this.#index.rewriteAsOldScript(this.#model.records.values(), () => this.#makeUid());
    for (const uid of made) this.#model.foreign.add(uid);
  }

  /** An index of another day, its sidecar left as it is. Not where nobody could find the way back. */
  async #putBack(): Promise<void> {
    const [now, copy] = [await this.#index.read(), await this.#index.readCopy()];
    if (!copy) return;
    const live = (await this.#dhis2.events()).filter((one) => one.isLive);
    const known = new Set(Object.values(copy).map((one) => one.dhis2_uuid));
    if (live.some((one) => !known.has(one.uid) && !this.#canBeFound(one))) return;
    await this.#index.putCopyBack();
    const textOf = (index: typeof now): Map<string, string> =>
      new Map(Object.values(index).map((one) => [one.dhis2_uuid, JSON.stringify(one)]));
    const [texts, texsOfCopy] = [textOf(now), textOf(copy)];
    for (const { uid, tag } of live) if (texts.get(uid) !== texsOfCopy.get(uid)) this.#disturb(tag);
    this.#model.isIndexDisturbed = true;
  }

  async #loseIndex(withSidecar: boolean): Promise<void> {
    const live = (await this.#dhis2.events()).filter((one) => one.isLive);
    if ((await this.#index.bytes()) === null || !live.every((one) => this.#canBeFound(one))) return;
    await this.#index.lose(withSidecar);
    for (const { tag } of this.#model.records.values()) this.#disturb(tag);
    this.#model.isIndexDisturbed = true;
    await this.#expectRefusal('guard/no-index');
  }

  #disturb(tag: string): void {
    this.#model.uncertain.add(tag);
    this.#model.dirty.add(tag);
  }

  /** By its record alone: its UID is ours, and the id that it was made from is still in the source. */
  #canBeFound({ uid, tag }: Seen): boolean {
    if (this.#model.foreign.has(uid)) return false;
    const record = [...this.#model.records.values()].find((one) => one.tag === tag);
    return this.#history.setup.key === 'root' || record?.ids.size === 1;
  }

  async #foreignIndex(): Promise<void> {
    if ((await this.#index.bytes()) === null) return;
    const putBack = await this.#index.makeForeign();
    if (!putBack) return;
    await this.#expectRefusal('guard/other-owner');
    await putBack();
  }

  async #expectRefusal(code: string): Promise<void> {
    await this.#writeFiles();
    const [before, index] = [await this.#dhis2.events(), await this.#index.bytes()];
    this.#wire.reset();
    const ran = await this.#run({ is: 'run' }, []);
    const after = await this.#dhis2.events();
    if (ran.exitCode !== 4) throw new FaultError('not-refused', `exit code ${ran.exitCode} instead of 4 (${code})`);
    this.#expectNothing(before, after, ran);
    if (index !== (await this.#index.bytes())) throw new FaultError('refused-and-wrote', 'a refused run has changed the index');
  }

  #makeUid(): string {
    this.#uids += 1;
    return `Foreign${String(this.#uids).padStart(4, '0')}`;
  }
}

function toText(events: readonly Seen[]): string {
  return JSON.stringify(events.map((one) => ({ ...one, image: [...one.image].sort() })));
}
