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

/** Runs Node with these arguments and tells what it used. Throws where it ends with a code that is none of `expected`. */
export async function measure(
  args: readonly string[],
  folder: string,
  expected: readonly number[] = [0],
): Promise<Usage> {
  const file = path.join(folder, 'usage.json');
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', REPORTER, ...args], {
    env: { ...process.env, BENCH_USAGE: file },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const wallMs = performance.now() - start;
  if (code === null || !expected.includes(code))
    throw new Error(`${args.join(' ')} ended with ${code}, not ${expected.join(' or ')}:\n${said}`);
  const { cpuMs, peakMiB } = JSON.parse(await readFile(file, 'utf8')) as Usage;
  return { wallMs, cpuMs, peakMiB };
}
