/**
 * What a start costs: CPU and wall time of small commands beside those of Node alone, the least of many tries, which take
 * turns so that a busy moment of the machine hits all alike. `npm run bench -- start`
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLI, cachedSample, makeWorkspace, startSandboxProcess } from './workspace.ts';

const REPORTER = path.join(import.meta.dirname, 'report-start.cjs');
const ROOT = path.join(import.meta.dirname, '../..');

const SIPCA = {
  SIPCA_DATALAKE_URL: 'https://datalake.example.org',
  SIPCA_SAS_SOURCE: 'sv=2024&sig=source',
  SIPCA_SAS_INDEX: 'sv=2024&sig=index',
  SIPCA_DHIS2_URL: 'https://hmis.example.org',
  SIPCA_DHIS2_USER: 'etl',
  SIPCA_DHIS2_PASSWORD: 'not-a-password',
};

interface Start {
  readonly name: string;
  readonly args: readonly string[];
  /** As on the first start after an installation: nothing is compiled yet. */
  readonly isFirst?: boolean;
}

interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

export async function benchStart(cache: string, times: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'etl-start-'));
  const sandbox = await startSandboxProcess(await cachedSample(cache, 50));
  try {
    const workspace = await makeWorkspace(path.join(folder, 'plan'), await cachedSample(cache, 50), sandbox.url);
    const [header] = readFileSync(workspace.csv, 'utf8').split('\n', 1);
    writeFileSync(workspace.csv, `${header}\n`);
    const check = ['--', CLI, 'check', path.join(ROOT, 'pipelines/sipca.yaml'), '--no-source'];
    const starts: Start[] = [
      { name: 'node alone', args: ['-e', '0'] },
      { name: 'etl --version', args: ['--', CLI, '--version'] },
      { name: 'etl --help', args: ['--', CLI, '--help'] },
      { name: 'etl check pipelines/sipca.yaml', args: check },
      { name: 'the same, for the first time', args: check, isFirst: true },
      { name: 'etl plan, no rows', args: workspace.command('plan', '--accept', 'empty-source') },
    ];
    const least = starts.map((): Cost => ({ cpuMs: Number.POSITIVE_INFINITY, wallMs: Number.POSITIVE_INFINITY }));
    for (let time = 0; time <= times; time += 1)
      for (const [at, start] of starts.entries()) {
        const { cpuMs, wallMs } = run(start, folder);
        const known = least[at] as Cost;
        // The first round fills the caches.
        if (time > 0) least[at] = { cpuMs: Math.min(known.cpuMs, cpuMs), wallMs: Math.min(known.wallMs, wallMs) };
      }
    print(starts, least, times);
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function run({ args, name, isFirst }: Start, folder: string): Cost {
  const file = path.join(folder, 'cost.json');
  const caches = path.join(folder, isFirst ? 'first' : 'caches');
  if (isFirst) rmSync(caches, { recursive: true, force: true });
  mkdirSync(caches, { recursive: true, mode: 0o700 });
  const env = { ...process.env, ...SIPCA, XDG_CACHE_HOME: caches, BENCH_COST: file };
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--require', REPORTER, ...args], { env, encoding: 'utf8' });
  const wallMs = performance.now() - start;
  if (status !== 0) throw new Error(`${name} ended with ${status}:\n${stderr}`);
  return { wallMs, cpuMs: Number(readFileSync(file, 'utf8')) };
}

function print(starts: readonly Start[], least: readonly Cost[], times: number): void {
  const [node] = least as [Cost];
  const row = (...cells: readonly string[]): void =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(34) : cell.padStart(13))).join(''));
  console.log(`\nStarts, the least of ${times}`);
  row('', 'CPU', 'above Node', 'of Node', 'wall', 'of Node');
  for (const [at, { name }] of starts.entries()) {
    const { cpuMs, wallMs } = least[at] as Cost;
    const above = at === 0 ? '' : `${Math.round(cpuMs - node.cpuMs)} ms`;
    const [cpu, wall] = [cpuMs / node.cpuMs, wallMs / node.wallMs].map((ratio) => `${ratio.toFixed(1)}×`);
    row(name, `${Math.round(cpuMs)} ms`, above, cpu ?? '', `${Math.round(wallMs)} ms`, wall ?? '');
  }
}
