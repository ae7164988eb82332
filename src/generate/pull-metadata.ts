import { replaceFile } from '../base/replace-file.ts';
import { toLegacyJson } from '../base/legacy-json.ts';
import type { Json } from '../base/json.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import { fetchProgram, fetchProgramMetadata } from '../dhis2/program-metadata.ts';

/** Where the two files go, absolute. */
export interface MetadataPaths {
  /** `retrieved_program_metadata.json`, in the shape in use today. */
  readonly retrieved: string;
  /** `program_metadata.json`, with all that we can use. */
  readonly full: string;
}

/** Fetches a program's metadata and writes both files. `server` is what the sink's connection gave. Throws EtlError `dhis2/*`. */
export async function pullMetadata(server: unknown, program: string, paths: MetadataPaths): Promise<readonly string[]> {
  const client = server as Dhis2Client;
  await client.me();
  const retrieved = await fetchProgramMetadata(client, program);
  const full = await fetchProgram(client, program);
  await replaceFile(paths.retrieved, `${toLegacyJson(retrieved)}\n`);
  await replaceFile(paths.full, `${toLegacyJson(full as unknown as Json)}\n`);
  return [paths.retrieved, paths.full];
}
