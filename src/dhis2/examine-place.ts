/** What a user may do with a program or a data set, as far as it bears on the night. */
import type { SinkExamination } from '../contracts/examination.ts';
import { fault, fine, warningOf, type Finding } from '../contracts/finding.ts';
import { EtlError } from '../base/errors.ts';
import { checkAnswer, id, listOrNone, number, object, text } from './answer-schemas.ts';
import type { Dhis2Client, Me } from './client.ts';
import { fetchServerInfo } from './server.ts';
import { slowsAbove100, slowsAtOnce } from './versions.ts';
import { examineUnits } from './examine-units.ts';

const PLACE = object({ name: text, organisationUnits: listOrNone(object({ id }, ['id'])), expiryDays: number });

interface RawPlace {
  readonly name?: string | null;
  readonly organisationUnits?: readonly { readonly id: string }[] | null;
  readonly expiryDays?: number | null;
  readonly expiryPeriodType?: string | null;
  readonly completeEventsExpiryDays?: number | null;
}

/** How much is sent at once. */
interface SendingKeys {
  readonly batchSize: number;
  readonly concurrency: number;
}

type Examination = Pick<SinkExamination, 'places' | 'now'>;

/** Of a program: DHIS2 asks for no authority to send its events, only for the right to write its data. */
export async function* examineProgram(
  client: Dhis2Client,
  { program, batchSize, concurrency }: SendingKeys & { readonly program: string },
  examination: Examination,
): AsyncGenerator<Finding> {
  const me = await client.me();
  const { version } = await fetchServerInfo(client);
  if (batchSize > 100 && slowsAbove100(version))
    yield warningOf('doctor/batch-large', { batchSize, version: version.text });
  if (concurrency > 1 && slowsAtOnce(version))
    yield warningOf('doctor/at-once-slow', { concurrency, version: version.text });
  const fields = 'id,name,organisationUnits[id],expiryDays,expiryPeriodType,completeEventsExpiryDays';
  const found = await fetchPlace(client, `/api/programs/${program}`, fields, 'dhis2/program-not-found', { program });
  const place = nameOf('Program', found, program);
  const { username: user } = me;
  yield fine('doctor/authorities', { user, needed: [] });
  const mayEdit = has(me, 'F_EDIT_EXPIRED');
  const closed = found.completeEventsExpiryDays ?? 0;
  if (closed > 0 && !mayEdit) yield warningOf('doctor/closes-events', { user, place, days: closed });
  const expired = found.expiryPeriodType ? (found.expiryDays ?? 0) : 0;
  if (expired > 0 && !mayEdit) yield warningOf('doctor/closes-periods', { user, place, days: expired });
  yield* examineReach(client, me, place, found, { ...examination, bindsSuperusers: true });
}

/** Of a data set. */
export async function* examineDataSet(
  client: Dhis2Client,
  dataSet: string,
  examination: Examination,
): AsyncGenerator<Finding> {
  const me = await client.me();
  const { username: user } = me;
  const fields = 'id,name,organisationUnits[id],expiryDays';
  const found = await fetchPlace(client, `/api/dataSets/${dataSet}`, fields, 'dhis2/data-set-not-found', { dataSet });
  const place = nameOf('Data set', found, dataSet);
  yield has(me, 'F_DATAVALUE_ADD')
    ? fine('doctor/authorities', { user, needed: ['F_DATAVALUE_ADD'] })
    : fault('dhis2/no-data-value-authority', { user });
  const days = found.expiryDays ?? 0;
  if (days > 0 && !has(me, 'F_EDIT_EXPIRED')) yield warningOf('doctor/closes-periods', { user, place, days });
  yield* examineReach(client, me, place, found, { ...examination, bindsSuperusers: false });
}

async function* examineReach(
  client: Dhis2Client,
  me: Me,
  place: string,
  { organisationUnits }: RawPlace,
  { places, now, bindsSuperusers }: Examination & { readonly bindsSuperusers: boolean },
): AsyncGenerator<Finding> {
  const isBound = bindsSuperusers || !me.authorities.includes('ALL');
  if (isBound && me.orgUnits?.length === 0) {
    yield fault('doctor/no-capture-units', { user: me.username });
    return;
  }
  const assigned = new Set((organisationUnits ?? []).map((one) => one.id));
  yield* examineUnits(client, places, { place, assigned, me, bindsSuperusers, now });
}

async function fetchPlace(
  client: Dhis2Client,
  path: string,
  fields: string,
  code: 'dhis2/program-not-found' | 'dhis2/data-set-not-found',
  args: { readonly program: string } | { readonly dataSet: string },
): Promise<RawPlace> {
  const answer = await client.get(path, { fields }).catch((error: unknown) => {
    if (!(error instanceof EtlError && error.code === 'dhis2/not-found')) throw error;
    throw new EtlError(code, { ...args, url: client.url } as never, { cause: error });
  });
  checkAnswer(PLACE, answer, `GET ${client.url}${path}`);
  return answer as RawPlace;
}

function nameOf(what: string, { name }: RawPlace, uid: string): string {
  return name ? `${what.toLowerCase()} ${name}` : `${what.toLowerCase()} ${uid}`;
}

function has({ authorities }: Me, authority: string): boolean {
  return authorities.includes('ALL') || authorities.includes(authority);
}
