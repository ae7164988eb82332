import type { Json } from '../base/json.ts';
import type { PulledMetadata } from '../contracts/component.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import { toProgramFacts } from '../dhis2/program-facts.ts';
import { fetchProgram, fetchProgramMetadata } from '../dhis2/program-metadata.ts';
import { fetchServerInfo, toServerFacts } from '../dhis2/server.ts';

/**
 * A program's metadata: in the shape in use today, and beside it with all that can be used (validation strategy, names on
 * forms, UIDs of options). Throws EtlError `dhis2/*`.
 */
export async function pullProgram(client: Dhis2Client, program: string): Promise<PulledMetadata> {
  await client.me();
  const retrieved = await fetchProgramMetadata(client, program);
  const whole = await fetchProgram(client, program);
  const facts = toProgramFacts(whole, program, toServerFacts(await fetchServerInfo(client), client));
  return { facts, retrieved, beside: { 'program_metadata.json': whole as unknown as Json } };
}
