import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Item } from './item.ts';
import { randomUid } from './uid.ts';
import type { Traits } from './versions.ts';
import { containerPage, webMessage, type Answer, type Call } from './web.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'd2p_';
const RANDOM_LENGTH = 44;
const CHECKSUM_LENGTH = 6;
const WARM_MS = 3_600_000;

export interface Token {
  readonly token: string;
  readonly userUid: string;
  /** Epoch milliseconds; absent: it does not expire. */
  readonly expires?: number;
  /** HTTP methods for which it is good; absent: all. */
  readonly methods?: readonly string[];
}

/** Personal access tokens: `Authorization: ApiToken …`. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #warmUntil = new Map<string, number>();
  readonly #findUser: (uid: string) => Item | undefined;

  constructor(findUser: (uid: string) => Item | undefined) {
    this.#findUser = findUser;
  }

  add(token: Token): void {
    this.#tokens.set(token.token, token);
  }

  /** A new token of a user, as `POST /api/apiToken` makes one. */
  create(userUid: string, about: { expires?: number; methods?: readonly string[] }): { uid: string; key: string } {
    let random = '';
    while (random.length < RANDOM_LENGTH) random += BASE62[randomInt(BASE62.length)] ?? '0';
    const key = `${PREFIX}${random}${checksumOf(PREFIX + random)}`;
    this.add({ token: key, userUid, ...about });
    return { uid: randomUid(), key };
  }

  /** No token has been seen, as after a restart. */
  forget(): void {
    this.#warmUntil.clear();
  }

  /** The user of a token, or the answer that refuses it. */
  enter(text: string, call: Call, traits: Traits): { user: Item } | Answer {
    if (text === '') return refused(400, 'Api token is malformed');
    const token = this.#tokens.get(text);
    if (!token) {
      return wellFormed(text) || !traits.checksTokens
        ? refused(401, 'The API token does not exists')
        : refused(400, 'Checksum validation failed');
    }
    if (token.expires !== undefined && token.expires < Date.now()) {
      return refused(401, 'Failed to authenticate API token, token has expired.');
    }
    if (token.methods && !token.methods.includes(call.method)) {
      return refused(401, 'Failed to authenticate API token, request http method is not allowed.');
    }
    const user = this.#findUser(token.userUid);
    if (!user || user['disabled'] === true) return refused(401, 'The API token is disabled, locked or 2FA is enabled.');
    const underTracker = call.segments[0] === 'tracker';
    const warm = (this.#warmUntil.get(text) ?? 0) > Date.now();
    if (traits.coldTokenFails && underTracker && !warm) return containerPage(500, 'An unexpected error has occurred');
    if (!underTracker) this.#warmUntil.set(text, Date.now() + WARM_MS);
    return { user };
  }
}

function refused(status: number, message: string): Answer {
  const answer = webMessage(status, { message });
  return { ...answer, headers: { 'content-type': 'application/json;charset=UTF-8', 'www-authenticate': 'ApiToken' } };
}

function wellFormed(text: string): boolean {
  const code = text.slice(0, -CHECKSUM_LENGTH);
  return /^d2p_[A-Za-z0-9]{50}$/.test(text) && checksumOf(code) === text.slice(-CHECKSUM_LENGTH);
}

/** Six base-62 digits of a CRC-32; the server takes it over a buffer with four zero bytes at its end. */
function checksumOf(code: string): string {
  let rest = crc32(Buffer.concat([Buffer.from(code, 'latin1'), Buffer.alloc(4)]));
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = (BASE62[rest % 62] ?? '0') + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
