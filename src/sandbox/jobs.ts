import { toServerText } from './instants.ts';
import type { ImportResult } from './import-report.ts';
import { randomUid } from './uid.ts';
import { Refusal } from './web.ts';

const KEPT_JOBS = 500;
const BEFORE_COMMIT = [
  'Tracker import started',
  'Loading file resource',
  'Loading file content',
  'Running PreHeat',
  'Calculating Payload Size',
  'Running PreProcess',
  'Running Validation',
  'Running Rule Engine',
  'Running Rule Engine Validation',
];

interface LogEntry {
  readonly level: 'INFO' | 'ERROR';
  readonly category: 'TRACKER_IMPORT_JOB';
  readonly message: string;
  readonly completed: boolean;
  readonly id: string;
  readonly uid: string;
  readonly time: string;
}

interface Job {
  readonly log: LogEntry[];
  result: ImportResult | null;
}

/** Imports that run after their request was answered: one at a time, in order. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #now: () => number;
  #queue: Promise<void> = Promise.resolve();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Queues an import; returns the id of its job. */
  add(run: () => ImportResult): string {
    const id = randomUid();
    this.#jobs.set(id, { log: [], result: null });
    if (this.#jobs.size > KEPT_JOBS) this.#jobs.delete(this.#jobs.keys().next().value ?? '');
    this.#queue = this.#queue.then(
      () =>
        new Promise((done) => {
          setImmediate(() => {
            this.#run(id, run);
            done();
          });
        }),
    );
    return id;
  }

  /** The log of a job, newest entry first; empty for an unknown one, as on real servers. */
  log(id: string): readonly LogEntry[] {
    return this.#jobs.get(id)?.log.toReversed() ?? [];
  }

  /** The result of a job; 404 before its end, and for good where it failed as a whole. */
  result(id: string): ImportResult {
    const result = this.#jobs.get(id)?.result;
    if (!result) throw new Refusal(404, `Summary for job ${id} does not exist`, 'E1005');
    return result;
  }

  /** All jobs are gone, as after a restart, and what is queued is not carried out. */
  forget(): void {
    this.#jobs.clear();
  }

  /** Waits for what is queued. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  #run(id: string, run: () => ImportResult): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    for (const message of BEFORE_COMMIT) this.#log(job, 'INFO', message);
    try {
      const result = run();
      if (result.status === 'OK') {
        this.#log(job, 'INFO', 'Commit Transaction');
        this.#log(job, 'INFO', 'PostCommit');
      }
      const { created, updated, deleted, ignored } = result.stats;
      const counts = `${created} created, ${updated} updated, ${deleted} deleted, ${ignored} ignored`;
      // The report is stored before the log says that the job is complete.
      job.result = result;
      const level = result.status === 'OK' ? 'INFO' : 'ERROR';
      this.#log(job, level, `Import complete with status ${result.status}, ${counts}`, true);
    } catch (error) {
      this.#log(job, 'INFO', 'Commit Transaction');
      this.#log(job, 'ERROR', error instanceof Error ? error.message : 'could not execute statement');
      this.#log(job, 'ERROR', 'Process failed: Non-null post-condition failed after: Tracker import started', true);
    }
  }

  #log(job: Job, level: 'INFO' | 'ERROR', message: string, completed = false): void {
    const id = randomUid();
    const time = toServerText(this.#now());
    job.log.push({ level, category: 'TRACKER_IMPORT_JOB', message, completed, id, time, uid: id });
  }
}
