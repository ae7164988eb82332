import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADMIN } from '../cli/events.ts';
import { Clock } from './clock.ts';
import { Dhis2, type Seen } from './dhis2.ts';
import { makeFolder } from './folder.ts';
import type { History, Setup } from './history.ts';
import { IndexFile } from './index-file.ts';
import { Model } from './model.ts';
import { toSpec, UNITS_FILE } from './pipeline.ts';
import { makeSubmission, toCsv, wantedOf } from './records.ts';
import type { RunPlace } from './runs.ts';
import { Wire } from './wire.ts';

/** A folder with a pipeline, a DHIS2 behind a wire, and the model of what must be. */
export class ChaosWorld {
  readonly setup: Setup;
  readonly root: string;
  readonly place: RunPlace;
  readonly dhis2: Dhis2;
  readonly wire: Wire;
  readonly index: IndexFile;
  readonly model: Model;
  #uids = 0;

  private constructor(setup: Setup, root: string, dhis2: Dhis2, wire: Wire) {
    const folder = join(root, 'case');
    this.setup = setup;
    this.root = root;
    this.dhis2 = dhis2;
    this.wire = wire;
    this.place = { folder, env: { DHIS2_URL: wire.url, DHIS2_PASSWORD: ADMIN.password }, wire, clock: new Clock() };
    this.index = new IndexFile(folder);
    this.model = new Model(setup);
  }

  /** As it is before the first night. */
  static async open({ setup }: History): Promise<ChaosWorld> {
    const root = await makeFolder();
    await mkdir(join(root, 'case'));
    const dhis2 = await Dhis2.start(join(root, 'dhis2'), setup.zone);
    const wire = await Wire.start(dhis2.url);
    wire.tellsSystemId = setup.hasSystemId;
    const world = new ChaosWorld(setup, root, dhis2, wire);
    await writeFile(join(world.place.folder, 'units.json'), UNITS_FILE);
    await world.index.write({});
    if (setup.start === 'legacy') await world.#addLegacy();
    return world;
  }

  async close(): Promise<void> {
    await this.wire.close();
    await this.dhis2.close();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Two records that were sent by the tools before us. */
  async #addLegacy(): Promise<void> {
    for (const r of [0, 1]) {
      const record = makeSubmission(r, { facility: 'Alpha', name: 'a', beds: '1', note: r === 0 ? '' : 'x' });
      this.model.records.set(r, record);
      const uid = this.makeForeignUid();
      await this.dhis2.put(uid, wantedOf(record, { questions: ['name', 'beds', 'note'], isLoud: false }));
      this.model.uncertain.add(record.tag);
      const index = await this.index.read();
      await this.index.write({ ...index, [record.uuid]: { dhis2_uuid: uid, uploaded: true, deleted: false } });
    }
  }

  /** The export and the spec of tonight. */
  async writeFiles(): Promise<void> {
    const { folder } = this.place;
    const { records, policies, mapping } = this.model;
    await writeFile(join(folder, 'kobo.csv'), toCsv(records.values(), this.setup.key));
    await writeFile(join(folder, 'pipeline.yaml'), toSpec(this.setup, policies, mapping));
  }

  async liveEvents(): Promise<Seen[]> {
    return (await this.dhis2.events()).filter((one) => one.isLive);
  }

  async liveEventOf(r: number): Promise<Seen | undefined> {
    const tag = this.model.records.get(r)?.tag;
    return (await this.liveEvents()).find((one) => one.tag === tag);
  }

  /** A UID that others than us have made up. */
  makeForeignUid(): string {
    this.#uids += 1;
    const uid = `Foreign${String(this.#uids).padStart(4, '0')}`;
    this.model.foreign.add(uid);
    return uid;
  }

  /** By its record alone: its UID is ours, and the id that it was made from is still in the source. */
  canBeFound({ uid, tag }: Seen): boolean {
    if (this.model.foreign.has(uid)) return false;
    const record = [...this.model.records.values()].find((one) => one.tag === tag);
    return this.setup.key === 'root' || record?.ids.size === 1;
  }
}
