import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { parseYamlDocument } from '../base/yaml-document.ts';
import { inputsOf } from '../generate/make-mappings.ts';
import { loadSpecFile, type LoadOptions } from '../job/load-pipeline.ts';
import { versionPath } from '../mapping/mapping-paths.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import type { GitRevision } from './git-revision.ts';

/** An INI file that a text names. */
const INI = /\$\{ini:([^#}]+)#/g;

/** Loads a spec as a revision has it; every file that it names stands in the revision's folder then. */
export async function loadRevision(revision: GitRevision, path: string, options: LoadOptions): Promise<PipelineSpec> {
  if (!(await revision.bring(path))) throw new EtlError('against/not-in-revision', { against: revision.name });
  await bringNamed(revision, path);
  const { spec } = await loadSpecFile(path, options);
  for (const { path: lookup } of Object.values(spec.lookups)) await revision.bringOrLink(lookup);
  await bringMapping(revision, spec);
  return spec;
}

/** The connections file of a spec, and the INI files that both of them name. */
async function bringNamed(revision: GitRevision, path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const { value } = parseYamlDocument({ file: path, text });
  const named = isObject(value) ? value['connections'] : undefined;
  const connections = typeof named === 'string' ? resolve(dirname(path), named) : undefined;
  if (connections !== undefined) await revision.bringOrLink(connections);
  const files = connections !== undefined && existsSync(connections) ? [path, connections] : [path];
  for (const file of files)
    for (const [, ini = ''] of (await readFile(file, 'utf8')).matchAll(INI))
      await revision.bringOrLink(resolve(dirname(file), ini));
}

/** What the mapping is made from; where the revision has not all of it, the generated files as they were. */
async function bringMapping(revision: GitRevision, spec: PipelineSpec): Promise<void> {
  const { mapping, source } = spec;
  if (!mapping) return;
  const inputs = await Promise.all(inputsOf(spec).map((file) => revision.bring(file)));
  if (inputs.every(Boolean)) return;
  const { path } = mapping.generated;
  for (const file of [path, ...source.versions.map(({ name }) => versionPath(path, name))])
    await revision.bringOrLink(file);
}
