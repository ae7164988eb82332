/** The program or data set that `etl init` is for: from a DHIS2, or from a file. */
import { resolve } from 'node:path';
import { EtlError, throwOnErrors } from '../../base/errors.ts';
import { parseJsonDocument } from '../../base/json-document.ts';
import { isObject, type Json } from '../../base/json.ts';
import type { Log } from '../../base/log.ts';
import type { Secrets } from '../../base/secrets.ts';
import { loadText } from '../../base/text-file.ts';
import type { PulledMetadata, ServerKind, SinkKind } from '../../contracts/component.ts';
import type { Dhis2Client } from '../../dhis2/client.ts';
import type { FoundPlace, FoundUnit, PlaceKind } from '../../dhis2/find-place.ts';
import type { Program } from '../../dhis2/program-metadata.ts';
import { describe } from '../../messages/describe.ts';
import type { SetupPlace } from '../../setup/target.ts';

export interface AskedPlace {
  readonly place: SetupPlace;
  readonly units: readonly FoundUnit[];
  readonly retrieved: Json;
  /** With what a lock is made of; of a file nothing is known that a server would say. */
  readonly pulled?: PulledMetadata;
}

export interface WantedPlace {
  readonly of: PlaceKind;
  /** By name or UID; left out where there is only one. */
  readonly word?: string;
}

export interface Account {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
}

interface Tools {
  readonly log: Log;
  readonly secrets: Secrets;
}

/** A client of a DHIS2. Throws ProblemsError where address or login cannot be. */
export async function openDhis2(account: Account, { log, secrets }: Tools): Promise<Dhis2Client> {
  const { REGISTRY } = await import('../../registry.ts');
  const kind = REGISTRY.find((one): one is ServerKind => one.role === 'server' && one.kind === 'dhis2');
  const config = { ...account, timeoutSeconds: 120 };
  return kind?.build(config as never, { folder: resolve('.'), log, secrets }) as Dhis2Client;
}

/** A check of what people call a program or data set of a DHIS2: true, or what to say. Throws EtlError `dhis2/*`. */
export async function askMenu(client: Dhis2Client, of: PlaceKind): Promise<(said: string) => true | string> {
  const { fetchPlaces, findPlace } = await import('../../dhis2/find-place.ts');
  await client.me();
  const places = await fetchPlaces(client, of);
  return (said) => {
    try {
      findPlace(places, said, of);
      return true;
    } catch (error) {
      if (!(error instanceof EtlError)) throw error;
      return [error.message, error.hint].filter(Boolean).join(' ');
    }
  };
}

/** Asks a DHIS2 for a program or data set. Throws EtlError `init/unknown-place` and `dhis2/*`. */
export async function askServer(client: Dhis2Client, { of, word }: WantedPlace, log: Log): Promise<AskedPlace> {
  const { fetchAssignedUnits, fetchPlaces, findPlace } = await import('../../dhis2/find-place.ts');
  const { toSetupPlace } = await import('../../setup/target.ts');
  const { REGISTRY } = await import('../../registry.ts');
  await client.me();
  const places = await fetchPlaces(client, of);
  const found = word === undefined && places.length === 1 && places[0] ? places[0] : findPlace(places, word ?? '', of);
  const name = of === 'program' ? 'dhis2-events' : 'dhis2-data-values';
  const kind = REGISTRY.find((one): one is SinkKind => one.role === 'sink' && one.kind === name);
  const config = { program: found.id, dataSet: found.id };
  const pulled = await kind?.metadata.pull(client, config as never);
  if (!pulled) throw new Error(`no kind fills a ${of}`);
  const whole = pulled.beside?.['program_metadata.json'];
  checkProgram(whole, found, log);
  const place = toSetupPlace(pulled.retrieved, whole, found);
  return { place, units: await fetchAssignedUnits(client, of, found.id), retrieved: pulled.retrieved, pulled };
}

/**
 * Takes it from a file: what `etl metadata pull` wrote, or a metadata export of DHIS2, which a DHIS2 of our own reads as a
 * real one would. Throws EtlError `init/not-metadata`, `init/unknown-place`.
 */
export async function askFile(file: string, wanted: WantedPlace | undefined, tools: Tools): Promise<AskedPlace> {
  const document = parseJsonDocument(await loadText(resolve(file), file, 'the metadata'));
  throwOnErrors(document.problems);
  const { value } = document;
  if (!isObject(value)) throw new EtlError('init/not-metadata', { file });
  if (Array.isArray(value['cells']) || (Array.isArray(value['programStages']) && !Array.isArray(value['programs'])))
    return fromRetrieved(value, wanted, tools.log);
  const of = wanted?.of ?? (Array.isArray(value['programs']) ? 'program' : 'data set');
  if (!Array.isArray(value[of === 'program' ? 'programs' : 'dataSets']))
    throw new EtlError('init/not-metadata', { file });
  return fromPackage(value, { of, ...(wanted?.word !== undefined && { word: wanted.word }) }, tools);
}

async function fromRetrieved(retrieved: Json, wanted: WantedPlace | undefined, log: Log): Promise<AskedPlace> {
  const { toSetupPlace } = await import('../../setup/target.ts');
  const { id, name } = retrieved as { readonly id?: string; readonly name?: string };
  const word = wanted?.word ?? id;
  if (!Object.hasOwn(retrieved as object, 'cells') && word === undefined) throw new EtlError('init/no-place', {});
  const known = { id: word ?? '', name: name ?? word ?? '' };
  checkProgram(retrieved, known, log);
  return { place: toSetupPlace(retrieved, undefined, known), units: [], retrieved };
}

/**
 * What a mapping cannot be made for is refused before anything is written, and that there are further stages is said.
 * Throws EtlError `dhis2/program-with-registration`, `dhis2/program-without-stage`.
 */
function checkProgram(metadata: unknown, { id, name }: FoundPlace, log: Log): void {
  const program = metadata as Partial<Program> | undefined;
  const stages = program?.programStages;
  if (!stages) return;
  const args = { program: id, name };
  if (program.programType === 'WITH_REGISTRATION') throw new EtlError('dhis2/program-with-registration', args);
  const [first, second] = stages;
  if (!first) throw new EtlError('dhis2/program-without-stage', args);
  if (!second) return;
  const { message, hint } = describe('generate/several-stages', {
    count: stages.length,
    stage: first.name ?? first.id,
  });
  log.warn(`${message} ${hint}`);
}

async function fromPackage(metadata: object, wanted: WantedPlace, tools: Tools): Promise<AskedPlace> {
  const { startSandbox } = await import('../../sandbox/sandbox.ts');
  const sandbox = await startSandbox({ metadata });
  try {
    const account = { url: sandbox.url, username: 'admin', password: 'district' };
    const { place, units, retrieved } = await askServer(await openDhis2(account, tools), wanted, tools.log);
    return { place, units, retrieved };
  } finally {
    await sandbox.close();
  }
}
