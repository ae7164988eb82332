import { randomBytes, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { parseJson, toReason } from '../base/parse-json.ts';
import type { Completion, CompletionStore } from './aggregate/completion-store.ts';
import type { DataValueStore, StoredDataValue } from './aggregate/data-value-store.ts';
import type { LockStore } from './aggregate/lock-store.ts';
import type { EventStore, StoredEvent, ValueHistory } from './event-store.ts';

const FORMAT = 'dhis2-etl sandbox events 1';

/** Maps become lists of pairs. */
type SavedEvent = Omit<StoredEvent, 'values' | 'histories'> & {
  readonly values: readonly [string, string][];
  readonly histories: readonly [string, ValueHistory][];
};

interface Saved {
  readonly format: typeof FORMAT;
  readonly systemId: string;
  readonly events: readonly SavedEvent[];
  /** Absent from files that were written before the sandbox took data values. */
  readonly dataValues?: readonly StoredDataValue[];
  readonly completions?: readonly Completion[];
  readonly locks?: ReturnType<LockStore['all']>;
}

/** What a sandbox keeps from one start to the next. */
export interface Stores {
  readonly events: EventStore;
  readonly dataValues: DataValueStore;
  readonly completions: CompletionStore;
  readonly locks: LockStore;
}

const SAVE_AFTER_MS = 500;
/** Saving takes at most this part of the time, however many events there are. */
const SHARE_OF_TIME = 0.1;

/** Keeps the events and data values of a sandbox in a file: soon after each change, and at the end. Without a path it does nothing. */
export class StateKeeper {
  readonly #path: string | null;
  readonly #log: (line: string) => void;
  #stores: Stores | null = null;
  #systemId: string = randomUUID();
  #hasSystemId: boolean;
  #timer: NodeJS.Timeout | null = null;
  #changed = false;
  #lastSaveMs = 0;
  #saving: Promise<void> = Promise.resolve();

  /** A server that is `fresh` has no system id until it is started a second time. */
  constructor(path: string | null, log: (line: string) => void, fresh = false) {
    this.#path = path;
    this.#log = log;
    this.#hasSystemId = !fresh;
  }

  /** Fills the stores from the file, and keeps them from then on. */
  async load(stores: Stores): Promise<void> {
    this.#stores = stores;
    const saved = this.#path === null ? null : await loadState(this.#path, stores);
    if (saved === null) return;
    this.#systemId = saved;
    this.#hasSystemId = true;
  }

  /** What `GET /api/system/info` says of who this server is: the same as long as the events are the same. */
  get systemId(): string | null {
    return this.#hasSystemId ? this.#systemId : null;
  }

  /** From its first restart on a server has a system id. */
  restarted(): void {
    this.#hasSystemId = true;
  }

  changed(): void {
    this.#changed = true;
    if (this.#path === null || this.#timer) return;
    const waitMs = Math.max(SAVE_AFTER_MS, this.#lastSaveMs / SHARE_OF_TIME);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#save();
    }, waitMs);
  }

  /** Saves what is not saved yet, and waits for it. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#save();
    await this.#saving;
  }

  /** One save after the other; each takes all that changed until it starts. */
  #save(): void {
    const [path, stores] = [this.#path, this.#stores];
    if (path === null || stores === null) return;
    const before = this.#saving;
    const saveAfter = async (): Promise<void> => {
      await before;
      if (!this.#changed) return;
      this.#changed = false;
      const start = performance.now();
      try {
        await saveState(path, this.#systemId, stores);
      } catch (error) {
        this.#log(`The data cannot be saved: ${error instanceof Error ? error.message : ''}`);
      }
      this.#lastSaveMs = performance.now() - start;
    };
    this.#saving = saveAfter();
  }
}

/**
 * Reads the data of an earlier sandbox into the stores; returns its system id. A file that is not there (null) is a
 * new sandbox. Throws EtlError `sandbox/bad-state`.
 */
async function loadState(path: string, stores: Stores): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isObject(error) && error['code'] === 'ENOENT') return null;
    throw badState(path, error);
  }
  const parsed = parseJson(text);
  if ('refusal' in parsed) throw badState(path, new Error(toReason(parsed.refusal)));
  const saved: unknown = parsed.value;
  if (!isSaved(saved)) throw badState(path, new Error('it is not a file of the sandbox'));
  try {
    for (const event of saved.events) {
      stores.events.restore({ ...event, values: new Map(event.values), histories: new Map(event.histories) });
    }
    for (const value of saved.dataValues ?? []) stores.dataValues.restore(value);
    for (const completion of saved.completions ?? []) stores.completions.restore(completion);
    if (saved.locks) stores.locks.restore(saved.locks);
  } catch {
    throw badState(path, new Error('something in it is not as the sandbox writes it'));
  }
  return saved.systemId;
}

/** The format's name vouches for most of the rest: nobody else writes such files. */
function isSaved(saved: unknown): saved is Saved {
  const { format, systemId, events } = isObject(saved) ? saved : {};
  return format === FORMAT && typeof systemId === 'string' && Array.isArray(events) && events.every(isObject);
}

/** Writes everything, atomically and readable by their owner alone: they may be personal data. */
async function saveState(path: string, systemId: string, stores: Stores): Promise<void> {
  const events = stores.events.newestFirst().reverse();
  const savedEvents = events.map((event) =>
    Object.assign({}, event, { values: [...event.values], histories: [...event.histories] }),
  );
  const [dataValues, completions] = [[...stores.dataValues.all()], stores.completions.all()];
  const locks = stores.locks.all();
  const saved: Saved = { format: FORMAT, systemId, events: savedEvents, dataValues, completions, locks };
  const text = JSON.stringify(saved);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function badState(path: string, error: unknown): EtlError {
  const reason = error instanceof Error ? error.message : String(error);
  return new EtlError('sandbox/bad-state', { path, reason }, { cause: error });
}
