import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The build of this checkout; ETL_BIN names another, as the packed one. */
export const BIN = process.env['ETL_BIN'] ?? fileURLToPath(new URL('../../bin/etl.js', import.meta.url));

export interface EtlOptions {
  readonly cwd: string;
  /** Beside PATH and HOME; nothing else of the environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** What comes in on standard input; left out, there is none. */
  readonly input?: string | Buffer;
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

/** What every command gets, in whichever process it runs. */
export function ownEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TZ: 'UTC' };
}

/** Starts the command line as cron would: the built program, in a process of its own. */
export function startEtl(args: readonly string[], { cwd, env = {}, input }: EtlOptions): Running {
  // As the first line of the program starts it.
  const child = spawn(process.execPath, ['--', BIN, ...args], {
    cwd,
    env: { ...ownEnvironment(), ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, ended, said: () => stderr };
}

/** Runs the command line to its end, in a process of its own. */
export function etlProcess(args: readonly string[], options: EtlOptions): Promise<Ended> {
  return startEtl(args, options).ended;
}
