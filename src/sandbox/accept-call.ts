import { EtlError } from '../base/errors.ts';
import type { Login } from './login.ts';
import type { People } from './people.ts';
import { route, type RouterParts } from './router.ts';
import type { Traits } from './versions.ts';
import { containerPage, refusalAnswer, Refusal, webMessage, type Answer, type Call } from './web.ts';

/** Does what a call asks for: at once, or later. */
export type CarryOut = () => Answer;

export interface Rooms {
  readonly login: Login;
  readonly people: People;
  readonly parts: RouterParts;
  readonly traits: Traits;
}

/** Lets a call in: who asks is settled when it arrives, however late it is carried out. */
export function acceptCall(call: Call, origin: string, rooms: Rooms): CarryOut {
  const accepted = orRefusal(() => enter(call, origin, rooms));
  return typeof accepted === 'function' ? () => orRefusal(accepted) : () => accepted;
}

/** Open paths first, then login, then the rest. */
function enter(call: Call, origin: string, { login, people, parts, traits }: Rooms): Answer | CarryOut {
  if (call.path.startsWith(traits.loginPage.replace(/\/$/, ''))) {
    const body = '<!doctype html><html lang="en"><head><title>DHIS2 sandbox</title></head><body>Log in</body></html>';
    return { status: 200, headers: { 'content-type': 'text/html;charset=UTF-8' }, body };
  }
  if (!call.path.startsWith('/api/')) return containerPage(404, `No static resource ${call.path.slice(1)}.`);
  if (call.segments[0] === 'ping' && !traits.pingNeedsLogin) return { status: 200, body: '' };
  if (call.segments.join('/') === 'auth/login' && call.method === 'POST') return login.loginForm(call);
  const entered = login.enter(call, origin);
  if ('status' in entered) return entered;
  const asker = { user: entered.user, person: people.person(entered.user) };
  return () => {
    const answer = route(call, asker, origin, parts);
    return entered.cookie ? { ...answer, headers: { ...answer.headers, 'set-cookie': entered.cookie } } : answer;
  };
}

/** What is refused becomes a WebMessage. */
function orRefusal<T>(work: () => T): T | Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    if (error instanceof EtlError) return webMessage(409, { message: error.message });
    throw error;
  }
}
