import type { Sending, SinkIdentity } from '../contracts/sink.ts';
import { fine } from '../contracts/finding.ts';
import { examineConnection, examineSink } from '../pipeline/examine-components.ts';
import { toNamedPlaces } from './examine-lookups.ts';
import type { FirstRecords } from './look-at-source.ts';
import { lacksVariables, type Patient } from './patient.ts';
import { toSendings } from './samples.ts';

/** The server: the way to it, who we are there, what it is. Gives whether there is any use in asking it more. */
export async function lookAtServer(patient: Patient): Promise<boolean> {
  const { spec, looks, examining } = patient;
  const { connection } = spec.sink;
  const what = 'DHIS2';
  if (connection === undefined || lacksVariables(patient, connection)) {
    looks.addNotLookedAt('dhis2', what, 'a variable is not set');
    return false;
  }
  return looks.take({ part: 'dhis2', what, seconds: 25 }, () => examineConnection(spec, connection, examining));
}

/** The program or data set; gives whose the index should be. */
export async function lookAtPlace({ loaded, looks }: Patient): Promise<SinkIdentity | undefined> {
  if (!loaded) return undefined;
  const { sink } = loaded.pipeline;
  let identity: SinkIdentity | undefined;
  await looks.take({ part: 'dhis2', what: 'Program or data set' }, async function* () {
    identity = await sink.connect();
    yield fine('doctor/place-fine', { place: identity.place });
  });
  return identity;
}

/** What would be sent there tonight. */
export async function lookAtObjects(
  { spec, loaded, looks, examining }: Patient,
  first: FirstRecords | undefined,
  places: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (!loaded) return;
  const { pipeline } = loaded;
  const samples = async (): Promise<readonly Sending[]> => {
    if (!first) return [];
    const records = first.records.slice(0, pipeline.sink.batchSize);
    return toSendings(pipeline, first.mapper, first.header, records);
  };
  const parts = { sink: pipeline.sink, places: toNamedPlaces(places), samples };
  await looks.take({ part: 'dhis2', what: 'Access, organisation units and speed', seconds: 25 }, () =>
    examineSink(spec, parts, examining),
  );
}
