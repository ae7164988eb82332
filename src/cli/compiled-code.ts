/**
 * The code of the program as V8 compiled it, kept from one start to the next. Node's own cache is written before anything has
 * run, so that it knows no function that is compiled when it is first called, and these are nearly all: half of a short
 * command's time went on compiling them again. What is kept here was taken from a process that had run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire, enableCompileCache } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { constants, Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { ownCacheFolder } from './cache-folder.ts';

/** How Node runs the text of a CommonJS module; all that patches it leans on this name, and where it is gone, so is this. */
interface Compiling {
  _compile?: (this: { exports: unknown }, content: string, filename: string, ...rest: unknown[]) => unknown;
}

/** What is kept of a file: the check sum of its text, and its code. */
interface Kept {
  readonly text: number;
  readonly code: Buffer;
}

type Wrapped = (...args: readonly [unknown, NodeJS.Require, unknown, string, string]) => unknown;

/** V8 copies what does not lie so; at the front are a check sum of all that follows, and the length of the head. */
const ALIGNED = 8;
const KEPT_FOR_MS = 30 * 24 * 3600 * 1000;

/** Code that is kept for one command. */
export interface CompiledCode {
  /** Keeps what was compiled anew since the start, if it can be written. What is loaded later has nothing to do with it. */
  close(): void;
}

/** Takes the code of all files under `root` from the user's own folder, if there is one; `command` is what the arguments begin with. */
export function keepCompiledCode(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
  command = '',
): CompiledCode {
  const folder = ownCacheFolder(env);
  if (folder === undefined) return { close() {} };
  // For what is not bundled.
  enableCompileCache(folder);
  const { build } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { build: string };
  const { version, arch } = process;
  const file = join(folder, `code-${build}-${version}-${arch}`, `${commandFile(root, command)}.bin`);
  const known = readPack(file);
  const fresh = new Map<string, { readonly text: number; readonly script: Script }>();
  const compiling = Module.prototype as Compiling;
  const { _compile: compileAsNode } = compiling;
  if (compileAsNode)
    compiling._compile = function (content, filename, ...rest) {
      const name = relative(root, filename);
      if (name.startsWith('..')) return compileAsNode.call(this, content, filename, ...rest);
      const kept = known.get(name);
      const text = crc32(content);
      const script = new Script(`(function (exports, require, module, __filename, __dirname) {${content}\n})`, {
        filename,
        // V8 looks only at the length of a text: code of another one, of a file put right by hand, must not even be offered.
        cachedData: kept?.text === text ? kept.code : undefined,
        // The bundled code has none; whatever comes to it is told by a warning, and works.
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      // Undefined where nothing was offered.
      if (script.cachedDataRejected !== false) fresh.set(name, { text, script });
      const run = script.runInThisContext() as Wrapped;
      return run.call(this.exports, this.exports, createRequire(filename), this, filename, dirname(filename));
    };
  return {
    close() {
      if (compileAsNode) compiling._compile = compileAsNode;
      if (fresh.size === 0) return;
      for (const [name, { text, script }] of fresh) known.set(name, { text, code: script.createCachedData() });
      fresh.clear();
      writePack(file, known);
      known.clear();
    },
  };
}

/** A file for each command, for each uses other functions; whatever is no command shares one. */
function commandFile(root: string, word: string): string {
  const isCommand = /^[a-z]+$/.test(word) && ['', '.js'].some((end) => existsSync(join(root, 'commands', word + end)));
  return isCommand ? word : 'any';
}

/** Code by file, as `writePack` wrote it; none where that cannot be told. */
function readPack(file: string): Map<string, Kept> {
  try {
    const bytes = readFileSync(file);
    // V8 runs what it is given: a byte that has changed would end the process, or worse.
    if (bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return new Map();
    const headLength = bytes.readUInt32LE(4);
    const head = JSON.parse(bytes.toString('utf8', ALIGNED, ALIGNED + headLength)) as Place[];
    return new Map(head.map(([name, text, start, end]) => [name, { text, code: bytes.subarray(start, end) }]));
  } catch {
    return new Map();
  }
}

/** A file's name, the check sum of its text, and where its code starts and ends. */
type Place = readonly [name: string, text: number, start: number, end: number];

/** Check sum and length of the head; the head; then the code, each where V8 wants it. */
function writePack(file: string, pack: ReadonlyMap<string, Kept>): void {
  const padded = (length: number): number => Math.ceil(length / ALIGNED) * ALIGNED;
  // Room for the head is kept as if every number were as long as can be.
  const room = padded(JSON.stringify([...pack.keys()].map((name) => [name, 2 ** 32, 2 ** 32, 2 ** 32])).length);
  const head: Place[] = [];
  let end = ALIGNED + room;
  for (const [name, { text, code }] of pack) {
    head.push([name, text, end, end + code.length]);
    end = padded(end + code.length);
  }
  const bytes = Buffer.alloc(end);
  bytes.writeUInt32LE(bytes.write(JSON.stringify(head), ALIGNED), 4);
  for (const [name, , start] of head) pack.get(name)?.code.copy(bytes, start);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  const temporary = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file));
    writeFileSync(temporary, bytes, { mode: 0o600 });
    renameSync(temporary, file);
  } catch {
    // A full disk, or a folder that takes nothing: the next start compiles again.
    discard(temporary);
  }
}

/** What a full disk has taken of it would take room for nothing. */
function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It cannot be there, then, or nothing helps.
  }
}

/** Where it is new, folders of builds that nobody has used for long go. */
function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) === undefined) return;
  const beside = dirname(folder);
  for (const name of readdirSync(beside).filter((one) => one.startsWith('code-'))) {
    const isOld = Date.now() - statSync(join(beside, name)).mtimeMs > KEPT_FOR_MS;
    if (isOld) rmSync(join(beside, name), { recursive: true, force: true });
  }
}
