/** What all sources of files have alike, each once. */
import { basename, resolve } from 'node:path';
import { EtlError } from '../base/errors.ts';
import { nearestFile } from '../base/nearest-file.ts';
import type { Storage } from '../contracts/storage.ts';
import { FileStorage } from '../storage/file.ts';

export const PATH_SCHEMA = {
  type: 'string',
  minLength: 1,
  description: 'The file: as the connection knows it, or, without a connection, relative to the spec.',
} as const;

export const MISSING_SCHEMA = {
  type: 'array',
  items: { type: 'string' },
  default: [],
  description: 'Words that count as a blank cell, in all columns, written exactly so. The empty cell always does.',
} as const;

/** The path as its storage takes it: without a connection, it is relative to the folder of the spec. */
export function pathIn(storage: Storage, folder: string, path: string): string {
  const isBound = !(storage instanceof FileStorage) || storage.root !== undefined;
  return isBound ? path : resolve(folder, path);
}

/** What is said of a file that its storage does not have. */
export async function notFound(storage: Storage, path: string): Promise<EtlError> {
  const [location, file] = [storage.describe(path), storage.localFile?.(path)];
  return new EtlError('source/not-found', {
    location,
    ...(file !== undefined && (await nearestFile(file, basename(file)))),
  });
}
