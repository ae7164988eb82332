/** The files that belong to a spec: env file, connections file, INI files. */
import { dirname, relative, resolve } from 'node:path';
import type { Code } from '../messages/code-table.ts';
import type { Place, SourceText } from '../base/document.ts';
import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { problem, type Args, type Problem } from '../base/problem.ts';
import { loadText } from '../base/text-file.ts';
import { iniPathsIn, parseSpecFile, type SpecFile } from './assembly.ts';
import { parseEnvFile } from './env-file.ts';
import { parseIni, type Ini } from './ini.ts';

/** Reads a file, by absolute path; undefined where it cannot be read, which is then among the problems. */
export type Read = (path: string, usedBy: string, place?: Place) => Promise<SourceText | undefined>;

export function readInto(problems: Problem[], cwd: string): Read {
  return async (path, usedBy, place) => {
    const result = await tryLoad(path, cwd, usedBy);
    if ('text' in result) return result;
    problems.push(problem(result.code, result.args, place));
    return undefined;
  };
}

/** The variables that `${…}` can name: those of the env file, and above them those of the environment. */
export async function loadVariables(
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly envFile?: string | undefined;
    readonly cwd: string;
  },
  read: Read,
  problems: Problem[],
): Promise<Map<string, string>> {
  const variables = new Map<string, string>();
  if (options.envFile !== undefined) {
    const source = await read(resolve(options.cwd, options.envFile), '--env-file');
    const parsed = source && parseEnvFile(source);
    problems.push(...(parsed?.problems ?? []));
    for (const [name, value] of parsed?.variables ?? []) variables.set(name, value);
  }
  for (const [name, value] of Object.entries(options.env)) if (value !== undefined) variables.set(name, value);
  return variables;
}

/** The connections file that a spec names under `connections`; undefined where it names none, or none that can be read. */
export async function loadConnections(
  spec: SpecFile,
  read: Read,
  kept: Parameters<typeof parseSpecFile>[3],
): Promise<SpecFile | undefined> {
  const root: unknown = spec.document.value;
  const named = isObject(root) ? root['connections'] : undefined;
  if (typeof named !== 'string') return undefined;
  const path = resolve(dirname(spec.path), named);
  const source = await read(path, 'connections', spec.document.placeOf(['connections']));
  return source && parseSpecFile('connections', path, source, kept);
}

/** The INI files that a file's scalars name, by absolute path; for one that cannot be read, why. */
export async function loadInis(file: SpecFile, cwd: string): Promise<Map<string, Ini | { code: Code; args: Args }>> {
  const inis = new Map<string, Ini | { code: Code; args: Args }>();
  for (const path of new Set(iniPathsIn(file))) {
    const result = await tryLoad(path, cwd, '');
    inis.set(path, 'text' in result ? parseIni(result.text) : result);
  }
  return inis;
}

async function tryLoad(path: string, cwd: string, usedBy: string): Promise<SourceText | { code: Code; args: Args }> {
  const fromHere = relative(cwd, path);
  try {
    return await loadText(path, fromHere.length < path.length ? fromHere : path, usedBy);
  } catch (error) {
    if (error instanceof EtlError) return { code: error.code, args: error.args };
    throw error;
  }
}
