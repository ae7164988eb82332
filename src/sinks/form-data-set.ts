/** What a sink of forms must know of its data set before it sends. */
import { EtlError } from '../base/errors.ts';
import type { Dhis2Client, Me } from '../dhis2/client.ts';
import type { DataSet } from '../dhis2/data-set-metadata.ts';
import { fetchDataSet } from '../dhis2/fetch-data-set.ts';
import { DataSetView } from '../dhis2/data-set-view.ts';
import { fetchLockExceptions } from '../dhis2/form-locks.ts';
import type { FormRecipient } from '../dhis2/form-refusals.ts';
import { clockOf } from '../dhis2/server-clock.ts';
import { fetchServerInfo, type ServerInfo } from '../dhis2/server.ts';
import { aggregateRulesOf, type AggregateRules } from '../dhis2/versions.ts';

export interface ConnectedDataSet {
  readonly server: ServerInfo;
  readonly recipient: FormRecipient;
  /** Where to ask whether the data set has any values; undefined: that cannot be asked. */
  readonly roots: readonly string[] | undefined;
}

/** Logs in, and asks what the data set is. Throws EtlError `dhis2/*` where this user cannot send forms of it. */
export async function connectToDataSet(client: Dhis2Client, id: string): Promise<ConnectedDataSet> {
  const me = await client.me();
  const server = await fetchServerInfo(client);
  const rules = aggregateRulesOf(server.version);
  const dataSet = await fetchDataSet(client, id);
  ensureWritable(dataSet, me);
  const recipient = toRecipient(server, new DataSetView(dataSet), me, rules);
  const mayExpire = dataSet.expiryDays > 0 && recipient.isBoundByExpiry;
  const reopened = mayExpire ? { isReopened: await fetchLockExceptions(client, id) } : {};
  // Of approved data more is to be read than their values.
  const canBeAsked = me.orgUnits && me.orgUnits.length > 0 && !dataSet.workflow;
  const roots = canBeAsked ? me.orgUnits : undefined;
  return { server, recipient: { ...recipient, ...reopened }, roots };
}

function ensureWritable({ id: dataSet, name, access }: DataSet, me: Me): void {
  const user = me.username;
  if (!isOneOf(me, ['ALL', 'F_DATAVALUE_ADD'])) throw new EtlError('dhis2/no-data-value-authority', { user });
  if (access?.write === false) throw new EtlError('dhis2/data-set-read-only', { user, name, dataSet });
}

function toRecipient({ timeZone }: ServerInfo, view: DataSetView, me: Me, rules: AggregateRules): FormRecipient {
  const isSuperuser = isOneOf(me, ['ALL']);
  const units = me.orgUnits && new Set(me.orgUnits);
  return {
    view,
    rules,
    username: me.username,
    captures: isSuperuser ? undefined : units,
    enters: isSuperuser && !rules.bindsSuperusers ? undefined : units,
    isBoundByFuture: rules.bindsSuperusers || !isSuperuser,
    isBoundByExpiry: !isOneOf(me, ['ALL', 'F_EDIT_EXPIRED']),
    dayAt: dayOnTheWall(timeZone),
    isReopened: () => false,
    approved: new Set(),
  };
}

/** Asked for every form: the same for a minute. */
function dayOnTheWall(timeZone: string): (offsetMs: number) => string {
  const days = new Map<number, string>();
  return (offsetMs) => {
    const minute = Math.floor((Date.now() + offsetMs) / 60_000);
    const day =
      days.get(minute) ??
      clockOf(timeZone)
        .at(minute * 60_000)
        .slice(0, 10);
    return days.set(minute, day).get(minute) as string;
  };
}

function isOneOf({ authorities }: Me, wanted: readonly string[]): boolean {
  return wanted.some((authority) => authorities.includes(authority));
}
