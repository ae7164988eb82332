/**
 * Measures plans and runs in one sitting, against the floor of csv-parse reading the same file: `npm run bench`.
 * Everything measured is a process of its own; wall time, CPU time and peak memory are theirs.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchCells } from './bench/cells.ts';
import { benchGroups } from './bench/groups.ts';
import { measure, measureRetainedMiB, type Usage } from './bench/measure.ts';
import { printHead, printUsage } from './bench/table.ts';
import {
  cachedSample,
  CLI,
  makeWorkspace,
  changeMapping,
  editRows,
  spoilRows,
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
npm run bench -- init          what etl init finds by itself, right and wrong (--form FILE: the XLSForm of SIPCA)
npm run bench -- group         peak memory of rows in groups, beside a tenth of the rows (--rows N, here 200000)
  --rows N     rows for reading and planning (default 100000)
  --send N     rows for sending (default 5000)
  --short      without the nights on which all is mapped again: of very many rows they take most of the time
  --no-growth  without what each further row costs (a tenth of --rows is measured for it, too)
  --retained   with the memory that is in use once garbage is cleared away (each command runs twice)
  --cache DIR  where samples are kept (default: a folder among the temporary files)`;

const { values, positionals } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    send: { type: 'string', default: '5000' },
    times: { type: 'string', default: '15' },
    form: { type: 'string' },
    retained: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: true },
    cache: { type: 'string', default: path.join(tmpdir(), 'dhis2-etl-bench') },
    help: { type: 'boolean', short: 'h', default: false },
  },
  allowNegative: true,
  allowPositionals: true,
});

const parseAlone = (workspace: Workspace): Promise<Usage> =>
  measure([path.join(import.meta.dirname, 'bench/csv-parse-alone.ts'), workspace.csv], workspace.folder);

/** A sample may have something for people to do: then a command ends with 1. */
const measureEtl = (workspace: Workspace, name: string, ...flags: readonly string[]): Promise<Usage> =>
  measure(workspace.command(name, ...flags), workspace.folder, [0, 1]);

/** What a command costs; with `--retained` the memory, too, that it has in use at its most. */
interface Cost extends Usage {
  readonly retainedMiB?: number;
}

/** What one size of the source costs. */
interface Costs {
  readonly rows: number;
  readonly floor: Cost;
  readonly allNew: Cost;
  readonly unknown: Cost;
  readonly quiet: Cost;
}

async function withRetained(
  workspace: Workspace,
  used: Usage,
  name: string,
  ...flags: readonly string[]
): Promise<Cost> {
  if (!values.retained) return used;
  const retainedMiB = await measureRetainedMiB(workspace.command(name, ...flags), workspace.folder, [0, 1]);
  console.log(`${''.padEnd(84)}${`${Math.round(retainedMiB)} MiB in use`.padStart(12)}`);
  return { ...used, retainedMiB };
}

/** Plans all rows as new, then runs nights on which nothing is new. */
async function benchNight(cache: string, rows: number, url: string): Promise<Costs> {
  const workspace = await makeWorkspace(path.join(cache, 'night'), await cachedSample(cache, rows), url);
  printHead(`${rows.toLocaleString('en')} rows`);
  const floor = await parseAlone(workspace);
  printUsage('csv-parse alone', floor);
  const plan = path.join(workspace.folder, 'plan.ndjson');
  const made = await measureEtl(workspace, 'plan', '--out', plan);
  printUsage('etl plan, every record new', made, floor);
  const allNew = await withRetained(workspace, made, 'plan');
  await writeIndexOf(plan, workspace.index);
  await rm(plan);
  const night = async (name: string, ...flags: readonly string[]): Promise<Usage> => {
    const used = await measureEtl(workspace, 'run', ...flags);
    printUsage(name, used, floor);
    return used;
  };
  const first = await night('etl run, nothing new, rows not known yet');
  if (values.retained) await rm(`${workspace.index}.etl.rows`);
  const unknown = await withRetained(workspace, first, 'run');
  // Of rows that it finds as they were, a night remembers how their entries looked.
  await measureEtl(workspace, 'run');
  const quiet = await withRetained(workspace, await night('etl run, nothing new'), 'run');
  if (!values.short) await night('etl run --no-shortcut, nothing new', '--no-shortcut');
  await editRows(workspace.csv, 100);
  printUsage('etl plan, one row of a hundred edited', await measureEtl(workspace, 'plan'), floor);
  if (!values.short) {
    await changeMapping(workspace);
    printUsage('etl plan, a changed mapping', await measureEtl(workspace, 'plan'), floor);
    await spoilRows(workspace.csv);
    await night('etl run, every record rejected');
  }
  return { rows, floor, allNew, unknown, quiet };
}

/** Sends every row to the sandbox, then runs a second time. */
async function benchSending(cache: string, rows: number, url: string): Promise<void> {
  const workspace = await makeWorkspace(path.join(cache, 'sending'), await cachedSample(cache, rows), url);
  printHead(`${rows.toLocaleString('en')} rows, sent to the sandbox`);
  const floor = await parseAlone(workspace);
  printUsage('csv-parse alone', floor);
  const first = await measureEtl(workspace, 'run', '--accept', 'new-index');
  printUsage('etl run, every record new', first, floor);
  printUsage('etl run again, nothing new', await measureEtl(workspace, 'run'), floor);
  console.log(`${(first.wallMs / rows).toFixed(1)} ms a record, the sandbox's own time included`);
}

/** What each further row costs, from a tenth of the rows and all of them: the start of a process is not in it. */
async function benchGrowth(cache: string, whole: Costs, url: string): Promise<void> {
  const tenth = await benchNight(cache, Math.ceil(whole.rows / 10), url);
  const rows = whole.rows - tenth.rows;
  const floorMs = whole.floor.cpuMs - tenth.floor.cpuMs;
  console.log('\nEach further row');
  for (const [name, of] of [
    ['csv-parse alone', 'floor'],
    ['etl plan, every record new', 'allNew'],
    ['etl run, nothing new, rows not known yet', 'unknown'],
    ['etl run, nothing new', 'quiet'],
  ] as const) {
    const cpuMs = whole[of].cpuMs - tenth[of].cpuMs;
    const kib = (most: (cost: Cost) => number): string =>
      `${(((most(whole[of]) - most(tenth[of])) * 1024) / rows).toFixed(2)} KiB`;
    const { retainedMiB } = whole[of];
    const retained = retainedMiB === undefined ? '' : `, ${kib((cost) => cost.retainedMiB ?? 0)} in use`;
    const cpu = `${((cpuMs * 1000) / rows).toFixed(0)} µs CPU`.padStart(14);
    console.log(
      `  ${name.padEnd(42)}${cpu}${`${(cpuMs / floorMs).toFixed(1)}×`.padStart(8)}${kib((cost) => cost.peakMiB).padStart(12)}${retained}`,
    );
  }
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
else if (positionals[0] === 'init') await (await import('./bench/init.ts')).benchInit(values.form);
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
    const whole = await benchNight(values.cache, rows, sandbox.url);
    // Before anything is sent: what DHIS2 has already is looked at, record by record.
    if (values.growth) await benchGrowth(values.cache, whole, sandbox.url);
    await benchSending(values.cache, send, sandbox.url);
  } finally {
    await sandbox.stop();
  }
}
