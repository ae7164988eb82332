import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** What stands in a file that was left, for a look whether a secret is in it: what is compressed is unpacked. */
export async function readableFile(path: string, encoding: 'utf8' | 'latin1'): Promise<string> {
  const bytes = await readFile(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString(encoding);
}
