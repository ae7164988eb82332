import { createHash } from 'node:crypto';
import type { SourceText } from '../base/document.ts';
import { ProblemsError, throwOnErrors } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import type { ComponentKind } from '../contracts/component.ts';
import { assemble } from './assembly.ts';
import { checkSpec } from './check-spec.ts';
import { toConnectionWords, type ConnectionWords } from './connection-words.ts';
import { checkLayout } from './expression-layout.ts';
import { hushProblems } from './hush-problems.ts';
import { loadSpecFiles, type FileOptions } from './load-files.ts';
import type { PipelineSpec } from './pipeline-spec.ts';
import { refineProblems } from './refine-problems.ts';
import type { SpecFile } from './spec-file.ts';
import { registerSecrets } from './spec-secrets.ts';
import { toPipelineSpec } from './to-pipeline-spec.ts';

export interface LoadOptions extends FileOptions {
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
    const { warnings, ...loaded } = await loadAndCheck(path, options, words);
    return { ...loaded, warnings: hushProblems(warnings, words) };
  } catch (error) {
    throw error instanceof ProblemsError ? new ProblemsError(hushProblems(error.problems, words)) : error;
  }
}

async function loadAndCheck(path: string, options: LoadOptions, words: ConnectionWords): Promise<LoadedSpec> {
  const { spec, connections, problems: inFiles } = await loadSpecFiles(path, options, words);
  const files = connections ? [spec, connections] : [spec];
  const assembly = assemble(spec, connections);
  const layouts = files.map((file) => checkLayout(file, options.isExpression));
  const checked = checkSpec(assembly, options.registry, connections === undefined);
  const secrets = registerSecrets(assembly, checked.kinds, options.secrets);
  const inYaml = files.flatMap((file) => file.document.problems).flatMap((problem) => problem.place ?? []);
  const torn = [...inYaml, ...layouts.flatMap((layout) => layout.torn)];
  const problems = [
    ...inFiles,
    ...layouts.flatMap((layout) => layout.problems),
    ...secrets.problems,
    ...refineProblems(checked.problems, assembly, torn, secrets.places),
  ];
  throwOnErrors(problems);
  return {
    spec: toPipelineSpec(assembly, checked.kinds, digestOf(spec, connections)),
    warnings: problems,
    source: spec.document.source,
  };
}

function digestOf(spec: SpecFile, connections: SpecFile | undefined): string {
  const texts = [spec.document.source.text, connections?.document.source.text ?? ''];
  return createHash('sha256').update(texts.join('\0')).digest('hex');
}
