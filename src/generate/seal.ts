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

/** Digests by file name; of how a file is laid out they know nothing. */
export type Seals = ReadonlyMap<string, string>;

/** Loads the seals; there are none where the file is not there, or is none of ours. */
export async function loadSeals(generated: string): Promise<Seals> {
  const bytes = await readRegularFile(sealPath(generated)).catch(() => undefined);
  if (!bytes) return new Map();
  const { value } = parseJsonDocument({ file: '', text: bytes.toString('utf8') });
  const files = isObject(value) ? value['files'] : undefined;
  if (!isObject(files)) return new Map();
  return new Map(Object.entries(files).flatMap(([name, seal]) => (typeof seal === 'string' ? [[name, seal]] : [])));
}

/** Whether a mapping is as we made it. */
export function isSealed(seals: Seals, file: string, value: Json): boolean {
  return seals.get(path.basename(file)) === sealOf(value);
}

/** Adds the seals of these mappings, by their paths; those of others beside them stay. */
export async function writeSeals(generated: string, made: ReadonlyMap<string, Json>): Promise<void> {
  const seals = new Map(await loadSeals(generated));
  for (const [file, value] of made) seals.set(path.basename(file), sealOf(value));
  await replaceFile(sealPath(generated), `${toLegacyJson({ about: ABOUT, files: Object.fromEntries(seals) })}\n`);
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
