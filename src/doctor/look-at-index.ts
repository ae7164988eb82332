import type { SinkIdentity } from '../contracts/sink.ts';
import type { Owner } from '../contracts/store.ts';
import { addressOf } from '../pipeline/build-components.ts';
import { examineConnection, examineIndex } from '../pipeline/examine-components.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import { lacksVariables, type Patient } from './patient.ts';

/** Looks at the way to the index, and at the index; `identity`: what the sink was found to be. */
export async function lookAtIndex(patient: Patient, identity: SinkIdentity | undefined): Promise<void> {
  const { spec, looks, examining } = patient;
  const { connection } = spec.index;
  const what = 'The index';
  if (lacksVariables(patient, connection)) return looks.addNotLookedAt('index', what, 'a variable is not set');
  const isReached =
    connection === undefined ||
    // The source's own connection was looked at there.
    connection === spec.source.connection ||
    (await looks.take({ part: 'index', what }, () => examineConnection(spec, connection, examining)));
  if (!isReached) return;
  const owner = identity ? { whose: async () => toOwner(spec, identity) } : { because: 'DHIS2 could not be asked' };
  await looks.take({ part: 'index', what, seconds: 20 }, () =>
    examineIndex(spec, { owner, address: addressOf(spec, examining) }, examining),
  );
}

function toOwner({ index }: PipelineSpec, { server, address, place }: SinkIdentity): Owner {
  return { namespace: index.namespace, server, address, place };
}
