/** What must hold after a night with a fault, and after the nights that follow it. */
import { compare, valuesOf, type StoredEvent } from '../cli/events.ts';
import type { Row } from '../cli/outreach-files.ts';
import type { Entry } from '../cli/world.ts';
import type { FaultWorld } from './fault-world.ts';
import type { Night } from './in-process.ts';

const VILLAGE = 'DeVillage01';
/** What a night may end with in trouble: as usual, someone must act, the world, a guard, a lock. Never our own bug. */
const ENDINGS = new Set([0, 1, 3, 4, 5]);

const nameOf = (village: string): string => village.split(',')[0] ?? '';
const villagesOf = (events: readonly StoredEvent[]): string[] => valuesOf(events, VILLAGE);

/** After the night itself: nothing doubled, nothing lost, and nothing said to be there that is not. */
export async function judgeBadNight(
  world: FaultWorld,
  night: Night,
  rows: { readonly before: readonly Row[]; readonly now: readonly Row[] },
): Promise<string[]> {
  const wrong: string[] = [];
  if (!ENDINGS.has(night.exitCode)) wrong.push(`exit ${night.exitCode}: ${night.error?.stack}`);
  const events = await world.events();
  const villages = villagesOf(events);
  if (new Set(villages.map(nameOf)).size !== villages.length) wrong.push(`doubled: ${villages.join(' | ')}`);
  const wanted = new Set([...rows.before, ...rows.now].map((one) => one['village'] ?? ''));
  for (const village of villages) if (!wanted.has(village)) wrong.push(`"${village}" was never wanted`);
  for (const { village = '' } of rows.before) {
    if (!villages.some((one) => nameOf(one) === nameOf(village))) wrong.push(`lost: ${village}`);
  }
  const isNow = new Set(rows.now.map((one) => one['village']));
  const arrived = villages.filter((one) => isNow.has(one)).length;
  const said = night.counts.created + night.counts.updated + night.counts.unchanged + night.counts.adopted;
  if (night.exitCode < 2 && said > arrived) wrong.push(`${said} are said to be there, but ${arrived} are`);
  wrong.push(...falselyUploaded(await world.index(), events, rows.now));
  return wrong;
}

/** Entries without doubt that say "uploaded" of what is not there as it was wanted when they said so. */
function falselyUploaded(index: Record<string, Entry>, events: readonly StoredEvent[], now: readonly Row[]): string[] {
  const byUid = new Map(events.map((one) => [one.event, one]));
  return Object.entries(index).flatMap(([key, entry]) => {
    if (!entry.uploaded || entry.error !== undefined) return [];
    const village = byUid.get(entry.dhis2_uuid)?.dataValues[VILLAGE];
    if (village === undefined) return [`${key} is called uploaded, and is not there`];
    const row = now.find((one) => one['_uuid'] === key);
    const isOld = row?.['village'] !== village;
    return isOld && entry['hash'] === entry['was'] ? [`${key} is called uploaded, and is not as wanted`] : [];
  });
}

/** After the next night, a good one: exactly one right event for each record, and the index knows it. */
export async function judgeGoodNight(world: FaultWorld, night: Night, rows: readonly Row[]): Promise<string[]> {
  const wrong: string[] = [];
  if (night.exitCode !== 0)
    wrong.push(`the good night ends with ${night.exitCode}: ${night.error?.message ?? JSON.stringify(night.counts)}`);
  const wanted = rows.map((one) => one['village'] ?? '').sort(compare);
  const events = await world.events();
  if (villagesOf(events).join() !== wanted.join()) wrong.push(`DHIS2 has ${villagesOf(events).join(' | ')}`);
  const index = Object.entries(await world.index());
  const keys = index.map(([key]) => key).sort(compare);
  if (
    keys.join() !==
    rows
      .map((one) => one['_uuid'] ?? '')
      .sort(compare)
      .join()
  )
    wrong.push(`the index has ${keys.join()}`);
  const uids = new Set(events.map((one) => one.event));
  for (const [key, entry] of index) {
    if (!entry.uploaded || entry.error !== undefined || !uids.has(entry.dhis2_uuid))
      wrong.push(`${key} is not called uploaded`);
  }
  return wrong;
}
