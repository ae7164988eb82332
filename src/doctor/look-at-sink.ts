import type { SinkIdentity } from '../contracts/sink.ts';
import { fine } from '../contracts/finding.ts';
import { buildSink } from '../pipeline/build-components.ts';
import { examineConnection, examineSink } from '../pipeline/examine-components.ts';
import { examineSpeed } from './examine-speed.ts';
import type { FirstRecords } from './look-at-source.ts';
import { lacksVariables, type Patient } from './patient.ts';
import { NO_SAMPLES, placesOf, toSamples } from './samples.ts';

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

/** Whether this user can send there at all; gives whose the index should be. */
export async function lookAtPlace({ spec, loaded, looks, examining }: Patient): Promise<SinkIdentity | undefined> {
  let identity: SinkIdentity | undefined;
  await looks.take({ part: 'dhis2', what: 'Program or data set' }, async function* () {
    const sink = loaded?.pipeline.sink ?? buildSink(spec, { mappedFor: undefined }, examining);
    identity = await sink.connect();
    yield fine('doctor/place-fine', {});
  });
  return identity;
}

/** Rights and organisation units. */
export async function lookAtUnits(
  { spec, loaded, looks, examining }: Patient,
  first: FirstRecords | undefined,
  ofLookup: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const ofRecords = loaded && first ? await placesOf(loaded.pipeline, first) : [];
  const places = [...new Map([...ofRecords, ...ofLookup])].map(([id, cells]) => ({ id, cells }));
  const what = 'Rights and organisation units';
  await looks.take({ part: 'dhis2', what, seconds: 20 }, () => examineSink(spec, places, examining));
}

/** Objects like tonight's; the sink has connected. */
export async function lookAtSpeed({ spec, loaded, looks }: Patient, first: FirstRecords | undefined): Promise<void> {
  if (!loaded) return;
  const { pipeline } = loaded;
  const { concurrency } = spec.sink.config;
  const { timeoutSeconds } = spec.connections[spec.sink.connection ?? '']?.config ?? {};
  await looks.take({ part: 'dhis2', what: 'How fast it is', seconds: 20 }, async function* () {
    const records = first?.records.slice(0, pipeline.sink.batchSize) ?? [];
    yield* examineSpeed({
      sink: pipeline.sink,
      samples: first ? await toSamples(pipeline, first, records) : NO_SAMPLES,
      concurrency: typeof concurrency === 'number' ? concurrency : 1,
      timeoutSeconds: typeof timeoutSeconds === 'number' ? timeoutSeconds : USUAL_TIMEOUT_SECONDS,
    });
  });
}

/** Of a connection that names none. */
const USUAL_TIMEOUT_SECONDS = 120;
