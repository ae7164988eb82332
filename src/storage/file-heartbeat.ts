import { open } from 'node:fs/promises';
import { hasCode } from './file-errors.ts';

/** How often a holder shows that it is alive, and after how long a silence nobody believes it any more. */
export interface Heartbeat {
  readonly beatMs: number;
  readonly silenceMs: number;
}

export const HEARTBEAT: Heartbeat = { beatMs: 20_000, silenceMs: 300_000 };

/**
 * Shows others that the holder of an exclusive file is alive: its content is written again, unchanged, so that its time
 * moves by the clock of the file system, which all hosts share. Where the file has become another's, it is lost.
 */
export class Beating {
  readonly #path: string;
  readonly #text: string;
  readonly #silenceMs: number;
  readonly #timer: NodeJS.Timeout;
  #lastBeat = Date.now();
  #state: 'held' | 'lost' | 'stopped' = 'held';

  constructor(path: string, text: string, { beatMs, silenceMs }: Heartbeat) {
    this.#path = path;
    this.#text = text;
    this.#silenceMs = silenceMs;
    this.#timer = setInterval(() => void this.#beat(), beatMs).unref();
  }

  /** True once others may have taken the file: it is another's, or this process was silent for too long. */
  get isLost(): boolean {
    return this.#state === 'lost' || (this.#state === 'held' && Date.now() - this.#lastBeat > this.#silenceMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#state === 'held') this.#state = 'stopped';
  }

  async #beat(): Promise<void> {
    const asked = Date.now();
    try {
      // An open file stays the same one while others replace it by name: a beat never touches theirs.
      const file = await open(this.#path, 'r+');
      try {
        if ((await file.readFile('utf8')) !== this.#text) return this.#lose();
        await file.write(this.#text, 0);
      } finally {
        await file.close();
      }
      this.#lastBeat = asked;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) this.#lose();
      // A share that is out of reach for a moment: the next beat tries again, and silence tells in the end.
    }
  }

  #lose(): void {
    clearInterval(this.#timer);
    if (this.#state === 'held') this.#state = 'lost';
  }
}
