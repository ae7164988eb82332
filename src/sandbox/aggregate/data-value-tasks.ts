import { toServerText } from '../instants.ts';
import { randomUid } from '../uid.ts';
import type { Traits } from '../versions.ts';
import { json, webMessage, type Answer } from '../web.ts';

const KEPT_TASKS = 500;
const TYPE = 'DATAVALUE_IMPORT';

/** What the log of an import needs to know of how it ended. */
export interface TaskResult {
  readonly status: string;
  readonly importCount: {
    readonly imported: number;
    readonly updated: number;
    readonly ignored: number;
    readonly deleted: number;
  };
}

interface LogEntry {
  readonly uid: string;
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly category: typeof TYPE;
  readonly time: string;
  readonly message: string;
  readonly completed: boolean;
  readonly id: string;
}

interface Task {
  readonly log: LogEntry[];
  /** Milliseconds of the server's clock at which it starts. */
  readonly startsAt: number;
  readonly run: () => TaskResult;
  readonly timer: NodeJS.Timeout;
  result: TaskResult | null;
  isStarted: boolean;
}

/** Imports of data values that nobody waits for: `GET /api/system/tasks/…` and `/api/system/taskSummaries/…`. */
export class DataValueTasks {
  readonly #tasks = new Map<string, Task>();
  readonly #now: () => number;
  readonly #traits: Traits;

  constructor(now: () => number, traits: Traits) {
    this.#now = now;
    this.#traits = traits;
  }

  /** Queues an import, and answers where to ask for it. */
  add(run: () => TaskResult, options: Readonly<Record<string, unknown>>, origin: string): Answer {
    const id = randomUid();
    const created = this.#now();
    const beatMs = this.#traits.jobBeatSeconds * 1000;
    const startsAt = beatMs === 0 ? created : (Math.floor(created / beatMs) + 1) * beatMs;
    const timer = setTimeout(() => this.#start(id), startsAt - created).unref();
    this.#tasks.set(id, { log: [], startsAt, run, timer, result: null, isStarted: false });
    const oldest = this.#tasks.size > KEPT_TASKS ? this.#tasks.keys().next().value : undefined;
    if (oldest !== undefined) this.#tasks.delete(oldest);
    const name = beatMs === 0 ? 'dataValueImport' : `${TYPE} (${created})`;
    const response = {
      name,
      id,
      created: toServerText(created),
      jobType: TYPE,
      jobStatus: beatMs === 0 ? 'SCHEDULED' : 'NOT_STARTED',
      ...(beatMs === 0 ? {} : { jobParameters: options }),
      relativeNotifierEndpoint: `/api/system/tasks/${TYPE}/${id}`,
      ...(this.#traits.jobAddress ? {} : { responseType: 'JobConfiguration' }),
    };
    const answer = webMessage(200, { message: `Initiated ${name}`, response });
    return { ...answer, headers: { ...answer.headers, location: `${origin}/api/system/tasks/${TYPE}` } };
  }

  /** The log of a task, newest entry first; empty for an unknown one. */
  log(id: string): Answer {
    this.#startWhatIsDue();
    return json(this.#tasks.get(id)?.log.toReversed() ?? []);
  }

  /** What a task came to; nothing at all before its end. */
  summary(id: string): Answer {
    this.#startWhatIsDue();
    const result = this.#tasks.get(id)?.result;
    return result ? json(result) : { status: 200, body: '' };
  }

  /** All tasks are gone, and what is queued is not carried out: a restart, or the end. */
  forget(): void {
    for (const { timer } of this.#tasks.values()) clearTimeout(timer);
    this.#tasks.clear();
  }

  /** The clock of a sandbox may be another than that of its timers. */
  #startWhatIsDue(): void {
    const now = this.#now();
    for (const [id, { startsAt }] of this.#tasks) if (startsAt <= now) this.#start(id);
  }

  #start(id: string): void {
    const task = this.#tasks.get(id);
    if (!task || task.isStarted) return;
    task.isStarted = true;
    clearTimeout(task.timer);
    const atOnce = this.#traits.jobBeatSeconds === 0;
    this.#log(task, 'INFO', atOnce ? 'Process started' : 'Data value set import');
    try {
      const result = task.run();
      task.result = result;
      const { imported, updated, deleted, ignored } = result.importCount;
      const counts = `${imported} created, ${updated} updated, ${deleted} deleted, ${ignored} ignored`;
      if (atOnce && result.status === 'ERROR') this.#log(task, 'WARN', 'Import process aborted', true);
      const end = atOnce ? 'Import done' : `Import complete with status ${result.status}, ${counts}`;
      this.#log(task, 'INFO', end, true);
    } catch (error) {
      this.#log(task, 'ERROR', `Process failed: ${error instanceof Error ? error.message : ''}`, true);
    }
  }

  #log({ log }: Task, level: LogEntry['level'], message: string, completed = false): void {
    const uid = randomUid();
    log.push({ uid, level, category: TYPE, time: toServerText(this.#now()), message, completed, id: uid });
  }
}
