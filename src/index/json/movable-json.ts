import type { MovableIndex, MoveNote, MovingEntry, MovingIndex } from '../../contracts/moving.ts';
import type { Lock, Storage } from '../../contracts/storage.ts';
import { saveNote } from '../move-note.ts';
import { Shapes } from '../shapes.ts';
import { CompactEntries } from './compact/compact-entries.ts';
import { SlotSet } from './compact/slot-set.ts';
import { JsonEntries } from './json-entries.ts';
import { JsonIndex } from './json-index.ts';
import { JournalFile, journalPath } from './journal.ts';
import { fromKept, toKept } from './kept.ts';
import { toDigest } from './load-entries.ts';
import { Seals } from './seals.ts';
import { fromOwner, saveSidecar, toOwner, toSourceMemory } from './sidecar.ts';

export interface MovableOptions {
  readonly storage: Storage;
  readonly path: string;
  readonly address: object;
  readonly exists: boolean;
  readonly note: MoveNote | undefined;
  readonly lock: Lock | undefined;
}

/** The JSON file, its sidecar and its journal, in the hands of a move. */
export class MovableJson implements MovableIndex {
  readonly exists: boolean;
  readonly note: MoveNote | undefined;
  readonly #options: MovableOptions;

  constructor(options: MovableOptions) {
    this.exists = options.exists;
    this.note = options.note;
    this.#options = options;
  }

  async read(): Promise<MovingIndex> {
    const { storage, path, address } = this.#options;
    const { index, sidecar } = await JsonIndex.load(storage, path, address);
    const { entries } = index;
    return {
      owner: sidecar && toOwner(sidecar),
      source: sidecar && toSourceMemory(sidecar),
      saves: sidecar?.serial ?? 0,
      size: entries.size,
      live: entries.live,
      shapes: index.shapes.all(),
      lost: entries.losses,
      lostUnknown: 0,
      entries: function* (): Iterable<MovingEntry> {
        for (const { key: name, entry, isBelieved } of entries.except(new Set()))
          yield { name, kept: toKept(entry), isBelieved };
      },
    };
  }

  async replace({ owner, source, saves, shapes: known, lost, entries }: MovingIndex): Promise<void> {
    const { storage, path } = this.#options;
    const all = new CompactEntries();
    const unbelieved = new SlotSet();
    for (const { name, kept, isBelieved } of entries()) {
      const slot = all.put(name, fromKept(kept));
      if (!isBelieved) unbelieved.add(slot);
    }
    const seals = new Seals([...lost].map(([mark, seal]) => [mark, seal ?? 0] as const));
    const kept = new JsonEntries(all, 0, { unbelieved, seals, lost: new Set(lost.keys()), isSealed: false });
    kept.settle();
    const written = await storage.writeThrough(path, kept.toFile());
    const digest = toDigest(written?.sha256 ?? '');
    if (owner) {
      const shapes = new Shapes(Object.fromEntries(known)).toObject(kept.shapeNames());
      const counted = {
        entries: all.size,
        liveEntries: kept.live,
        serial: saves,
        digest,
        shapes,
        seals: kept.sealText,
      };
      await saveSidecar(storage, path, { format: 1, ...fromOwner(owner), header: [], ...source, ...counted });
    }
    // What a run before has written down belongs to the index that was here.
    if (await storage.readThrough(journalPath(path), () => {})) await new JournalFile(storage, path).empty(digest);
  }

  setNote(note: MoveNote | undefined): Promise<void> {
    return saveNote(this.#options.storage, this.#options.path, note);
  }

  async close(): Promise<void> {
    await this.#options.lock?.release();
  }
}
