/**
 * A mapping whose inputs have not changed need not be made anew. The seal has a digest of all that goes into the making, and
 * of the files that came out: where it is the same today, the files are, to the byte, what making them would give, and there
 * is nothing to tell of the inputs. Whatever was edited, inputs or files, gives another digest.
 */
import { createHash } from 'node:crypto';
import { toLegacyJson } from '../base/legacy-json.ts';
import { hasOwnMapping, versionPath } from '../mapping/mapping-paths.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import { GENERATOR_VERSION } from './generator-version.ts';
import { elementsByHand, ignoredElements, readMapping, type InputTexts, type MadeMapping } from './make-mappings.ts';
import type { SealOfMaking, Seals } from './seal.ts';

/** The seal of what was made, for a file beside it. What was found is told at each start: then there is no digest. */
export function sealOfMaking(spec: MappingSpec, texts: InputTexts, made: readonly MadeMapping[]): SealOfMaking {
  const files = made.flatMap(({ generated, findings }) =>
    generated && findings.length === 0 ? [toLegacyJson(generated)] : [],
  );
  return { pipeline: spec.name, digest: files.length === made.length ? digestOf(spec, texts, files) : undefined };
}

/** The files of a spec's mapping, by path, where they are what making them would give; else undefined. */
export async function loadAsSealed(
  spec: MappingSpec,
  texts: InputTexts,
  { makings }: Seals,
): Promise<ReadonlyMap<string, string> | undefined> {
  const sealed = makings.get(spec.name);
  if (sealed === undefined) return undefined;
  const files = new Map<string, string>();
  for (const file of mappingFiles(spec)) {
    const text = await readMapping(file);
    if (text === undefined) return undefined;
    files.set(file, text);
  }
  return digestOf(spec, texts, [...files.values()]) === sealed ? files : undefined;
}

/** The mapping itself first, then that of each form version that has one, as `makeMappings` makes them. */
function mappingFiles({ mapping, source }: MappingSpec): string[] {
  if (!mapping) return [];
  const { path } = mapping.generated;
  return [path, ...source.versions.filter(hasOwnMapping).map(({ name }) => versionPath(path, name))];
}

function digestOf(spec: MappingSpec, { inputs, decisions }: InputTexts, files: readonly string[]): string {
  const { name, mapping, source, sink } = spec;
  const versions = source.versions
    .filter(hasOwnMapping)
    .map(({ name: version, columns, options, fallback }) => [
      version,
      columns && inputs.get(columns.path)?.text,
      options && inputs.get(options.path)?.text,
      fallback,
    ]);
  const common = [mapping?.columns, mapping?.options, mapping?.metadata].map(
    (one) => one && inputs.get(one.path)?.text,
  );
  const said = [name, sink.config['program'], [...ignoredElements(spec)], [...elementsByHand(spec)]];
  // As JSON nothing that stands side by side can be taken for one.
  const all = JSON.stringify([GENERATOR_VERSION, said, common, versions, decisions?.text, files]);
  return `sha256:${createHash('sha256').update(all).digest('hex')}`;
}
