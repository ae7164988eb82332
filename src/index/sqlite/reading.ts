import type { DatabaseSync } from 'node:sqlite';

/**
 * What is asked of a database in one go, such as for all records of a batch, is asked in one transaction: without it each
 * statement locks the file and looks at it anew, which takes ten times as long as the statement. It ends by itself before
 * anything else happens, so that nobody who writes has to wait for it.
 */
export class Reading {
  readonly #database: DatabaseSync;
  #isHeld = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  hold(): void {
    if (this.#isHeld || this.#database.isTransaction) return;
    this.#database.exec('BEGIN');
    this.#isHeld = true;
    queueMicrotask(() => this.end());
  }

  end(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    // An error may have ended it already.
    if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }
}
