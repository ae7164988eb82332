/** What a command of the built program loads, told by rooms and packages: a file of dist/ says what was bundled in it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEtl, type Ended, type EtlOptions } from './etl.ts';

const RECORDER = new URL('record-modules.js', import.meta.url).href;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Loaded extends Ended {
  /** Rooms of src/, as `scripts/rooms.ts` has them by their first folder. */
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

export async function etlLoading(args: readonly string[], options: EtlOptions): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-loaded-'));
  const file = join(folder, 'loaded.json');
  const env = { ...options.env, NODE_OPTIONS: `--import=${RECORDER}`, ETL_LOADED: file };
  try {
    const ended = await startEtl(args, { ...options, env }).ended;
    const urls = JSON.parse(await readFile(file, 'utf8')) as string[];
    const files = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
    const parts = (await Promise.all(files.map(partsOf))).flat();
    return {
      ...ended,
      rooms: namesOf(parts, /^src\/([^/]+?)(?:\.ts$|\/)/),
      packages: namesOf(parts, /^.*node_modules\/(ajv\/dist\/runtime|(?:@[^/]+\/)?[^/]+)/),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The sources of a file, as paths from the project's folder. */
async function partsOf(file: string): Promise<string[]> {
  const path = file.slice(ROOT.length);
  if (!path.startsWith('dist/')) return [path];
  return [...(await readFile(file, 'utf8')).matchAll(/^\/\/ ((?:src|node_modules)\/\S+)$/gm)].map(
    ([, source = '']) => source,
  );
}

function namesOf(parts: readonly string[], shape: RegExp): string[] {
  return [...new Set(parts.flatMap((part) => shape.exec(part)?.[1] ?? []))].sort();
}
