/** The two sides that are compared: the spec as it is now, and the same with another mapping. */
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { parseJson } from '../base/parse-json.ts';
import { shownPath } from '../base/shown-path.ts';
import { loadText } from '../base/text-file.ts';
import { buildSpec, loadSpecFile, type LoadedPipeline, type PipelineOptions } from '../job/load-pipeline.ts';
import { freshMappings } from '../generate/fresh-mappings.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import { GitRevision } from './git-revision.ts';
import { loadRevision } from './load-revision.ts';

/** A pipeline with what people call it. */
export interface Side {
  readonly name: string;
  readonly loaded: LoadedPipeline;
}

export interface Sides {
  readonly old: Side;
  readonly now: Side;
  /** What is worth knowing of the old one. */
  readonly remarks: readonly string[];
}

/** What is compared with what. */
export interface AgainstOrder {
  readonly spec: string;
  /** A generated mapping, a file of columns or options, another spec, or a revision of the repository that the spec is in. */
  readonly against: string;
  /** A folder for files of a revision. */
  readonly folder: string;
}

/**
 * Loads both. `against` is the old side, whatever it is; of it counts how it maps (columns, expressions, look-ups, versions,
 * `where`, groups), and source and sink are those of the spec. Throws ProblemsError, EtlError `against/*`.
 */
export async function loadSides(order: AgainstOrder, options: PipelineOptions): Promise<Sides> {
  const { spec: path, against } = order;
  const { cwd } = options;
  const { spec } = await loadSpecFile(path, options);
  const folder = dirname(resolve(cwd, path));
  const mappings = await freshMappings(spec, (file) => shownPath(file, cwd));
  const now = { name: `${path} as it is now`, loaded: await buildSpec(spec, folder, mappings, options) };
  const other = await loadOther(order, spec, options);
  if (other.spec.sink.kind !== spec.sink.kind)
    throw new EtlError('against/other-sink', { against, kind: other.spec.sink.kind, wanted: spec.sink.kind });
  const mapped = mappedLike(spec, other.spec);
  const fresh = other.isMadeOfFiles ? undefined : await freshMappings(mapped, other.show);
  const loaded = await buildSpec(mapped, folder, fresh, { ...options, cwd: other.cwd });
  return { old: { name: other.name, loaded }, now, remarks: other.remarks };
}

/** A spec that says how it was mapped. */
interface Other {
  readonly name: string;
  readonly spec: PipelineSpec;
  /** Its generated mapping is used as its file has it. */
  readonly isMadeOfFiles: boolean;
  /** Folder to which paths are shown. */
  readonly cwd: string;
  readonly show: (file: string) => string;
  readonly remarks: readonly string[];
}

async function loadOther(order: AgainstOrder, spec: PipelineSpec, options: PipelineOptions): Promise<Other> {
  const { against } = order;
  const { cwd } = options;
  const path = resolve(cwd, against);
  const here = { name: against, isMadeOfFiles: false, cwd, show: (file: string) => shownPath(file, cwd), remarks: [] };
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return loadOld(order, options);
  const mapping = await partOfMapping(path, against, spec);
  if (mapping === 'generated') return { ...here, spec: withMapping(spec, path, against), isMadeOfFiles: true };
  if (mapping) return { ...here, spec: withInput(spec, mapping, path, order.folder) };
  return { ...here, spec: (await loadSpecFile(against, options)).spec };
}

/** What can be compared beside a spec: a generated mapping, or one of the two files that a person edits. */
type PartOfMapping = 'generated' | 'columns' | 'options';

/** What of a mapping a file is; undefined of a spec. Throws EtlError `against/not-generated`. */
async function partOfMapping(path: string, shown: string, spec: PipelineSpec): Promise<PartOfMapping | undefined> {
  if (!/\.json$/i.test(path)) return undefined;
  const parsed = parseJson((await loadText(path, shown, '--against')).text);
  if (!('value' in parsed)) return undefined;
  const { value } = parsed;
  if (isObject(value) && 'sink' in value) return undefined;
  if (isObject(value) && ('programStages' in value || 'cells' in value)) return 'generated';
  const entries = isObject(value) ? Object.values(value) : [];
  if (spec.mapping && entries.length > 0) {
    if (entries.every((entry) => typeof entry === 'string')) return 'columns';
    if (entries.every(isMapOfTexts)) return 'options';
  }
  throw new EtlError('against/not-generated', { file: shown });
}

function isMapOfTexts(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((one) => typeof one === 'string');
}

/** The spec with another file of columns, or of options: its mapping is made in memory, and no file is held against it. */
function withInput(spec: PipelineSpec, part: 'columns' | 'options', path: string, folder: string): PipelineSpec {
  const { mapping } = spec;
  if (!mapping) return spec;
  const generated = { ...mapping.generated, path: join(folder, 'generated.json') };
  return { ...spec, mapping: { ...mapping, [part]: { ...mapping[part], path }, generated } };
}

function withMapping(spec: PipelineSpec, path: string, shown: string): PipelineSpec {
  const place = spec.mapping?.generated.place ?? { source: { file: shown, text: '' }, start: 0, end: 0 };
  const generated = { path, place };
  const others = { columns: generated, options: generated, metadata: generated, labels: generated };
  return {
    ...spec,
    mapping: { ...others, questions: new Map(), ignore: [], ...spec.mapping, generated },
  };
}

/** The spec as a revision has it, with all files that it names. */
async function loadOld({ spec, against, folder }: AgainstOrder, options: PipelineOptions): Promise<Other> {
  const revision = await GitRevision.find(against, resolve(options.cwd, spec), folder);
  if (!revision) throw new EtlError('against/not-found', { against });
  const root = await revision.standInFor(options.cwd);
  const cwd = relative(folder, root).startsWith('..') ? folder : root;
  // Flags name files of today, in the folder in which they were typed.
  const absolute = (file: string | undefined): string | undefined => file && resolve(options.cwd, file);
  const files = { envFile: absolute(options.envFile), connectionsFile: absolute(options.connectionsFile) };
  const path = await revision.standInFor(resolve(options.cwd, spec));
  const old = await loadRevision(revision, path, { ...options, ...files, cwd });
  const show = (file: string): string => join(`${against}:`, relative(folder, file));
  const remarks = revision.absent.map((file) => `${file} is not in ${against}: it is used as it is now.`);
  return { name: `${spec} of ${against}`, spec: old, isMadeOfFiles: false, cwd, show, remarks };
}

/** The spec with all that says how to map from another one. */
function mappedLike(
  spec: PipelineSpec,
  { lookups, transform, functions, source, sink, ...other }: PipelineSpec,
): PipelineSpec {
  const { mapping: _, ...rest } = spec;
  const { key, pair, versions, where, group } = source;
  const { where: __, group: ___, ...own } = spec.source;
  return {
    ...rest,
    ...(other.mapping && { mapping: other.mapping }),
    lookups,
    transform,
    functions,
    source: { ...own, key, pair, versions, ...(where && { where }), ...(group && { group }) },
    sink: { ...sink, ...(spec.sink.connection !== undefined && { connection: spec.sink.connection }) },
  };
}
