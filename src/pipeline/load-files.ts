/** The files of a spec: the spec, its env file, its connections file, and the INI files that both of them name. */
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Place, SourceText } from '../base/document.ts';
import { EtlError, ProblemsError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { Log } from '../base/log.ts';
import { problemOf, type Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import { loadText } from '../base/text-file.ts';
import type { ConnectionWords } from './connection-words.ts';
import { parseEnvFile } from './env-file.ts';
import { parseIni } from './ini.ts';
import type { LoadedIni } from './interpolate.ts';
import { iniPathsIn, parseSpecFile, replaceReferences, type ParsedFile, type SpecFile } from './spec-file.ts';
import { registerNamed } from './spec-secrets.ts';

export interface FileOptions {
  /** The environment; it wins over the env file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths of `--env-file` and `--connections`, relative to `cwd`. */
  readonly envFile?: string | undefined;
  readonly connectionsFile?: string | undefined;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** Hears which env file was taken where none is named. */
  readonly log?: Pick<Log, 'debug'>;
  /** Takes in the secrets of the files. */
  readonly secrets: Secrets;
}

export interface SpecFiles {
  readonly spec: SpecFile;
  /** Absent where the connections stand in the spec itself. */
  readonly connections: SpecFile | undefined;
  readonly problems: readonly Problem[];
}

/** Loads a spec and the files that belong to it. Throws ProblemsError where what is there cannot be checked. */
export async function loadSpecFiles(path: string, options: FileOptions, words: ConnectionWords): Promise<SpecFiles> {
  const { cwd, connectionsFile, secrets } = options;
  const problems: Problem[] = [];
  const read = readInto(problems, cwd);
  const specSource = await read(resolve(cwd, path), 'the spec');
  const variables = await loadVariables(dirname(resolve(cwd, path)), options, read, problems);
  const replacement =
    connectionsFile === undefined ? undefined : await read(resolve(cwd, connectionsFile), '--connections');
  if (!specSource) throw new ProblemsError(problems);

  const parsedSpec = parseSpecFile('spec', specSource.path, specSource, { words, secrets });
  const toSpecFile = async (parsed: ParsedFile): Promise<SpecFile> => {
    const surroundings = { variables, inis: await loadInis(parsed, cwd) };
    registerNamed(parsed, surroundings, secrets);
    const isReplaced = parsed === parsedSpec && connectionsFile !== undefined;
    return replaceReferences(parsed, surroundings, ([part]) => isReplaced && part === 'connections');
  };
  const spec = await toSpecFile(parsedSpec);
  const named = connectionsFile === undefined ? namedConnections(spec) : undefined;
  const source = named ? await read(named.path, 'connections', named.place) : replacement;
  const connections =
    source && (await toSpecFile(parseSpecFile('connections', source.path, source, { words, secrets })));

  const files = connections ? [spec, connections] : [spec];
  problems.push(...files.flatMap((file) => file.document.problems), ...files.flatMap((file) => file.referenceProblems));
  // Nothing is said of the connections of a spec when those that replace them cannot be read.
  const isMissing = connections === undefined && (connectionsFile !== undefined || named !== undefined);
  if (isMissing || files.some((file) => file.document.value === undefined)) throw new ProblemsError(problems);
  return { spec, connections, problems };
}

type FileText = SourceText & { readonly path: string };

/** Reads a file, by absolute path; undefined where it cannot be read, which is then among the problems. */
type Read = (path: string, usedBy: string, place?: Place) => Promise<FileText | undefined>;

function readInto(problems: Problem[], cwd: string): Read {
  return async (path, usedBy, place) => {
    const result = await tryLoad(path, cwd, usedBy);
    if (!(result instanceof EtlError)) return { ...result, path };
    problems.push(problemOf(result, place));
    return undefined;
  };
}

async function tryLoad(path: string, cwd: string, usedBy: string): Promise<SourceText | EtlError> {
  const fromHere = relative(cwd, path);
  try {
    return await loadText(path, fromHere.length < path.length ? fromHere : path, usedBy);
  } catch (error) {
    if (error instanceof EtlError) return error;
    throw error;
  }
}

/** The variables that `${…}` can name: those of the env file, and above them those of the environment. */
async function loadVariables(
  folder: string,
  { env, envFile, cwd, log }: FileOptions,
  read: Read,
  problems: Problem[],
): Promise<Map<string, string>> {
  const variables = new Map<string, string>();
  const path = envFile === undefined ? await envFileBeside(folder) : resolve(cwd, envFile);
  if (path !== undefined) {
    const source = await read(path, envFile === undefined ? ENV_FILE : '--env-file');
    const parsed = source && parseEnvFile(source);
    problems.push(...(parsed?.problems ?? []));
    for (const [name, value] of parsed?.variables ?? []) variables.set(name, value);
    if (source && envFile === undefined) log?.debug(`variables are taken from ${source.file}, too`);
  }
  for (const [name, value] of Object.entries(env)) if (value !== undefined) variables.set(name, value);
  return variables;
}

/** What the env file is called that stands beside a spec. */
const ENV_FILE = '.env';

/** The env file in the folder of a spec; undefined where there is none (some tools keep a folder of that name). */
async function envFileBeside(folder: string): Promise<string | undefined> {
  const path = join(folder, ENV_FILE);
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? path : undefined;
}

/** The connections file that a spec names under `connections`; undefined where it names none. */
function namedConnections({ path, document }: SpecFile): { readonly path: string; readonly place: Place } | undefined {
  const root: unknown = document.value;
  const named = isObject(root) ? root['connections'] : undefined;
  if (typeof named !== 'string') return undefined;
  return { path: resolve(dirname(path), named), place: document.placeOf(['connections']) };
}

/** The INI files that a file's scalars name, by absolute path; for one that cannot be read, why. */
async function loadInis(file: ParsedFile, cwd: string): Promise<Map<string, LoadedIni>> {
  const inis = new Map<string, LoadedIni>();
  for (const path of new Set(iniPathsIn(file))) {
    const result = await tryLoad(path, cwd, '');
    inis.set(path, result instanceof EtlError ? result : parseIni(result.text));
  }
  return inis;
}
