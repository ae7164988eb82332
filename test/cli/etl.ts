import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The build of this checkout; ETL_BIN names another, as the packed one. */
const BIN = process.env['ETL_BIN'] ?? fileURLToPath(new URL('../../bin/etl.js', import.meta.url));

export interface EtlOptions {
  readonly cwd: string;
  /** Beside PATH and HOME; nothing else of the environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said on stderr so far. */
  said(): string;
}

/** Starts the command line as cron would: the built program, in a process of its own. */
export function startEtl(args: readonly string[], { cwd, env = {} }: EtlOptions): Running {
  const own = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TZ: 'UTC' };
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, ended, said: () => stderr };
}

/** Runs the command line to its end. */
export function etl(args: readonly string[], options: EtlOptions): Promise<Ended> {
  return startEtl(args, options).ended;
}
