/**
 * Says of generated mappings that they are as we made them. The seal stands in a file of its own, for the mapping keeps the
 * shape that other tools know.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseJsonDocument } from '../base/json-document.ts';
import { isObject, type Json } from '../base/json.ts';
import { toLegacyJson } from '../base/legacy-json.ts';
import { readRegularFile } from '../base/regular-file.ts';
import { replaceFile } from '../base/replace-file.ts';

const ABOUT =
  'What etl made these files of, as digests: by them it knows a file that was edited by hand, and does not replace it. Keep it beside them.';

/** `mapping_generated.json.etl.json`: of the mapping and of those of form versions, which lie beside it. */
export function sealPath(generated: string): string {
  return `${generated}.etl.json`;
}

export interface Seals {
  /** Digests by file name; of how a file is laid out they know nothing. */
  readonly files: ReadonlyMap<string, string>;
  /** By name of pipeline, of all that its mapping was made from and of the files as they were written; see `seal-of-making.ts`. */
  readonly makings: ReadonlyMap<string, string>;
}

/** The seal of one pipeline's making; without a digest where something was found, and it is to be told each time. */
export interface SealOfMaking {
  readonly pipeline: string;
  readonly digest: string | undefined;
}

/** Loads the seals; there are none where the file is not there, or is none of ours. */
export async function loadSeals(generated: string): Promise<Seals> {
  const bytes = await readRegularFile(sealPath(generated)).catch(() => undefined);
  const { value } = parseJsonDocument({ file: '', text: bytes?.toString('utf8') ?? '{}' });
  const digestsIn = (key: string): ReadonlyMap<string, string> => {
    const digests = isObject(value) ? value[key] : undefined;
    const all = isObject(digests) ? Object.entries(digests) : [];
    return new Map(all.flatMap(([name, digest]) => (typeof digest === 'string' ? [[name, digest]] : [])));
  };
  return { files: digestsIn('files'), makings: digestsIn('makings') };
}

/** Whether a mapping is as we made it. */
export function isSealed({ files }: Seals, file: string, value: Json): boolean {
  return files.get(path.basename(file)) === sealOf(value);
}

/** Adds the seals of these mappings, by their paths, and of how they were made; those of others beside them stay. */
export async function writeSeals(
  generated: string,
  made: ReadonlyMap<string, Json>,
  { pipeline, digest }: SealOfMaking,
): Promise<void> {
  const before = await loadSeals(generated);
  const files = new Map(before.files);
  for (const [file, value] of made) files.set(path.basename(file), sealOf(value));
  const makings = new Map(before.makings);
  if (digest === undefined) makings.delete(pipeline);
  else makings.set(pipeline, digest);
  const seals = {
    about: ABOUT,
    files: Object.fromEntries(files),
    ...(makings.size > 0 && { makings: Object.fromEntries(makings) }),
  };
  await replaceFile(sealPath(generated), `${toLegacyJson(seals)}\n`);
}

function sealOf(value: Json): string {
  return `sha256:${createHash('sha256').update(toMappedText(value)).digest('hex')}`;
}

/** What a mapping comes to: not what stands at its head, where pipelines that share it may have names of their own. */
export function toMappedText(value: Json): string {
  if (!isObject(value)) return toLegacyJson(value);
  const { program_id: _id, program_name: _name, ...mapped } = value;
  return toLegacyJson(mapped);
}
