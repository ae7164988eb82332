/**
 * `etl` for the shell of a tour, answered by the test's own process: a command then costs a tenth of what a process of its own
 * does. What it prints and its exit code are the same, byte for byte (test/cli/in-process.test.ts).
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { etl } from '../cli/in-process.ts';

interface Wish {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

/** Hands everything over, and says what comes back. */
const CALLER = `
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
const [socket, ...args] = process.argv.slice(2);
const { TZ, NODE_OPTIONS, ...env } = process.env;
const desk = connect(socket);
desk.end(JSON.stringify({ args, cwd: process.cwd(), env, input: readFileSync(0, 'utf8') }));
const { exitCode, stdout, stderr } = JSON.parse(await text(desk));
process.stderr.write(stderr);
process.stdout.write(stdout);
process.exitCode = exitCode;
`;

export class TourDesk {
  readonly #server: Server;
  /** The arguments of Node that call it; those of `etl` follow. */
  readonly callers: readonly string[];

  private constructor(server: Server, callers: readonly string[]) {
    this.#server = server;
    this.callers = callers;
  }

  /** Its socket and the caller's script lie in a folder of the tour. */
  static async open(folder: string): Promise<TourDesk> {
    const [script, socket] = [path.join(folder, 'call.mjs'), path.join(folder, 'desk')];
    await writeFile(script, CALLER);
    // A process has one folder and one environment: one command after the other.
    let before: Promise<unknown> = Promise.resolve();
    const server = createServer({ allowHalfOpen: true }, (call) => {
      before = before.then(() => answer(call));
    });
    await once(server.listen(socket), 'listening');
    return new TourDesk(server, [script, socket]);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}

async function answer(call: Socket): Promise<void> {
  try {
    const { args, input, ...options } = JSON.parse(await text(call)) as Wish;
    call.write(JSON.stringify(await etl(args, input === '' ? options : { ...options, input })));
  } finally {
    call.end();
  }
}
