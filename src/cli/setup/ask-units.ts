/** The organisation units of a pipeline's program or data set, as its DHIS2 names them. */
import { dirname, resolve } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Secrets } from '../../base/secrets.ts';
import type { Dhis2Client } from '../../dhis2/client.ts';
import type { FoundUnit } from '../../dhis2/find-place.ts';
import type { PipelineSpec } from '../../pipeline/pipeline-spec.ts';
import { hasStandIn } from '../stand-ins.ts';

interface Tools {
  readonly log: Log;
  readonly secrets: Secrets;
}

/** Asks for them; undefined, with a warning, where DHIS2 cannot be asked. */
export async function askUnits(
  spec: PipelineSpec,
  specFile: string,
  { log, secrets }: Tools,
): Promise<readonly FoundUnit[] | undefined> {
  const { sink, connections } = spec;
  const { program, dataSet } = sink.config;
  const [of, id] = typeof dataSet === 'string' ? (['data set', dataSet] as const) : (['program', program] as const);
  if (sink.connection === undefined || typeof id !== 'string') return undefined;
  if (hasStandIn(connections[sink.connection]?.config)) {
    log.warn('organisation units are not known: variables of the connection are not set, so DHIS2 is not asked');
    return undefined;
  }
  try {
    const { serverOf } = await import('../../pipeline/build-components.ts');
    const { REGISTRY } = await import('../../registry.ts');
    const { fetchAssignedUnits } = await import('../../dhis2/find-place.ts');
    const options = { registry: REGISTRY, folder: dirname(resolve(specFile)), log, secrets };
    const client = serverOf(spec, sink.connection, options) as Dhis2Client;
    return await fetchAssignedUnits(client, of, id);
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    log.warn(`organisation units are not known: ${error.message}`);
    return undefined;
  }
}
