import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reason } from '../../src/messages/reason.ts';
import type { Reject } from '../../src/base/problem.ts';
import { drawSummary } from '../../src/report/summary.ts';
import type { Applied } from '../../src/engine/apply.ts';
import { reasonsOf, type CreateLine, type HoldLine, type PlanLine } from '../../src/engine/plan-line.ts';
import { PlanSummary } from '../../src/engine/plan-summary.ts';
import { Progress } from '../../src/engine/progress.ts';
import { loadTell } from '../../src/messages/language.ts';
import { writeRejects } from '../../src/report/rejects-file.ts';
import { toReport, type ReportOptions, type RunReport } from '../../src/report/report.ts';

const NIGHT = new Date('2026-03-14T02:15:00Z');
const nameOf = (uid: string): string | undefined => (uid === 'DeVillage01' ? 'Village' : undefined);

function reportOf(
  lines: readonly PlanLine[],
  applied?: readonly Reject[],
  changes: Partial<ReportOptions> = {},
): RunReport {
  const summary = new PlanSummary();
  for (const line of lines) summary.add(line);
  const progress = new Progress();
  progress.sink = { server: 's', place: 'p', address: 'http://localhost', description: 'DHIS2' };
  progress.source = { location: 'kobo.csv', modified: NIGHT, remarks: [], news: [] };
  progress.plan(summary);
  const result = { progress, applied: applied && ({ reasons: applied, wasStopped: false } satisfies Applied) };
  return toReport(result, {
    pipeline: 'sipca',
    command: 'run',
    startedAt: NIGHT,
    finishedAt: NIGHT,
    artifacts: ['runs/x/rejects.ndjson', 'runs/x/report.json'],
    stoppedBy: undefined,
    nameOf,
    ...changes,
  });
}

function rejected(n: number): PlanLine {
  const key = `k${n}`;
  const why = { ...reason('value/time-with-seconds', {}), key, row: n, line: n + 1, value: 'secret' };
  return { ...record(key, n), action: 'reject', address: null, reasons: [why] };
}

function record(key: string, n: number): Pick<CreateLine, 'key' | 'role' | 'ids' | 'row' | 'line' | 'before'> {
  return { key, role: '', ids: [key], row: n, line: n + 1, before: null };
}

function created(key: string, address: string): CreateLine {
  return { ...record(key, 1), action: 'create', address, object: { dataValues: [] }, hash: 'v1:x', isFresh: true };
}

const HELD: HoldLine = {
  ...created('k1', 'EvAbcdefgh1'),
  action: 'hold',
  reasons: [{ ...reason('index/differs-from-dhis2', { targets: ['DeVillage01'] }), key: 'k1', row: 1, line: 2 }],
  differences: [
    { target: 'DeVillage01', ours: 'New', theirs: 'Old' },
    { target: 'occurredAt', ours: '2025-03-02', theirs: null },
  ],
};

const MANY = Array.from({ length: 25_000 }, (_, n) => rejected(n + 1));

describe('a report', () => {
  test('says of held records what differs, question by question', () => {
    const { attention, rejects, exitCode, tasks } = reportOf([HELD]);
    expect(rejects).toEqual([]);
    expect(attention).toMatchObject([
      {
        key: 'k1',
        action: 'hold',
        differences: [
          { target: 'DeVillage01', name: 'Village', ours: 'New', theirs: 'Old' },
          { target: 'occurredAt', name: null, ours: '2025-03-02', theirs: null },
        ],
      },
    ]);
    expect(exitCode).toBe(1);
    expect(JSON.stringify(tasks)).not.toMatch(/New|Old|DeVillage01/);
  });

  test('names the first of very many records, and counts them all', () => {
    const report = reportOf(MANY);
    expect(report.rejects).toHaveLength(10_000);
    expect(report).toMatchObject({ notNamed: 15_000, exitCode: 1, counts: { rejected: 25_000 } });
    expect(report.tasks).toMatchObject([{ records: 25_000 }]);
    expect(drawSummary(report)).toContain('Every record by name: runs/x/rejects.ndjson');
    expect(drawSummary(reportOf(MANY.slice(0, 3)))).toContain('Every record by name: runs/x/report.json');
  });

  test('the same of what DHIS2 refused', () => {
    const refused = MANY.flatMap(reasonsOf);
    const report = reportOf([HELD], refused);
    expect(report.rejects).toHaveLength(10_000);
    expect(report).toMatchObject({ notNamed: 15_000, exitCode: 1 });
    expect(report.tasks.map((one) => one.records)).toEqual([25_000, 1]);
  });

  test('somebody must act where only records that are not named need it', () => {
    expect(reportOf([created('k', 'u')]).exitCode).toBe(0);
    expect(reportOf([], [{ ...(reasonsOf(rejected(1))[0] as Reject), code: 'index/deleted-in-dhis2' }])).toMatchObject({
      exitCode: 1,
      rejects: [],
      attention: [{ action: 'hold' }],
    });
  });
});

test('of a plan it is said what would be sent, not what was', () => {
  const lines: PlanLine[] = [created('a', 'u1'), { ...created('b', 'u2'), action: 'update', changes: [] }];
  const planned = drawSummary(reportOf(lines, undefined, { command: 'plan', artifacts: [] }));
  expect(planned).toMatch(/new, would be sent[^]*changed, would be sent/);
  expect(planned).not.toMatch(/sent to DHIS2/);
  expect(drawSummary(reportOf(lines))).toMatch(/new, sent to DHIS2[^]*changed, sent to DHIS2/);
});

test('the file of rejects has every record, in the shape of the report, for its owner alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-rejects-'));
  try {
    const [plan, out] = [join(folder, 'plan.ndjson'), join(folder, 'rejects.ndjson')];
    const sent = created('"reasons":[', 'u');
    await writeFile(
      plan,
      [...MANY, sent, HELD].map((one) => `${JSON.stringify({ ...one, uid: one.address })}\n`).join(''),
    );
    const applied = { reasons: [reasonsOf(rejected(30_000))[0] as Reject], wasStopped: false };
    await writeRejects({ lines: out, table: `${out}.csv` }, plan, applied, {
      nameOf,
      toJson: (record) => JSON.stringify(record),
      tell: await loadTell('en'),
    });
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    const records = lines.map((one) => JSON.parse(one) as { key: string; action: string });
    expect(records).toHaveLength(25_002);
    expect(records.at(-2)).toEqual(reportOf([HELD]).attention[0]);
    expect(records.at(-1)).toMatchObject({ key: 'k30000', action: 'reject', differences: [] });
    expect((await stat(out)).mode & 0o77).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
