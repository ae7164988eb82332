/** Whether an index can be read, written and locked, and whose it is. Nothing is written, and no lock taken. */
import { faultsOf, fine, warningOf, type Finding } from '../contracts/finding.ts';
import type { IndexExamination } from '../contracts/examination.ts';
import type { IndexStore } from '../contracts/store.ts';
import type { HeldLock } from '../contracts/storage.ts';

/** Each part by itself: what cannot be read may be held all the same. */
export async function* examineIndex(store: IndexStore, examination: IndexExamination): AsyncGenerator<Finding> {
  for (const look of [examineContent, examineLock, examineRights]) {
    try {
      yield* look(store, examination);
    } catch (error) {
      yield* faultsOf(error);
    }
  }
}

async function* examineContent(store: IndexStore, examination: IndexExamination): AsyncGenerator<Finding> {
  const { storage, path, owner, address } = examination;
  const location = storage.describe(path);
  if ('because' in owner) {
    const opened = await storage.open(path);
    opened?.stream.destroy();
    yield opened
      ? fine('doctor/index-readable', { location, because: owner.because })
      : warningOf('doctor/no-index-yet', { location });
    return;
  }
  const { whose } = owner;
  const index = await store.open({ whose, isReadOnly: true, accepted: new Set(), address });
  try {
    const { isNew, live, remarks, lastSource } = index.facts;
    yield isNew
      ? warningOf('doctor/no-index-yet', { location })
      : fine('doctor/index-fine', { location, entries: index.size, live });
    for (const remark of remarks) yield toRemark(remark, lastSource !== undefined);
  } finally {
    await index.close();
  }
}

/** Of an index that no run of ours has left, remarks are no news. */
function toRemark(remark: string, isOurs: boolean): Finding {
  return isOurs ? warningOf('doctor/index-remark', { remark }) : fine('doctor/index-remark', { remark });
}

async function* examineLock(store: IndexStore): AsyncGenerator<Finding> {
  const held = await store.findLock();
  yield held ? toHeld(held) : fine('doctor/lock-free', {});
}

function toHeld({ by, since, is }: HeldLock): Finding {
  return is === 'gone'
    ? fine('doctor/lock-of-nobody', { by })
    : warningOf('doctor/lock-held', { by, since: since ?? '' });
}

async function* examineRights(_: IndexStore, { storage, path }: IndexExamination): AsyncGenerator<Finding> {
  await storage.tryWrite(path);
  yield fine('doctor/index-writable', {});
}
