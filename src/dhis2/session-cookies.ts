/** Cookies that stand for a login. */
const OF_A_SESSION = ['JSESSIONID', 'SESSION'];

/**
 * The cookies of one server. They go to no other: the client speaks with one host and follows no redirect, so neither
 * domain nor path of a cookie matters, and its age does not either: a session that has ended is begun anew.
 */
export class SessionCookies {
  readonly #values = new Map<string, string>();
  #isLoggedIn = false;

  /** Whether the cookies stand in for the password. */
  get isLoggedIn(): boolean {
    return this.#isLoggedIn;
  }

  /** What goes back with a request; undefined where there are none. */
  get header(): string | undefined {
    return this.#values.size === 0
      ? undefined
      : [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /**
   * Takes in the `set-cookie` headers of an answer. A refusal may have a session too, which nobody has logged in to: only
   * an answer that we were let in for (`wasLetIn`) makes it ours.
   */
  keep(headers: readonly string[], wasLetIn: boolean): void {
    for (const header of headers) {
      const [, name, value] = /^\s*([^=;\s]+)\s*=\s*([^;]*)/.exec(header) ?? [];
      if (name === undefined || value === undefined) continue;
      if (/;\s*max-age\s*=\s*(?:0|-)/i.test(header)) this.#values.delete(name);
      else this.#values.set(name, value.trim());
    }
    if (wasLetIn) this.#isLoggedIn = OF_A_SESSION.some((name) => this.#values.has(name));
  }

  /** After the session has ended. */
  forget(): void {
    this.#values.clear();
    this.#isLoggedIn = false;
  }
}
