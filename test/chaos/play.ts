import { FaultError, type Fault, type History, type Step } from './history.ts';
import { Nights } from './nights.ts';
import {
  bringForeignIndex,
  editIndexByHand,
  editRecord,
  loseIndex,
  moveServer,
  putIndexBack,
  removeEvent,
  repairIndex,
  runOldScript,
  typeIntoEvent,
} from './people.ts';
import { makeSubmission } from './records.ts';
import { ChaosWorld } from './world.ts';

export interface Played {
  readonly fault: Fault | undefined;
  readonly kills: number;
  readonly nights: number;
  readonly doubted: number;
}

/** Plays a history from its first step to the nights after its last, in a folder and with a DHIS2 of its own. */
export async function play(history: History): Promise<Played> {
  const world = await ChaosWorld.open(history);
  const nights = new Nights(world);
  let at = 0;
  const toPlayed = (fault: Fault | undefined): Played => ({
    fault,
    kills: nights.killed,
    nights: nights.count,
    doubted: nights.doubted,
  });
  try {
    for (const step of history.steps) {
      await take(step, world, nights);
      at += 1;
    }
    await settle(nights);
    at += 1;
    await makeAllGood(world, nights);
    return toPlayed(undefined);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return toPlayed({ kind: error.kind, text: error.message, at });
  } finally {
    await world.close();
  }
}

async function take(step: Step, world: ChaosWorld, nights: Nights): Promise<void> {
  const { model } = world;
  switch (step.do) {
    case 'new':
      if (!model.records.has(step.r)) model.records.set(step.r, makeSubmission(step.r, step.cells));
      return;
    case 'edit':
      return editRecord(world, step);
    case 'delete':
    case 'return': {
      const record = model.records.get(step.r);
      if (record) record.isInSource = step.do === 'return';
      return;
    }
    case 'mapping':
      return model.map(step.mapping);
    case 'policies':
      model.policies = step.policies;
      return;
    case 'night':
      return nights.night();
    case 'stop':
      return nights.stop(step.n);
    case 'lose':
      return nights.night((n) => (n === step.n ? { cutsAnswer: true } : undefined));
    case 'nightWithOldScript':
      model.isMarkedMeanwhile = true;
      return nights.night((n) => (n === step.n ? { before: () => runOldScript(world) } : undefined));
    case 'kill':
      return nights.kill(step.point);
    case 'deliver':
      return nights.deliver();
    case 'plan':
      return nights.plan();
    case 'apply':
      return nights.apply();
    case 'type':
      return typeIntoEvent(world, step);
    case 'remove':
      return removeEvent(world, step);
    case 'hand':
      return editIndexByHand(world, step);
    case 'oldScript':
      return runOldScript(world);
    case 'copyIndex':
      return world.index.keepCopy();
    case 'putBack':
      return putIndexBack(world);
    case 'loseIndex':
      return loseIndex(world, nights, step.withSidecar);
    case 'foreignIndex':
      return bringForeignIndex(world, nights);
    case 'move':
      return moveServer(world, nights);
    case 'restart':
      world.wire.tellsSystemId = true;
      return;
    default:
      await world.dhis2.upgrade();
      world.wire.target = world.dhis2.url;
  }
}

/** Nights on which nothing else happens: what was left open is done, and then nothing is done any more. */
async function settle(nights: Nights): Promise<void> {
  await nights.deliver();
  await nights.night();
  await nights.night();
  await nights.quietNight();
}

/** People let us do everything, correct the index, and every record changes: then every record must be right. */
async function makeAllGood(world: ChaosWorld, nights: Nights): Promise<void> {
  const { model, index } = world;
  for (const uid of model.saidRemoved) await index.edit(uid, (entry) => (entry.deleted_dhis2 = false));
  model.saidRemoved.clear();
  const live = new Set((await world.liveEvents()).map((event) => event.uid));
  // Of these no entry can be written: a person says that they are not in DHIS2.
  const words = [...model.lost].some((uid) => !live.has(uid)) ? ['lost'] : [];
  if (model.lost.size > 0) await repairIndex(world);
  model.policies = { adopt: 'update', changed: 'update', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate' };
  for (const record of model.records.values()) model.change(record, { name: `${record.cells.name}-last` });
  await nights.night(undefined, words);
  await nights.night();
  const events = await world.liveEvents();
  for (const [tag, image] of model.wanted().images) {
    const event = events.find((one) => one.tag === tag);
    if (!event) throw new FaultError('never-good', `${tag} is not in DHIS2, though everything is allowed`);
    const wrong = [...image].filter(([name, value]) => (event.image.get(name) ?? null) !== value);
    if (wrong.length > 0)
      throw new FaultError('never-good', `${tag} is wrong in ${wrong.join()}, though everything is allowed`);
  }
  await nights.quietNight();
}
