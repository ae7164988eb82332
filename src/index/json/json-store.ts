import { defineIndex } from '../../contracts/component.ts';
import type { MovableIndex, MoveNote } from '../../contracts/moving.ts';
import type { Lock } from '../../contracts/storage.ts';
import type { IndexSession, OpenOptions } from '../../contracts/store.ts';
import { examineIndex } from '../examine-index.ts';
import { LockedStore } from '../locked-store.ts';
import { checkOwnership } from '../ownership.ts';
import { JsonIndex } from './json-index.ts';
import { MovableJson } from './movable-json.ts';
import { JsonSession } from './json-session.ts';
import { toOwner } from './sidecar.ts';

export const jsonIndex = defineIndex({
  kind: 'json',
  role: 'index',
  isDefault: true,
  endings: ['.json'],
  summary: 'A JSON file in the shape that earlier tools read and write, on this machine or in a blob container.',
  accepts: { role: 'storage' },
  schema: { type: 'object', additionalProperties: false, properties: {} },
  example: `index:
  kind: json
  connection: datalakeIndex
  path: raw/event_index.json
`,
  build: (_, { storage, path }) => new JsonStore(storage, path),
  examine: (_, examination) => examineIndex(new JsonStore(examination.storage, examination.path), examination),
});

/** The index as a JSON file in a storage, with its sidecar, its journal and its lock beside it. */
export class JsonStore extends LockedStore {
  protected override async toMovable(
    address: OpenOptions['address'],
    note: MoveNote | undefined,
    lock: Lock | undefined,
  ): Promise<MovableIndex> {
    const { storage, path } = this;
    const opened = await storage.open(path);
    opened?.stream.destroy();
    const exists = opened !== null;
    return new MovableJson({ storage, path, address, exists, note, lock });
  }

  protected override async load(options: OpenOptions, lock: Lock | undefined): Promise<IndexSession> {
    const { whose, isReadOnly, accepted, address } = options;
    const owner = await whose();
    const { index, exists, sidecar } = await JsonIndex.load(this.storage, this.path, address);
    const { entries } = index;
    const { location } = this;
    const known = sidecar && { ...toOwner(sidecar), entries: sidecar.entries };
    const isNew = !exists;
    // A plan may be made before there is an index; it says so.
    const words = { has: (word: string) => accepted.has(word) || (isReadOnly && isNew && word === 'new-index') };
    checkOwnership(known, owner, { exists: !isNew, entries: entries.size, location }, words);
    if (accepted.has('server')) entries.doubtAll();
    if (accepted.has('new-index') || accepted.has('lost')) entries.forgetLost();
    return new JsonSession(index, { owner, lock, sidecar, location, isNew });
  }
}
