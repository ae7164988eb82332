/** Which generated mappings a spec has, and where they lie. */
import path from 'node:path';
import type { VersionSpec } from './mapping-spec.ts';

/** `mapping_generated.v2.json` for the version `v2` of `mapping_generated.json`. */
export function versionPath(generated: string, version: string): string {
  const { dir, name, ext } = path.parse(generated);
  return path.join(dir, `${name}.${version}${ext}`);
}

/** Whether a version has a generated mapping of its own: it names columns or options. */
export function hasOwnMapping(version: VersionSpec): boolean {
  return version.columns !== undefined || version.options !== undefined;
}
