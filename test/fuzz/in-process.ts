import { Config } from '@oclif/core';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly ms: number;
}

/** A command, as far as it is run. */
export interface Runnable {
  run(argv: string[], config: Config): Promise<unknown>;
}

let config: Promise<Config> | undefined;

/**
 * Runs a command of `etl` in this process, as its file in src/commands is: what it would have printed and its exit code.
 * One at a time: streams, working folder and environment are the process's own.
 */
export async function runInProcess(
  command: Runnable,
  argv: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Ended> {
  config ??= Config.load({ root: ROOT });
  const loaded = await config;
  const before = { cwd: process.cwd(), env: process.env, exitCode: process.exitCode };
  const { stdout, stderr } = process;
  const writes = { stdout: stdout.write.bind(stdout), stderr: stderr.write.bind(stderr) };
  let output = '';
  const take = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    output += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof process.stdout.write;
  process.chdir(cwd);
  process.env = { PATH: before.env['PATH'] ?? '', HOME: cwd, TZ: 'UTC', NODE_ENV: 'production', ...env };
  process.exitCode = undefined;
  stdout.write = take;
  stderr.write = take;
  const started = performance.now();
  let thrown: unknown;
  try {
    await command.run([...argv], loaded);
  } catch (error) {
    thrown = error;
  } finally {
    stdout.write = writes.stdout;
    stderr.write = writes.stderr;
    process.env = before.env;
    process.chdir(before.cwd);
  }
  const exitCode = process.exitCode === undefined ? 0 : Number(process.exitCode);
  process.exitCode = before.exitCode;
  const ms = performance.now() - started;
  // Commands answer for their own errors: what comes out of one is a fault.
  if (thrown !== undefined)
    return { exitCode: 70, output: `${output}${(thrown as Error).stack ?? String(thrown)}`, ms };
  return { exitCode, output, ms };
}
