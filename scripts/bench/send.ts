/**
 * Events and cells sent a second, by requests at once and their size, beside a bare client: `npm run bench -- send`. The
 * sandbox is one process and takes one request after the other, so what more at once brings shows only where it answers
 * late (as a server far away does): the second table. Our CPU is told apart: what a plan of the same records takes (the
 * start, reading, mapping, look-ups), and what a run takes beyond that, which is the sending. A real server is another matter; `docs/dhis2.md` says how to measure one.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { makeCellsSample, writeCellsMetadata } from './cells-sample.ts';
import { measure } from './measure.ts';
import { cachedSample, CLI, makeWorkspace, startSandboxProcess } from './workspace.ts';

const run = promisify(execFile);
const WAYS = [
  [100, 1],
  [100, 2],
  [100, 4],
  [20, 1],
  [20, 4],
  [500, 1],
] as const;

interface Rates {
  readonly bare: number;
  readonly ours: number;
  /** Of a plan of the same, and of the whole run. */
  readonly planMs: number;
  readonly runMs: number;
}

/** Measures with so many rows; `delayMs`: how late each import is answered. */
export async function benchSend(cache: string, rows: number): Promise<void> {
  const sample = await cachedSample(cache, rows);
  const late = path.join(cache, 'late.json');
  for (const delayMs of [0, 200]) {
    const fault = (where: string): object => ({ kind: 'delay', method: 'POST', path: where, times: 1e9, delayMs });
    const faults = delayMs === 0 ? [] : [fault('/api/tracker'), fault('/api/dataValueSets')];
    await writeFile(late, JSON.stringify({ faults }));
    const how = delayMs === 0 ? 'sandbox' : `sandbox, each import answered ${delayMs} ms later`;
    console.log(`\n${rows.toLocaleString('en')} new events (${how})\n${HEAD('events/s')}`);
    for (const [size, concurrency] of WAYS)
      tell(size, concurrency, await benchEvents(cache, sample, late, size, concurrency), rows);
    const forms = Math.ceil(rows / 2);
    console.log(`\n${forms.toLocaleString('en')} new forms of 20 cells (${how})\n${HEAD('cells/s')}`);
    for (const concurrency of [1, 2, 4])
      tell(1000, concurrency, await benchForms(cache, forms, late, concurrency), forms * 20);
  }
}

const HEAD = (unit: string): string =>
  `${'a request'.padStart(10)}${'at once'.padStart(9)}${`bare client, ${unit}`.padStart(24)}${'etl run'.padStart(10)}${'of it'.padStart(7)}${'CPU to plan'.padStart(13)}${'CPU to send'.padStart(21)}`;

function tell(size: number, concurrency: number, { bare, ours, planMs, runMs }: Rates, objects: number): void {
  const sendMs = runMs - planMs;
  const cpu = `${(sendMs / 1000).toFixed(1)} s, ${((sendMs * 1000) / objects).toFixed(0)} µs each`;
  console.log(
    `${String(size).padStart(10)}${String(concurrency).padStart(9)}${bare.toLocaleString('en').padStart(24)}${ours.toLocaleString('en').padStart(10)}${`${Math.round((ours / bare) * 100)}%`.padStart(7)}${`${(planMs / 1000).toFixed(1)} s`.padStart(13)}${cpu.padStart(21)}`,
  );
}

async function benchEvents(
  cache: string,
  sample: string,
  late: string,
  size: number,
  concurrency: number,
): Promise<Rates> {
  const plan = path.join(cache, 'send-plan.ndjson');
  const { bare, planMs } = await onSandbox(sample, late, async (url) => {
    const workspace = await makeWorkspace(path.join(cache, 'send'), sample, url);
    const { cpuMs } = await measure(workspace.command('plan', '--out', plan), workspace.folder);
    const program = /program: (\w+)/.exec(await readFile(workspace.spec, 'utf8'))?.[1] ?? '';
    const stage = await stageOf(sample, program);
    const rate = await bareRate('events-alone.ts', plan, url, program, stage, String(size), String(concurrency));
    return { bare: rate, planMs: cpuMs };
  });
  return onSandbox(sample, late, async (url) => {
    const workspace = await makeWorkspace(path.join(cache, 'send'), sample, url);
    const text = await readFile(workspace.spec, 'utf8');
    const sink = `  batchSize: ${size}\n  concurrency: ${concurrency}\n`;
    await writeFile(workspace.spec, text.replace(/^ {2}batchSize: \d+\n/m, sink));
    const { cpuMs } = await measure(workspace.command('run', '--accept', 'new-index'), workspace.folder);
    return {
      bare,
      planMs,
      runMs: cpuMs,
      ours: await rateIn(path.join(workspace.folder, 'runs'), size * concurrency, () => 1),
    };
  });
}

async function benchForms(cache: string, forms: number, late: string, concurrency: number): Promise<Rates> {
  const metadata = path.join(cache, 'cells-metadata');
  await writeCellsMetadata(metadata, forms);
  const folder = path.join(cache, 'send-cells');
  const { bare, planMs } = await onSandbox(metadata, late, async (url) => {
    const { csv, spec } = await makeCellsSample(folder, forms, url);
    const { cpuMs } = await measure([CLI, 'plan', spec, '--quiet'], folder);
    return { bare: await bareRate('cells-alone.ts', csv, url, String(concurrency)), planMs: cpuMs };
  });
  return onSandbox(metadata, late, async (url) => {
    const { spec } = await makeCellsSample(folder, forms, url);
    const text = await readFile(spec, 'utf8');
    const ways = `batchSize: 50, concurrency: ${concurrency} }`;
    await writeFile(spec, text.replace(/dataSet: DsBench0001 \}/, `dataSet: DsBench0001, ${ways}`));
    const { cpuMs } = await measure([CLI, 'run', spec, '--quiet', '--accept', 'new-index'], folder);
    return { bare, planMs, runMs: cpuMs, ours: await rateIn(path.join(folder, 'runs'), 50 * concurrency, () => 20) };
  });
}

async function onSandbox<T>(metadata: string, late: string, use: (url: string) => Promise<T>): Promise<T> {
  const sandbox = await startSandboxProcess(metadata, '--faults', late);
  try {
    return await use(sandbox.url);
  } finally {
    await sandbox.stop();
  }
}

async function bareRate(script: string, ...args: readonly string[]): Promise<number> {
  const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, script), ...args]);
  return Number(stdout.trim());
}

async function stageOf(sample: string, program: string): Promise<string> {
  const text = await readFile(path.join(sample, 'sandbox_metadata.json'), 'utf8');
  const { programs } = JSON.parse(text) as { programs: { id: string; programStages: { id: string }[] }[] };
  return programs.find(({ id }) => id === program)?.programStages[0]?.id ?? '';
}

/** What was sent a second, by the times at which verdicts came: from the first batches on, which are not counted, to the last. */
async function rateIn(runs: string, first: number, worthOf: () => number): Promise<number> {
  const folder = (await readdir(runs, { recursive: true })).find((name) => name.endsWith('sent.ndjson.gz'));
  const text = gunzipSync(await readFile(path.join(runs, folder ?? ''))).toString('utf8');
  const times = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Date.parse((JSON.parse(line) as { at: string }).at))
    .sort((a, b) => a - b);
  const counted = times.slice(Math.min(first, times.length - 1));
  const lasted = (times.at(-1) ?? 0) - (times[Math.min(first, times.length) - 1] ?? 0);
  return Math.round((counted.length * worthOf() * 1000) / Math.max(1, lasted));
}
