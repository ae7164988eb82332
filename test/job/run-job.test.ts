/** A whole job in this very process, without a terminal: every end of it is a report. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import type { Notice } from '../../src/contracts/notifier.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { runJob, type Job, type JobOptions, type JobOrder } from '../../src/job/run-job.ts';
import { withOutreach } from '../cli/with-outreach.ts';
import type { World } from '../cli/world.ts';

function order(world: World, what: JobOrder, options: Partial<JobOptions> = {}): Promise<Job> {
  return runJob(join(world.folder, 'pipeline.yaml'), what, {
    env: world.env,
    cwd: world.folder,
    secrets: new Secrets(),
    log: SILENT,
    version: 'test',
    ...options,
  });
}

describe('a job', () => {
  test('runs a night: its report is the one on disk', () =>
    withOutreach({}, async (world) => {
      const { report, failure, hasBegun } = await order(world, { command: 'run' });
      expect({ failure, hasBegun, exitCode: report.exitCode }).toEqual({
        failure: undefined,
        hasBegun: true,
        exitCode: 0,
      });
      expect(report.counts.created).toBeGreaterThan(0);
      const path = report.artifacts.find((artifact) => artifact.endsWith('report.json')) as string;
      expect(JSON.parse(await readFile(join(world.folder, path), 'utf8'))).toEqual(report);
      expect((await order(world, { command: 'run' })).report.counts).toMatchObject({ created: 0, updated: 0 });
    }));

  test('plans, and applies the plan that was left', () =>
    withOutreach({}, async (world) => {
      const plan = join(world.folder, 'night.ndjson');
      const planned = await order(world, { command: 'plan', out: plan });
      expect(planned.report).toMatchObject({ command: 'plan', exitCode: 0, artifacts: [plan] });
      expect(await world.events()).toEqual([]);
      const applied = await order(world, { command: 'apply', planFile: plan });
      expect(applied.report).toMatchObject({ command: 'apply', exitCode: 0 });
      expect(await world.events()).toHaveLength(planned.report.counts.created);
    }));

  test('that fails is reported in the same shape: a guard, a server that is away, a wrong spec, a wrong flag', () =>
    withOutreach({}, async (world) => {
      await world.write('index.json.etl.json', '{}');
      const broken = await order(world, { command: 'run' });
      expect(broken).toMatchObject({
        hasBegun: true,
        failure: { code: 'index/bad-sidecar' },
        report: { pipeline: 'outreach', exitCode: 3, error: { code: 'index/bad-sidecar' }, counts: { read: 0 } },
      });
      const gone = { ...world.env, DHIS2_URL: 'http://127.0.0.1:9' };
      const away = await order(world, { command: 'plan' }, { env: gone, pause: async () => undefined });
      expect(away.report).toMatchObject({ exitCode: 3, error: { code: 'dhis2/unreachable' } });
      const flag = await order(world, { command: 'run' }, { accept: ['everything'] });
      expect(flag).toMatchObject({ hasBegun: false, report: { exitCode: 2, error: { code: 'run/bad-accept' } } });
      const unset = await order(world, { command: 'run' }, { env: {} });
      expect(unset).toMatchObject({
        hasBegun: false,
        report: { pipeline: 'pipeline', exitCode: 2, counts: { read: 0 } },
      });
      expect(unset.report.problems).not.toEqual([]);
    }));

  test('tells whoever is to be told, of every end, without secrets; who cannot be told changes nothing', () =>
    withOutreach({}, async (world) => {
      const heard: Notice[] = [];
      const warnings: string[] = [];
      const options: Partial<JobOptions> = {
        log: { ...SILENT, warn: (message) => void warnings.push(message) },
        notifiers: [
          { name: 'a wall', notify: () => Promise.reject(new Error('nobody there')) },
          { name: 'the office', notify: async (notice) => void heard.push(notice) },
        ],
      };
      const { report } = await order(world, { command: 'run' }, options);
      const refused = await order(world, { command: 'run' }, { ...options, accept: ['everything'] });
      expect(heard.map(({ exitCode }) => exitCode)).toEqual([report.exitCode, refused.report.exitCode]);
      expect(heard[0]).toMatchObject({ pipeline: 'outreach', report: { counts: report.counts } });
      expect(heard[0]?.summary).toMatch(/records read/);
      expect(warnings).toContain('a wall was not told: nobody there');
      expect(JSON.stringify(heard)).not.toContain(world.env['DHIS2_PASSWORD'] as string);
    }));
});
