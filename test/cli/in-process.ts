/**
 * Commands in the test's own process: `main` as `bin` calls it, with arguments, environment, folder and streams of its own.
 * What it prints and its exit code are those of a process, byte for byte (in-process.test.ts), at a tenth of the time.
 * Signals, locks between processes, terminals and time zones need a process: `startEtl`.
 */
import { readFileSync } from 'node:fs';
import { Console } from 'node:console';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Config } from '@oclif/core';
import { main } from '../../src/cli/main.ts';
import { etlProcess, ownEnvironment, type Ended, type EtlOptions } from './etl.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let program: Promise<Program> | undefined;

interface Program {
  readonly config: Config;
  /** By the name that each command has from the start: help writes it with blanks, and it would not be found again. */
  readonly commands: readonly (readonly [string, { id: string }])[];
}

/** A process has one folder, one environment and one standard output: one command at a time. */
let running: string | undefined;

/** Runs the command line to its end, in this process; where ETL_BIN names a program, in one of that. */
export async function etl(args: readonly string[], options: EtlOptions): Promise<Ended> {
  if (process.env['ETL_BIN'] !== undefined) return etlProcess(args, options);
  const other = running;
  if (other !== undefined)
    throw new Error(`\`etl ${other}\` still runs in this process: give one of both its own (startEtl)`);
  running = args.join(' ');
  try {
    return await runAlone(args, options);
  } finally {
    running = undefined;
  }
}

async function runAlone(args: readonly string[], { cwd, env = {}, input }: EtlOptions): Promise<Ended> {
  if (env['TZ'] !== undefined || env['NODE_OPTIONS'] !== undefined) throw new Error('this needs a process: startEtl');
  const stdout = collector();
  const stderr = collector();
  const giveBack = takeProcess(args, cwd, { ...ownEnvironment(), ...env });
  const streams = { stdin: Readable.from(input === undefined ? [] : [Buffer.from(input)]), stdout, stderr };
  const giveStreamsBack = takeStreams(streams);
  try {
    program ??= loadProgram();
    const { config, commands } = await program;
    for (const [id, command] of commands) command.id = id;
    await main(args, config);
    return { exitCode: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    giveStreamsBack();
    giveBack();
  }
}

/** The commands of `src`, as they are: no build is needed. */
async function loadProgram(): Promise<Program> {
  const pjson = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { oclif: object };
  const oclif = { ...pjson.oclif, commands: './src/commands' };
  const config = await Config.load({ root: ROOT, pjson: { ...pjson, oclif } as never });
  const [plugin] = config.plugins.values();
  // A command that cannot be loaded is only left out; this throws what kept it.
  for (const id of plugin?.commandIDs ?? []) if (!config.findCommand(id)) await plugin?.findCommand(id, { must: true });
  return { config, commands: (plugin?.commands ?? []).map((command) => [command.id, command] as const) };
}

function takeProcess(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): () => void {
  const before = { argv: process.argv, cwd: process.cwd(), env: { ...process.env }, exitCode: process.exitCode };
  process.argv = [process.execPath, `${ROOT}bin/etl.js`, ...args];
  process.chdir(cwd);
  setEnvironment(env);
  process.exitCode = undefined;
  return () => {
    process.argv = before.argv;
    process.chdir(before.cwd);
    setEnvironment(before.env);
    process.exitCode = before.exitCode;
  };
}

/** The environment itself is changed, not put in another's place: Node reads TMPDIR beneath `process.env`. */
function setEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value;
}

interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

function takeStreams(streams: Streams): () => void {
  const before = Object.keys(streams).map(
    (name) => [name, Object.getOwnPropertyDescriptor(process, name) as PropertyDescriptor] as const,
  );
  for (const [name, value] of Object.entries(streams))
    Object.defineProperty(process, name, { value, configurable: true });
  const { console } = globalThis;
  // Help is shown by way of the console.
  globalThis.console = new Console(streams.stdout, streams.stderr);
  return () => {
    globalThis.console = console;
    for (const [name, descriptor] of before) Object.defineProperty(process, name, descriptor);
  };
}

function collector(): Writable & { text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString() });
}
