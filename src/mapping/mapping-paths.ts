/** Which generated mappings a spec has, and where they lie. */
import path from 'node:path';
import type { VersionSpec } from './mapping-spec.ts';

/** `mapping_generated.v2.json` for the version `v2` of `mapping_generated.json`. */
export function versionPath(generated: string, version: string): string {
  const { dir, name, ext } = path.parse(generated);
  return path.join(dir, `${name}.${version}${ext}`);
}

/** What the form asks in each column, beside the generated mapping. */
export const LABELS_FILE = 'mapping_labels.json';

/** Whether what a mapping is made from is a spreadsheet, by its name. */
export function isMappingSheet(file: string): boolean {
  return /\.(?:xlsx|csv)$/i.test(file);
}

/** The generated mapping of a spreadsheet, beside it: `mapping_generated.json` of `mapping.xlsx`. */
export function besideSheet(sheet: string): string {
  const { dir, name } = path.parse(sheet);
  return path.join(dir, `${name}_generated.json`);
}

/** Whether a version has a generated mapping of its own: it names columns or options. */
export function hasOwnMapping(version: VersionSpec): boolean {
  return version.columns !== undefined || version.options !== undefined;
}
