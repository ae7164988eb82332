/** What happens between the nights, by people's hands and by other tools: in DHIS2, in the export, in the index. */
import type { Seen } from './dhis2.ts';
import type { Step } from './history.ts';
import type { RawIndex } from './index-file.ts';
import type { Nights } from './nights.ts';
import { targetOf } from './program.ts';
import type { ChaosWorld } from './world.ts';

export function editRecord({ setup, model }: ChaosWorld, { r, cells, hasNewUuid }: Step & { do: 'edit' }): void {
  const record = model.records.get(r);
  if (!record) return;
  // Where nothing survives an edit but the pair, an edit of the pair makes another record of it: that is agreed.
  const { facility, ...others } = cells;
  model.change(record, setup.key === 'uuid' || facility === undefined ? others : cells);
  // Nor does anything lead from a new id to an event whose index is gone as a whole.
  const isUnfindable = setup.key === 'uuid' && model.isIndexGone;
  if (!hasNewUuid || isUnfindable) return;
  record.uuid = `uuid-${r}-${record.ids.size}`;
  record.ids.add(record.uuid);
}

export async function typeIntoEvent(world: ChaosWorld, { r, question, value }: Step & { do: 'type' }): Promise<void> {
  const event = await world.liveEventOf(r);
  if (!event) return;
  await world.dhis2.put(event.uid, new Map([...event.image, [targetOf(question), value]]));
  world.model.type(event.uid, question, value);
}

export async function removeEvent(world: ChaosWorld, { r, isNoted }: Step & { do: 'remove' }): Promise<void> {
  const event = await world.liveEventOf(r);
  if (!event) return;
  await world.dhis2.remove(event.uid);
  world.model.removed(event);
  if (isNoted) await world.index.edit(event.uid, (entry) => (entry.deleted_dhis2 = true));
}

export async function editIndexByHand(world: ChaosWorld, { r, edit }: Step & { do: 'hand' }): Promise<void> {
  const event = await world.liveEventOf(r);
  if (!event) return;
  const { uid, tag } = event;
  if (edit === 'entryGone') return removeEntry(world, event);
  world.model.touched.add(tag);
  if (edit === 'removed') world.model.saidRemoved.add(uid);
  if (edit === 'errorGone' || edit === 'hashGone') world.model.uncertain.add(tag);
  await world.index.edit(uid, (entry) => {
    if (edit === 'removed') entry.deleted_dhis2 = true;
    else if (edit === 'errorGone') delete entry.error;
    else if (edit === 'hashGone') delete entry['hash'];
    else entry['remark'] = 'seen by hand';
  });
}

/** A person writes entries for events that the index does not know any more. */
export async function repairIndex(world: ChaosWorld): Promise<void> {
  const index = await world.index.read();
  const known = new Set(Object.values(index).map((entry) => entry.dhis2_uuid));
  const records = [...world.model.records.values()];
  for (const { uid, tag } of await world.liveEvents()) {
    const ids = [...(records.find((record) => record.tag === tag)?.ids ?? [])];
    const key = ids.find((id) => !(id in index));
    if (!known.has(uid) && key !== undefined) index[key] = { dhis2_uuid: uid, uploaded: true, deleted: false };
  }
  await world.index.write(index);
  world.model.lost.clear();
}

/** An entry alone is lost; not where nothing leads from the record to its event any more. */
async function removeEntry(world: ChaosWorld, event: Seen): Promise<void> {
  if (!world.canBeFound(event)) return;
  const index = await world.index.read();
  const others = Object.entries(index).filter(([, entry]) => entry.dhis2_uuid !== event.uid);
  if (others.length === Object.keys(index).length) return;
  await world.index.write(Object.fromEntries(others));
  world.model.disturb(event.tag);
  world.model.lost.add(event.uid);
  // An index without any entry is one that is gone as a whole: a person has to say `new-index`, and then nobody asks for it.
  if (others.length === 0) world.model.isIndexGone = true;
}

export async function runOldScript(world: ChaosWorld): Promise<void> {
  for (const { tag } of world.model.records.values()) world.model.touched.add(tag);
  await world.index.rewriteAsOldScript(world.model.records.values(), () => world.makeForeignUid());
}

/** An index of another day, its sidecar left as it is. Not where nobody could find the way back. */
export async function putIndexBack(world: ChaosWorld): Promise<void> {
  const [now, copy] = [await world.index.read(), await world.index.readCopy()];
  if (!copy) return;
  const live = await world.liveEvents();
  const known = new Set(Object.values(copy).map((entry) => entry.dhis2_uuid));
  if (live.some((event) => !known.has(event.uid) && !world.canBeFound(event))) return;
  await world.index.putCopyBack();
  const [textsNow, textsThen] = [textsOf(now), textsOf(copy)];
  for (const { uid, tag } of live) if (textsNow.get(uid) !== textsThen.get(uid)) world.model.disturb(tag);
  for (const { uid } of live) if (!known.has(uid)) world.model.lost.add(uid);
  world.model.isIndexDisturbed = true;
  if (known.size === 0) world.model.isIndexGone = true;
}

function textsOf(index: RawIndex): Map<string, string> {
  return new Map(Object.values(index).map((entry) => [entry.dhis2_uuid, JSON.stringify(entry)]));
}

export async function loseIndex(world: ChaosWorld, nights: Nights, withSidecar: boolean): Promise<void> {
  const live = await world.liveEvents();
  if ((await world.index.bytes()) === null || !live.every((event) => world.canBeFound(event))) return;
  await world.index.lose(withSidecar);
  for (const { tag } of world.model.records.values()) world.model.disturb(tag);
  world.model.isIndexGone = true;
  await nights.expectRefusal('guard/no-index');
}

/** The same DHIS2 under another id is refused until somebody says that it is right. */
export async function moveServer(world: ChaosWorld, nights: Nights): Promise<void> {
  if (!(await world.index.isOfServerWithId()) || (await world.index.bytes()) === null) return;
  world.wire.move();
  await nights.expectRefusal('guard/other-server');
  world.model.doubtAll();
  await nights.night(undefined, ['server']);
}

/** Another pipeline's index is refused; what lies there is put back. */
export async function bringForeignIndex(world: ChaosWorld, nights: Nights): Promise<void> {
  if ((await world.index.bytes()) === null) return;
  const putBack = await world.index.makeForeign();
  if (!putBack) return;
  await nights.expectRefusal('guard/other-owner');
  await putBack();
}
