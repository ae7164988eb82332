import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { deleteEvents, importEvents, readEvents } from '../cli/events.ts';
import { METADATA, PROGRAM, STAGE, TAG } from './program.ts';
import type { Image } from './records.ts';

/** An event as it is in DHIS2, and whose it is. */
export interface Seen {
  readonly uid: string;
  readonly tag: string;
  readonly isLive: boolean;
  readonly image: Image;
}

const RELEASES = ['2.40', '2.42', '2.43'] as const;

/** The DHIS2 of a history: an embedded one that can be exchanged for a later release, its events kept. */
export class Dhis2 {
  #sandbox: Sandbox;
  readonly #options: SandboxOptions;
  #release = 0;

  private constructor(sandbox: Sandbox, options: SandboxOptions) {
    this.#sandbox = sandbox;
    this.#options = options;
  }

  static async start(folder: string, timeZone: string): Promise<Dhis2> {
    await mkdir(folder, { recursive: true });
    const options = { metadata: METADATA, stateFile: join(folder, 'events.json'), timeZone };
    return new Dhis2(await startSandbox({ ...options, version: RELEASES[0] }), options);
  }

  get url(): string {
    return this.#sandbox.url;
  }

  /** The next release, on the same data. */
  async upgrade(): Promise<void> {
    const version = RELEASES[this.#release + 1];
    if (version === undefined) return;
    this.#release += 1;
    await this.#sandbox.close();
    this.#sandbox = await startSandbox({ ...this.#options, version });
  }

  async events(): Promise<Seen[]> {
    const events = await readEvents(this.url, PROGRAM);
    return events.map(({ event, deleted, orgUnit, occurredAt, status, dataValues }) => ({
      uid: event,
      tag: dataValues[TAG] ?? '?',
      isLive: !deleted,
      image: new Map<string, string | null>([
        ['orgUnit', orgUnit],
        ['occurredAt', occurredAt.slice(0, 10)],
        ['status', status],
        ...Object.entries(dataValues),
      ]),
    }));
  }

  /** Writes an event as a person would, or the tools before us: with all that it is to have. */
  put(uid: string, image: Image): Promise<void> {
    const { orgUnit, occurredAt, status, ...values } = Object.fromEntries(image);
    const dataValues = Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));
    return importEvents(this.url, [
      { event: uid, program: PROGRAM, programStage: STAGE, orgUnit, occurredAt, status, dataValues },
    ]);
  }

  remove(uid: string): Promise<void> {
    return deleteEvents(this.url, [uid]);
  }

  close(): Promise<void> {
    return this.#sandbox.close();
  }
}
