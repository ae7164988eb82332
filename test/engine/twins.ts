/**
 * Two worlds that live through the same nights: one leaves records alone that have not changed, the other maps all of them.
 * Whatever happens, the same must come of both.
 */
import { deepStrictEqual } from 'node:assert';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { parseLine } from '../../src/engine/spool.ts';
import { readValues } from '../cli/data-values.ts';
import { toReport } from '../../src/report/report.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { SILENT } from '../../src/base/log.ts';
import { Nights } from './nights.ts';

export type Entries = Record<string, Record<string, unknown>>;

export class Twins {
  readonly #both: readonly [Nights, Nights];
  readonly story: string[] = [];
  /** Records that were left alone, in all nights. */
  leftAlone = 0;

  private constructor(both: readonly [Nights, Nights]) {
    this.#both = both;
  }

  static async open(options: Partial<SandboxOptions>): Promise<Twins> {
    const open = (): Promise<Nights> => Nights.open({}, options);
    const both = [await open(), await open()] as const;
    both[1].shortcut = false;
    for (const one of both) one.now = new Date('2026-03-01T02:00:00Z');
    return new Twins(both);
  }

  async close(): Promise<void> {
    for (const one of this.#both) await one.close();
  }

  /** Writes the same file to both. */
  async write(name: string, text: string): Promise<void> {
    for (const one of this.#both) {
      await writeFile(one.path(name), text);
      await utimes(one.path(name), one.now, one.now);
    }
  }

  /** The same spec for both. */
  spec(text: string): void {
    for (const one of this.#both) one.change({ text });
  }

  /** The same happens in both. */
  async happens(what: (world: Nights) => Promise<void>): Promise<void> {
    for (const one of this.#both) await what(one);
  }

  /** Plans in both, some hours later, runs or applies the plan, and compares all that came of it. */
  async night(hours: number, how: 'run' | 'apply' = 'run'): Promise<void> {
    const came: unknown[] = [];
    for (const one of this.#both) {
      one.now = new Date(one.now.getTime() + hours * 3600_000);
      came.push(await this.#perform(one, how));
    }
    const { story } = this;
    deepStrictEqual({ story, ...(came[0] as object) }, { story, ...(came[1] as object) });
  }

  async #perform(one: Nights, how: 'run' | 'apply'): Promise<object> {
    const warnings: string[] = [];
    one.log = { ...SILENT, warn: (text) => void warnings.push(text.replaceAll(one.folder, '<folder>')) };
    const planned = await one.plan('night.ndjson');
    const lines = planned.exitCode > 1 ? [] : (await readFile(one.path('night.ndjson'), 'utf8')).trim().split('\n');
    const plan = lines.filter((line) => line !== '').map(parseLine);
    const ofPlan = reportOf(one);
    const isKept = how === 'apply' && planned.exitCode <= 1;
    const accept = ['new-index', 'lost'];
    const night = isKept ? await one.apply('night.ndjson', ...accept) : await one.run(...accept);
    if (one.shortcut !== false) this.leftAlone += one.progress.summary?.leftAlone ?? 0;
    const index = await one.index();
    return {
      // What is left alone for the first time stands in both, what is left alone again in one.
      plan: plan.filter(({ action }) => action !== 'leave'),
      ofPlan,
      warnings,
      night,
      report: reportOf(one),
      index,
      server: await serverOf(one),
    };
  }
}

/** Without what follows from time and place, and what tells of mapping itself: only what is mapped is converted. */
function reportOf(one: Nights): object {
  const times = { startedAt: one.now, finishedAt: one.now };
  const report = toReport(
    { progress: one.progress, applied: undefined },
    { pipeline: 'twins', command: 'run', ...times, artifacts: [], stoppedBy: undefined, nameOf: () => undefined },
  );
  const text = JSON.stringify({ ...report, conversions: undefined, leftAlone: undefined });
  return JSON.parse(text.replaceAll(one.folder, '<folder>').replaceAll(one.url, '<url>')) as object;
}

async function serverOf(one: Nights): Promise<object> {
  const events = await one.allEvents().catch(() => []);
  const values = await readValues(one.url, 'DataSet0001', ['OrgClinic0A', 'OrgClinic0B']).catch(() => []);
  const shown = events.map(({ event, orgUnit, occurredAt, status, deleted, dataValues }) => {
    return { event, orgUnit, occurredAt, status, deleted, dataValues };
  });
  return { events: shown.sort((a, b) => (a.event < b.event ? -1 : 1)), values };
}
