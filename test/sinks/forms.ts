/** What tests of the sink of forms share: a sink on a sandbox or a proxy, and forms to send. */
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Filled } from '../../src/contracts/shape.ts';
import type { Sending as SendingOf, Sink as SinkOf } from '../../src/contracts/sink.ts';
import { Dhis2Client, type Login } from '../../src/dhis2/client.ts';
import type { FormObject } from '../../src/dhis2/form-object.ts';
import { dhis2DataValues } from '../../src/sinks/dhis2-data-values.ts';

export type Sink = SinkOf<FormObject>;
export type Sending = SendingOf<FormObject>;

export const VERSIONS = ['2.40', '2.41', '2.42', '2.43'];
export const ADMIN: Login = { username: 'admin', password: 'district' };

const USUAL = { batchSize: 200, concurrency: 1, import: 'sync' };

/** A sink as a run has it; waits take no time. */
export async function openForms(
  url: string,
  dataSet = 'DataSet0001',
  login = ADMIN,
  validate = 'local',
  more: object = {},
): Promise<Sink> {
  const server = new Dhis2Client({ url, login, timeoutMs: 1000, log: SILENT, pause: async () => {} });
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
  const sink = dhis2DataValues.build({ ...USUAL, dataSet, validate, ...more } as never, context) as Sink;
  await sink.connect();
  return sink;
}

export interface FormValues {
  readonly [cell: string]: string | null;
}

export const FORM = { orgUnit: 'OrgClinic0A', period: '202503' };

export function toFilled(values: FormValues, properties: Readonly<Record<string, string>> = FORM): Filled {
  const [names, cells] = [Object.keys(values), Object.values(values)];
  return { shape: 'form', role: '', properties, names, values: cells, blanks: [] };
}

export function formOf(
  sink: Sink,
  values: FormValues,
  properties: Readonly<Record<string, string>> = FORM,
): FormObject {
  const made = sink.assemble(toFilled(values, properties));
  if (!('object' in made)) throw new Error(JSON.stringify(made.reasons));
  return made.object;
}

export function sendingOf(sink: Sink, object: FormObject, more: Partial<Sending> = {}): Sending {
  const ref = { key: sink.addressOf('test', { key: '', role: '' }, 0, object), role: '' };
  return { ref, address: ref.key, object, isNew: true, mayReplace: () => true, ...more };
}

/** What a sink shows at an address, by cell; undefined: nothing. */
export async function valuesAt(sink: Sink, address: string): Promise<Record<string, string | null> | undefined> {
  const remote = (await sink.read([address])).get(address);
  return remote?.is === 'live' ? Object.fromEntries(sink.valuesOf(remote.object)) : undefined;
}
