import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { SourceText } from '../base/document.ts';
import { ProblemsError, throwOnErrors } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import type { ComponentKind } from '../contracts/component.ts';
import { assemble, parseSpecFile, replaceReferences } from './assembly.ts';
import { checkSpec } from './check-spec.ts';
import { toConnectionWords, type ConnectionWords } from './connection-words.ts';
import { checkLayout } from './expression-layout.ts';
import type { PipelineSpec } from './pipeline-spec.ts';
import { refine } from './refine-problems.ts';
import { hushProblems } from './hush-problems.ts';
import { loadConnections, loadInis, loadVariables, readInto } from './load-files.ts';
import { registerNamed, registerSecrets } from './spec-secrets.ts';
import { toPipelineSpec } from './to-pipeline-spec.ts';

export interface LoadOptions {
  /** The environment; it wins over the env file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths of `--env-file` and `--connections`, relative to `cwd`. */
  readonly envFile?: string | undefined;
  readonly connectionsFile?: string | undefined;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** Takes in the secrets of the connections. */
  readonly secrets: Secrets;
  readonly registry: readonly ComponentKind[];
  /** Whether a text is valid JSONata. */
  readonly isExpression: (text: string) => boolean;
}

export interface LoadedSpec {
  readonly spec: PipelineSpec;
  readonly warnings: readonly Problem[];
  /** The spec's own text. */
  readonly source: SourceText;
}

/**
 * Loads a pipeline spec, with the env file, connections file and INI files that belong to it.
 * Throws ProblemsError with all problems of all of them.
 */
export async function loadSpec(path: string, options: LoadOptions): Promise<LoadedSpec> {
  const words = toConnectionWords(options.registry);
  try {
    const { warnings, ...loaded } = await loadAll(path, options, words);
    return { ...loaded, warnings: hushProblems(warnings, words) };
  } catch (error) {
    throw error instanceof ProblemsError ? new ProblemsError(hushProblems(error.problems, words)) : error;
  }
}

async function loadAll(path: string, options: LoadOptions, words: ConnectionWords): Promise<LoadedSpec> {
  const problems: Problem[] = [];
  const read = readInto(problems, options.cwd);
  const specPath = resolve(options.cwd, path);
  const source = await read(specPath, 'the spec');
  const variables = await loadVariables(options, read, problems);
  const isReplaced = options.connectionsFile !== undefined;
  const replacementPath = resolve(options.cwd, options.connectionsFile ?? '');
  const replacement = isReplaced ? await read(replacementPath, '--connections') : undefined;
  if (!source) throw new ProblemsError(problems);

  const kept = { words, secrets: options.secrets };
  const spec = parseSpecFile('spec', specPath, source, kept);
  const surroundings = { variables, inis: await loadInis(spec, options.cwd) };
  const inSpec = replaceReferences(spec, surroundings, ([part]) => isReplaced && part === 'connections');

  const replacementFile = replacement && parseSpecFile('connections', replacementPath, replacement, kept);
  const connections = isReplaced ? replacementFile : await loadConnections(spec, read, kept);
  if (connections) surroundings.inis = await loadInis(connections, options.cwd);
  const inConnections = connections && replaceReferences(connections, surroundings);
  registerNamed(connections ? [spec, connections] : [spec], surroundings, options.secrets);

  const files = connections ? [spec, connections] : [spec];
  for (const file of files) problems.push(...file.document.problems);
  problems.push(...inSpec.problems, ...(inConnections?.problems ?? []));
  // Nothing is said of the connections of a spec when those that replace them cannot be read.
  const isMissing = connections === undefined && (isReplaced || typeof connectionsOf(spec.document.value) === 'string');
  if (isMissing || files.some((one) => one.document.value === undefined)) throw new ProblemsError(problems);

  const assembly = assemble(spec, connections, inSpec.scalars, inConnections?.scalars ?? []);
  const layouts = files.map((one) => checkLayout(one, options.isExpression));
  const checked = checkSpec(assembly, options.registry, connections === undefined);
  const found = registerSecrets(assembly, checked.kinds, options.secrets);
  const inYaml = files.flatMap((one) => one.document.problems).flatMap((one) => one.place ?? []);
  const torn = [...inYaml, ...layouts.flatMap((one) => one.torn)];
  problems.push(...layouts.flatMap((one) => one.problems), ...found.problems);
  problems.push(...refine(checked.problems, assembly, torn, found.places));

  throwOnErrors(problems);
  const texts = [source.text, connections?.document.source.text ?? ''];
  const digest = createHash('sha256').update(texts.join('\0')).digest('hex');
  return { spec: toPipelineSpec(assembly, checked.kinds, digest), warnings: problems, source };
}

function connectionsOf(value: unknown): unknown {
  return isObject(value) ? value['connections'] : undefined;
}
