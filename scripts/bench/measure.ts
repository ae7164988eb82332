import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a process has used, by its own account. */
export interface Usage {
  readonly wallMs: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  readonly peakMiB: number;
}

const REPORTER = new URL('report-usage.js', import.meta.url).href;
const RETAINED_REPORTER = new URL('report-retained.js', import.meta.url).href;

/** Runs Node with these arguments and tells what it used. Throws where it ends with a code that is none of `expected`. */
export async function measure(
  args: readonly string[],
  folder: string,
  expected: readonly number[] = [0],
): Promise<Usage> {
  const file = path.join(folder, 'usage.json');
  const start = performance.now();
  await runNode(['--import', REPORTER, ...args], { BENCH_USAGE: file }, expected);
  const wallMs = performance.now() - start;
  const { cpuMs, peakMiB } = JSON.parse(await readFile(file, 'utf8')) as Usage;
  return { wallMs, cpuMs, peakMiB };
}

/**
 * Runs Node with these arguments, and tells how much memory was in use at its most, once what nobody holds any more was
 * cleared away: peak memory has that in it, too, as much as there happens to be.
 */
export async function measureRetainedMiB(
  args: readonly string[],
  folder: string,
  expected: readonly number[],
): Promise<number> {
  const file = path.join(folder, 'retained.json');
  await runNode(['--import', RETAINED_REPORTER, ...args], { BENCH_RETAINED: file }, expected);
  return (JSON.parse(await readFile(file, 'utf8')) as { readonly retainedMiB: number }).retainedMiB;
}

async function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  expected: readonly number[],
): Promise<void> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code === null || !expected.includes(code))
    throw new Error(`${args.join(' ')} ended with ${code}, not ${expected.join(' or ')}:\n${said}`);
}
