/** Somebody at a terminal, which `script` (util-linux) plays: keys go in, and what is shown comes out. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { BIN } from './etl.ts';

const SCRIPT = '/usr/bin/script';

/** Whether there is something that plays a terminal. */
export const HAS_TERMINAL = existsSync(SCRIPT);

export interface Typing {
  /** Types a key or a line; goes on once it has been answered with what `until` looks for (left out: anything). */
  type(keys: string, until?: RegExp | string): Promise<void>;
  shown(): string;
  /** Of `etl`; `script` hands it on. */
  readonly exitCode: Promise<number>;
  readonly child: ChildProcess;
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** What it shows first, before anything can be typed. */
  readonly first: RegExp | string;
  /** Of the shell, before `etl` starts. */
  readonly before?: string;
}

/** Starts `etl <args>`, the built program, on a terminal of its own; whoever starts it ends `child`. */
export async function openTerminal(args: string, options: TerminalOptions): Promise<Typing> {
  const { cwd, env, columns = 200, first, before = '' } = options;
  const command = `stty cols ${columns}; ${before} exec "${process.execPath}" -- "${BIN}" ${args}`;
  const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
    cwd,
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...env },
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const exitCode = once(child, 'close').then(([code]) => code as number);
  const showing = async (until: RegExp | string, from: number): Promise<void> => {
    const isThere = (): boolean =>
      typeof until === 'string' ? shown.slice(from).includes(until) : until.test(shown.slice(from));
    for (let waited = 0; !isThere() && child.exitCode === null; waited += 10) {
      if (waited > 30_000) throw new Error(`${String(until)} is not shown: ${JSON.stringify(shown.slice(from))}`);
      await pause(10);
    }
  };
  await showing(first, 0);
  const type = (keys: string, until: RegExp | string = /./): Promise<void> => {
    const from = shown.length;
    child.stdin.write(keys);
    return showing(until, from);
  };
  return { type, shown: () => shown, exitCode, child };
}
