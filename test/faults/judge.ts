/** What must hold after a night with a fault, and after the good nights that follow it. */
import { compare, valuesOf, type StoredEvent } from '../cli/events.ts';
import type { Row } from '../cli/outreach-files.ts';
import type { Entry } from '../cli/world.ts';
import { NEW_ROWS, OLD_ROWS, type FaultWorld, type Seed } from './fault-world.ts';
import type { Night } from './in-process.ts';

/** What a night may end with in trouble: as usual, someone must act, the world, a guard, a lock. Never our own bug. */
const ENDINGS = new Set([0, 1, 3, 4, 5]);

const villageOf = (row: Row): string => row['village'] ?? '';
const keyOf = (row: Row): string => row['_uuid'] ?? '';
const villagesOf = (events: readonly StoredEvent[]): string[] => valuesOf(events, 'DeVillage01');
/** `Village 3, again` is Village 3. */
const nameOf = (village: string): string => village.split(',')[0] ?? '';

/** After the night itself: nothing doubled, nothing lost, and nothing said to be there that is not. */
export async function judgeBadNight(world: FaultWorld, night: Night, seed: Seed): Promise<string[]> {
  const wrong: string[] = [];
  const { exitCode, counts, error } = night;
  if (!ENDINGS.has(exitCode)) wrong.push(`exit ${exitCode}: ${error?.stack}`);
  const events = await world.events();
  const villages = villagesOf(events);
  const names = new Set(villages.map(nameOf));
  if (names.size !== villages.length) wrong.push(`doubled: ${villages.join(' | ')}`);
  for (const row of OLD_ROWS) if (!names.has(nameOf(villageOf(row)))) wrong.push(`lost: ${villageOf(row)}`);
  const ever = new Set([...OLD_ROWS, ...NEW_ROWS].map(villageOf));
  for (const one of villages) if (!ever.has(one)) wrong.push(`never wanted: ${one}`);
  const now = new Set(NEW_ROWS.map(villageOf));
  const arrived = villages.filter((one) => now.has(one)).length;
  const said = counts.created + counts.updated + counts.unchanged + counts.adopted;
  if (exitCode < 2 && said > arrived) wrong.push(`${said} are said to be there, but ${arrived} are`);
  wrong.push(...falselyUploaded(await world.index(), seed, events));
  return wrong;
}

/** Entries that say "uploaded", without doubt, of what is not there, or is there as it was before. */
function falselyUploaded(index: Index, seed: Seed, events: readonly StoredEvent[]): string[] {
  const before = JSON.parse(seed.files.get('index.json') ?? '{}') as Index;
  const byUid = new Map(events.map((one) => [one.event, one.dataValues['DeVillage01']]));
  return Object.entries(index).flatMap(([key, { uploaded, error, dhis2_uuid: uid, hash }]) => {
    if (!uploaded || error !== undefined) return [];
    const village = byUid.get(uid);
    if (village === undefined) return [`${key} is called uploaded, and is not there`];
    const wanted = NEW_ROWS.find((row) => keyOf(row) === key);
    const isSaid = hash !== before[key]?.hash;
    return isSaid && wanted && villageOf(wanted) !== village ? [`${key} is called uploaded, and is ${village}`] : [];
  });
}

type Index = Record<string, Entry>;

/** After the next night, a good one: exactly one right event for each record, and the index knows it. */
export async function judgeGoodNight(world: FaultWorld, { exitCode, counts, error }: Night): Promise<string[]> {
  const wrong: string[] = [];
  const sorted = (texts: readonly string[]): string => [...texts].sort(compare).join(' | ');
  if (exitCode !== 0) wrong.push(`the good night ends with ${exitCode}: ${error?.message ?? JSON.stringify(counts)}`);
  const events = await world.events();
  const there = sorted(villagesOf(events));
  if (there !== sorted(NEW_ROWS.map(villageOf))) wrong.push(`DHIS2 has ${there}`);
  const index = await world.index();
  const keys = sorted(Object.keys(index));
  if (keys !== sorted(NEW_ROWS.map(keyOf))) wrong.push(`the index has ${keys}`);
  const uids = new Set(events.map((one) => one.event));
  for (const [key, entry] of Object.entries(index)) {
    const isRight = entry.uploaded && entry.error === undefined && uids.has(entry.dhis2_uuid);
    if (!isRight) wrong.push(`${key} is not called uploaded`);
  }
  return wrong;
}
