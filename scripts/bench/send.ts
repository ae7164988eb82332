/**
 * Events and cells sent a second, by requests at once and their size, beside a bare client: `npm run bench -- send`. The
 * sandbox is one process and takes one request after the other, so what more at once brings shows only where it answers
 * late (as a server far away does): the second table. Our CPU is told apart: what a plan of the same records takes (the
 * start, reading, mapping, look-ups), and what each further object costs that is sent: of twice as many, beyond the plan. No
 * files are removed meanwhile: for minutes after that ext4 makes new ones slowly, and that would count as our sending. A real
 * server is another matter; `docs/dhis2.md` says how to measure one.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

/** What sending so many objects took. */
interface Sent {
  readonly objects: number;
  /** Objects a second. */
  readonly ours: number;
  /** CPU of a plan of the same, and of the whole run. */
  readonly planMs: number;
  readonly runMs: number;
}

/** How a bench is made: how late imports are answered, and a new folder for each run. */
interface Bench {
  readonly cache: string;
  readonly late: string;
  readonly newFolder: () => string;
}

/** Measures with so many rows; `delayMs`: how late each import is answered. */
export async function benchSend(cache: string, rows: number): Promise<void> {
  const late = path.join(cache, 'late.json');
  const folder = path.join(cache, 'send');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let runs = 0;
  const bench = { cache, late, newFolder: () => path.join(folder, String((runs += 1))) };
  for (const delayMs of [0, 200]) {
    const fault = (where: string): object => ({ kind: 'delay', method: 'POST', path: where, times: 1e9, delayMs });
    const faults = delayMs === 0 ? [] : [fault('/api/tracker'), fault('/api/dataValueSets')];
    await writeFile(late, JSON.stringify({ faults }));
    const how = delayMs === 0 ? 'sandbox' : `sandbox, each import answered ${delayMs} ms later`;
    console.log(`\n${rows.toLocaleString('en')} new events (${how})\n${HEAD('events/s')}`);
    for (const [size, concurrency] of WAYS)
      await tell(size, concurrency, (share, bare) => sendEvents(bench, rows * share, size, concurrency, bare));
    const forms = Math.ceil(rows / 2);
    console.log(`\n${forms.toLocaleString('en')} new forms of 20 cells (${how})\n${HEAD('cells/s')}`);
    for (const concurrency of [1, 2, 4])
      await tell(1000, concurrency, (share, bare) => sendForms(bench, Math.ceil(forms * share), concurrency, bare));
  }
  await rm(folder, { recursive: true, force: true });
}

const HEAD = (unit: string): string =>
  `${'a request'.padStart(10)}${'at once'.padStart(9)}${`bare client, ${unit}`.padStart(24)}${'etl run'.padStart(10)}${'of it'.padStart(7)}${'CPU to plan'.padStart(13)}${'CPU to send'.padStart(13)}${'each further'.padStart(14)}`;

/** Sends all and half of it: what differs is what more of it costs. */
async function tell(
  size: number,
  concurrency: number,
  send: (share: number, bare: (rate: number) => void) => Promise<Sent>,
): Promise<void> {
  let bare = 0;
  const all = await send(1, (rate) => (bare = rate));
  const half = await send(0.5, () => undefined);
  const [sendMs, halfMs] = [all, half].map(({ planMs, runMs }) => runMs - planMs) as [number, number];
  const each = ((sendMs - halfMs) * 1000) / Math.max(1, all.objects - half.objects);
  const cells = [
    String(size).padStart(10),
    String(concurrency).padStart(9),
    bare.toLocaleString('en').padStart(24),
    all.ours.toLocaleString('en').padStart(10),
    `${Math.round((all.ours / bare) * 100)}%`.padStart(7),
    `${(all.planMs / 1000).toFixed(1)} s`.padStart(13),
    `${(sendMs / 1000).toFixed(1)} s`.padStart(13),
    `${each.toFixed(0)} µs`.padStart(14),
  ];
  console.log(cells.join(''));
}

async function sendEvents(
  { cache, late, newFolder }: Bench,
  rows: number,
  size: number,
  concurrency: number,
  bare: (rate: number) => void,
): Promise<Sent> {
  const sample = await cachedSample(cache, Math.ceil(rows));
  const plan = path.join(cache, 'send-plan.ndjson');
  const planMs = await onSandbox(sample, late, async (url) => {
    const workspace = await makeWorkspace(newFolder(), sample, url);
    const { cpuMs } = await measure(workspace.command('plan', '--out', plan), workspace.folder, [0, 1]);
    const program = /program: (\w+)/.exec(await readFile(workspace.spec, 'utf8'))?.[1] ?? '';
    const stage = await stageOf(sample, program);
    bare(await bareRate('events-alone.ts', plan, url, program, stage, String(size), String(concurrency)));
    return cpuMs;
  });
  return onSandbox(sample, late, async (url) => {
    const workspace = await makeWorkspace(newFolder(), sample, url);
    const text = await readFile(workspace.spec, 'utf8');
    const sink = `  batchSize: ${size}\n  concurrency: ${concurrency}\n`;
    await writeFile(workspace.spec, text.replace(/^ {2}batchSize: \d+\n/m, sink));
    const { cpuMs } = await measure(workspace.command('run', '--accept', 'new-index'), workspace.folder, [0, 1]);
    const { objects, ours } = await rateIn(path.join(workspace.folder, 'runs'), size * concurrency, 1);
    return { objects, ours, planMs, runMs: cpuMs };
  });
}

async function sendForms(
  { cache, late, newFolder }: Bench,
  forms: number,
  concurrency: number,
  bare: (rate: number) => void,
): Promise<Sent> {
  const metadata = path.join(cache, 'cells-metadata');
  await writeCellsMetadata(metadata, forms);
  const planMs = await onSandbox(metadata, late, async (url) => {
    const folder = newFolder();
    const { csv, spec } = await makeCellsSample(folder, forms, url);
    const { cpuMs } = await measure([CLI, 'plan', spec, '--quiet'], folder);
    bare(await bareRate('cells-alone.ts', csv, url, String(concurrency)));
    return cpuMs;
  });
  return onSandbox(metadata, late, async (url) => {
    const folder = newFolder();
    const { spec } = await makeCellsSample(folder, forms, url);
    const text = await readFile(spec, 'utf8');
    const ways = `batchSize: 50, concurrency: ${concurrency} }`;
    await writeFile(spec, text.replace(/dataSet: DsBench0001 \}/, `dataSet: DsBench0001, ${ways}`));
    const { cpuMs } = await measure([CLI, 'run', spec, '--quiet', '--accept', 'new-index'], folder);
    const { objects, ours } = await rateIn(path.join(folder, 'runs'), 50 * concurrency, 20);
    return { objects, ours, planMs, runMs: cpuMs };
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

/** What was sent, and how much a second, by the times at which verdicts came: from the first batches on, which are not counted, to the last. */
async function rateIn(runs: string, first: number, worth: number): Promise<Pick<Sent, 'objects' | 'ours'>> {
  const folder = (await readdir(runs, { recursive: true })).find((name) => name.endsWith('sent.ndjson.gz'));
  const text = gunzipSync(await readFile(path.join(runs, folder ?? ''))).toString('utf8');
  const times = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Date.parse((JSON.parse(line) as { at: string }).at))
    .sort((a, b) => a - b);
  const counted = times.slice(Math.min(first, times.length - 1));
  const lasted = (times.at(-1) ?? 0) - (times[Math.min(first, times.length) - 1] ?? 0);
  const ours = Math.round((counted.length * worth * 1000) / Math.max(1, lasted));
  return { objects: times.length * worth, ours };
}
