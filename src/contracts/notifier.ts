import type { Json } from '../base/json.ts';

/** What became of a job, for whoever is to be told. */
export interface Notice {
  readonly pipeline: string;
  readonly exitCode: number;
  /** Some lines for people, without personal data. */
  readonly summary: string;
  /** The report as `--json` prints it. It names records: personal data. */
  readonly report: Json;
}

/** Who is told what became of a job: by mail, a web hook, a heartbeat. */
export interface Notifier {
  /** For people, as in `mail to datamanager@example.org`. */
  readonly name: string;
  /** Tells. What it throws is logged: the job is as done as before. */
  notify(notice: Notice): Promise<void>;
}
