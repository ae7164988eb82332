/**
 * Measures plans and runs in one sitting, against the floor of csv-parse reading the same file: `npm run bench`.
 * Everything measured is a process of its own; wall time, CPU time and peak memory are theirs.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchCells } from './bench/cells.ts';
import { benchGroups } from './bench/groups.ts';
import { measure, type Usage } from './bench/measure.ts';
import { printHead, printUsage } from './bench/table.ts';
import {
  cachedSample,
  CLI,
  makeWorkspace,
  startSandboxProcess,
  writeIndexOf,
  type Workspace,
} from './bench/workspace.ts';

const HELP = `npm run bench -- [options]
npm run bench -- xlsx          a workbook through the source, beside its XML read alone
npm run bench -- expressions   compiled expressions against jsonata and JavaScript by hand
npm run bench -- index         an index in JSON and in SQLite, step by step (--rows N entries)
npm run bench -- send          events and cells sent a second, by requests at once and size, beside a bare client (--send N)
npm run bench -- cells         aggregate cells sent a second, beside a bare client (--send N forms)
npm run bench -- json          pages of a server through the source, against JSON.parse
npm run bench -- start         CPU and wall time of small commands, beside Node alone (--times N, here 15)
npm run bench -- group         peak memory of rows in groups, beside a tenth of the rows (--rows N, here 200000)
  --rows N     rows for reading and planning (default 100000)
  --send N     rows for sending (default 5000)
  --no-growth  without the growth of memory over 10, 20 and 40 per cent of --rows
  --cache DIR  where samples are kept (default: a folder among the temporary files)`;

const { values, positionals } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    send: { type: 'string', default: '5000' },
    times: { type: 'string', default: '15' },
    growth: { type: 'boolean', default: true },
    cache: { type: 'string', default: path.join(tmpdir(), 'dhis2-etl-bench') },
    help: { type: 'boolean', short: 'h', default: false },
  },
  allowNegative: true,
  allowPositionals: true,
});

const parseAlone = (workspace: Workspace): Promise<Usage> =>
  measure([path.join(import.meta.dirname, 'bench/csv-parse-alone.ts'), workspace.csv], workspace.folder);

/** Plans all rows as new, then runs a night on which nothing is new. Returns the night's use. */
async function benchNight(cache: string, rows: number, url: string): Promise<Usage> {
  const workspace = await makeWorkspace(path.join(cache, 'night'), await cachedSample(cache, rows), url);
  printHead(`${rows.toLocaleString('en')} rows`);
  const floor = await parseAlone(workspace);
  printUsage('csv-parse alone', floor);
  const plan = path.join(workspace.folder, 'plan.ndjson');
  printUsage(
    'etl plan, every record new',
    await measure(workspace.command('plan', '--out', plan), workspace.folder),
    floor,
  );
  await writeIndexOf(plan, workspace.index);
  const night = await measure(workspace.command('run'), workspace.folder);
  printUsage('etl run, nothing new', night, floor);
  return night;
}

/** Sends every row to the sandbox, then runs a second time. */
async function benchSending(cache: string, rows: number, url: string): Promise<void> {
  const workspace = await makeWorkspace(path.join(cache, 'sending'), await cachedSample(cache, rows), url);
  printHead(`${rows.toLocaleString('en')} rows, sent to the sandbox`);
  const floor = await parseAlone(workspace);
  printUsage('csv-parse alone', floor);
  const first = await measure(workspace.command('run', '--accept', 'new-index'), workspace.folder);
  printUsage('etl run, every record new', first, floor);
  printUsage('etl run again, nothing new', await measure(workspace.command('run'), workspace.folder), floor);
  console.log(`${(first.wallMs / rows).toFixed(1)} ms a record, the sandbox's own time included`);
}

async function benchGrowth(cache: string, rows: number, url: string): Promise<void> {
  const sizes = [0.1, 0.2, 0.4].map((share) => Math.round(rows * share));
  const peaks: number[] = [];
  for (const size of sizes) peaks.push((await benchNight(cache, size, url)).peakMiB);
  console.log('\nPeak memory of a night on which nothing is new');
  for (const [at, size] of sizes.entries())
    console.log(`  ${size.toLocaleString('en').padStart(9)} rows ${Math.round(peaks[at] as number)} MiB`);
  const perRow = ((peaks[2] as number) - (peaks[0] as number)) / ((sizes[2] as number) - (sizes[0] as number));
  console.log(`  ${(perRow * 1024).toFixed(1)} KiB for each further row`);
}

/** Reading alone, no plan: of a tenth of the rows, and of all, so that memory tells whether it grows with them. */
async function benchPages(rows: number): Promise<void> {
  const { benchJson } = await import('./bench/json.ts');
  for (const size of [Math.round(rows / 10), rows]) {
    printHead(`${size.toLocaleString('en')} submissions in pages of 1,000`);
    const [floor, ...others] = await benchJson(size);
    printUsage(...floor);
    for (const [name, usage] of others) printUsage(name, usage, floor[1]);
  }
}

const [rows, send] = [Number(values.rows), Number(values.send)];
if (values.help) console.log(HELP);
else if (positionals[0] === 'expressions') await import('./bench/expressions.ts');
else if (positionals[0] === 'json') await benchPages(rows);
else if (!Number.isSafeInteger(rows) || rows < 10 || !Number.isSafeInteger(send) || send < 1) {
  console.error(`--rows and --send are whole numbers.\n${HELP}`);
  process.exitCode = 2;
} else if (!['xlsx', 'index'].includes(positionals[0] ?? '') && !existsSync(path.join(path.dirname(CLI), '../dist'))) {
  console.error('There is no dist/ yet: npm run build');
  process.exitCode = 2;
} else if (positionals[0] === 'index') {
  const { benchIndex } = await import('./bench/index-stores.ts');
  await benchIndex(rows);
} else if (positionals[0] === 'start') {
  const { benchStart } = await import('./bench/start.ts');
  await benchStart(values.cache, Number(values.times));
} else if (positionals[0] === 'group')
  await benchGroups(values.cache, process.argv.includes('--rows') ? rows : 200_000);
else if (positionals[0] === 'send') {
  const { benchSend } = await import('./bench/send.ts');
  await benchSend(values.cache, send);
} else if (positionals[0] === 'cells') await benchCells(values.cache, send);
else if (positionals[0] === 'xlsx') {
  const { benchWorkbooks } = await import('./bench/xlsx.ts');
  await benchWorkbooks(values.cache, rows);
} else {
  const sandbox = await startSandboxProcess(await cachedSample(values.cache, send));
  try {
    await benchNight(values.cache, rows, sandbox.url);
    await benchSending(values.cache, send, sandbox.url);
    if (values.growth) await benchGrowth(values.cache, rows, sandbox.url);
  } finally {
    await sandbox.stop();
  }
}
