/** What the pure decisions of the engine ask: a sink that knows its server, and an index that keeps nothing. */
import { join } from 'node:path';
import { SILENT } from '../../src/base/log.ts';
import { Patience } from '../../src/base/patience.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Entry, Found } from '../../src/contracts/store.ts';
import type { Pipeline, RunContext } from '../../src/engine/pipeline.ts';
import type { WantedRecord } from '../../src/engine/plan-line.ts';
import { EVENT_ADDRESS } from '../../src/dhis2/event-object.ts';
import { Progress } from '../../src/engine/progress.ts';
import { Verification } from '../../src/engine/verification.ts';
import { toHash } from '../../src/index/hash.ts';
import { loadPipeline } from '../../src/job/load-pipeline.ts';
import { ADMIN } from '../cli/events.ts';
import { Nights, TEAM_SIZE, VILLAGE } from './nights.ts';

export const NOW = new Date('2026-03-14T02:00:00Z');
export const ADDRESS = 'EvOfRecord1';

export class DecisionContext {
  readonly #nights: Nights;
  readonly #context: RunContext;

  private constructor(nights: Nights, context: RunContext) {
    this.#nights = nights;
    this.#context = context;
  }

  static async open(): Promise<DecisionContext> {
    const nights = await Nights.open();
    await nights.source([{ _id: '1', village: 'a' }]);
    await nights.writeSpec();
    const { pipeline } = await loadPipeline(join(nights.folder, 'pipeline.yaml'), {
      env: { DHIS2_URL: nights.url, DHIS2_PASSWORD: ADMIN.password },
      cwd: nights.folder,
      secrets: new Secrets(),
      log: SILENT,
    });
    const { server, address, place } = await pipeline.sink.connect();
    const whose = async () => ({ namespace: 'nights', server, address, place });
    const accepted = new Set(['new-index']);
    const index = await pipeline.index.store.open({ whose, isReadOnly: true, accepted, address: EVENT_ADDRESS });
    const patience = new Patience({ giveUpAfterMs: 1000, signal: undefined });
    const verification = new Verification('never', undefined, NOW);
    const about = { log: SILENT, progress: new Progress(), patience, verification, ensureLocked() {}, now: NOW };
    return new DecisionContext(nights, { pipeline, index, ...about });
  }

  /** The context, with other words of the spec about what is not simply new or changed. */
  with(reconcile: Partial<Pipeline['reconcile']> = {}): RunContext {
    const pipeline: Pipeline = { ...this.#context.pipeline };
    const before = this.#context.pipeline.reconcile;
    return { ...this.#context, pipeline: { ...pipeline, reconcile: { ...before, ...reconcile } } };
  }

  /** An event as the sink makes it, in which a village and a size of the team are said. */
  object(village: string | null, size: string | null = '3'): WantedRecord['object'] {
    return {
      orgUnit: 'OuAlpha0001',
      occurredAt: '2025-03-02',
      status: 'COMPLETED',
      dataValues: [
        { dataElement: VILLAGE, value: village },
        { dataElement: TEAM_SIZE, value: size },
      ],
    };
  }

  hashOf(object: WantedRecord['object']): string {
    return toHash(this.#context.pipeline.sink.image(object));
  }

  shapeOf(object: WantedRecord['object']): string {
    return this.#context.index.shapeOf(this.#context.pipeline.sink.targetsOf(object));
  }

  /** A record that wants a village to be said. */
  wanted(village: string, change: Partial<WantedRecord> = {}): WantedRecord {
    const object = this.object(village);
    const hash = this.hashOf(object);
    return { key: '1', role: '', ids: ['1'], row: 1, line: 2, address: null, before: null, object, hash, ...change };
  }

  /** An entry of which DHIS2 has confirmed a village. */
  entry(village: string, change: Partial<Entry> = {}): Entry {
    const object = this.object(village);
    return {
      address: ADDRESS,
      state: 'live',
      ids: ['1'],
      generation: 0,
      doubts: [],
      hash: this.hashOf(object),
      shape: this.shapeOf(object),
      version: 'v',
      ...change,
    };
  }

  found(entry: Entry, isBelieved = true): Found {
    return { ref: { key: '1', role: '' }, entry, isBelieved };
  }

  async close(): Promise<void> {
    await this.#context.index.close();
    await this.#nights.close();
  }
}
