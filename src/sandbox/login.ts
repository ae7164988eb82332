import { isObject } from '../base/json.ts';
import { scalarText } from './loose-json.ts';
import { randomBytes } from 'node:crypto';
import type { Item } from './item.ts';
import type { People } from './people.ts';
import type { Traits } from './versions.ts';
import type { Tokens } from './tokens.ts';
import { empty, json, Refusal, webMessage, type Answer, type Call } from './web.ts';

const SESSION_IDLE_MS = 3_600_000;
const SESSIONS_OF_A_USER = 10;

interface Session {
  readonly userUid: string;
  lastUse: number;
}

/** A call that may go on, as which user, and the cookie to hand out. */
export interface LoggedIn {
  readonly user: Item;
  readonly cookie?: string;
}

/** Who may come in, by session cookie, password or personal access token. */
export class Login {
  readonly #people: People;
  readonly #tokens: Tokens;
  readonly #traits: Traits;
  readonly #findUser: (uid: string) => Item | undefined;
  readonly #sessions = new Map<string, Session>();

  constructor(people: People, tokens: Tokens, traits: Traits, findUser: (uid: string) => Item | undefined) {
    this.#people = people;
    this.#tokens = tokens;
    this.#traits = traits;
    this.#findUser = findUser;
  }

  /**
   * The user of a call, or the answer that turns it away: 401 or 400 in JSON where the client shows that it is a
   * program (credentials, or `X-Requested-With: XMLHttpRequest`), else the way to the login page.
   */
  enter(call: Call, origin: string): LoggedIn | Answer {
    const authorization = call.headers.authorization ?? '';
    const [scheme, credentials = ''] = splitOnce(authorization, ' ');
    const sessionUser = this.#sessionUser(call);
    if (scheme.toLowerCase() === 'basic') return this.#byPassword(credentials, sessionUser);
    if (scheme.toLowerCase() === 'apitoken') return this.#tokens.enter(credentials.trim(), call, this.#traits);
    if (sessionUser) return { user: sessionUser };
    if (call.headers['x-requested-with'] === 'XMLHttpRequest') return unauthorized();
    return empty(302, { location: `${origin}${this.#traits.loginPage}` });
  }

  /** `POST /api/auth/login`. */
  loginForm(call: Call): Answer {
    const form = parseForm(call);
    const user = this.#people.check(scalarText(form['username']), scalarText(form['password']));
    if (user === null) throw new Refusal(401, 'Bad credentials');
    if (user === 'disabled') throw new Refusal(401, 'Account disabled');
    return json({ loginStatus: 'SUCCESS', redirectUrl: '/' }, 200, { 'set-cookie': this.#openSession(user) });
  }

  /** All sessions are gone, as after a restart. */
  forget(): void {
    this.#sessions.clear();
  }

  #byPassword(credentials: string, sessionUser: Item | undefined): LoggedIn | Answer {
    const [username, password] = splitOnce(Buffer.from(credentials, 'base64').toString('utf8'), ':');
    const user = this.#people.check(username, password ?? '');
    if (user === null) return unauthorized();
    if (user === 'disabled') return unauthorized('Account disabled');
    return sessionUser?.id === user.id ? { user } : { user, cookie: this.#openSession(user) };
  }

  #sessionUser(call: Call): Item | undefined {
    const id = /(?:^|;\s*)JSESSIONID=([^;]+)/.exec(call.headers.cookie ?? '')?.[1] ?? '';
    const session = this.#sessions.get(id);
    if (!session) return undefined;
    const user = this.#findUser(session.userUid);
    if (!user || user['disabled'] === true || Date.now() - session.lastUse > SESSION_IDLE_MS) {
      this.#sessions.delete(id);
      return undefined;
    }
    session.lastUse = Date.now();
    return user;
  }

  #openSession(user: Item): string {
    const own = [...this.#sessions].filter(([, session]) => session.userUid === user.id);
    if (own.length >= SESSIONS_OF_A_USER) this.#sessions.delete(own[0]?.[0] ?? '');
    const id = randomBytes(16).toString('hex').toUpperCase();
    this.#sessions.set(id, { userUid: user.id, lastUse: Date.now() });
    return `JSESSIONID=${id}; Path=/; HttpOnly; SameSite=Lax`;
  }
}

function parseForm(call: Call): Record<string, unknown> {
  try {
    const form: unknown = JSON.parse(call.body.toString('utf8'));
    return isObject(form) ? form : {};
  } catch {
    throw new Refusal(400, 'JSON parse error');
  }
}

function unauthorized(message = 'Unauthorized'): Answer {
  const answer = webMessage(401, { message });
  return { ...answer, headers: { 'content-type': 'application/json;charset=UTF-8' } };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
