import { isObject } from '../base/json.ts';
import { scalarText, textsOf } from './loose-json.ts';
import { createHash, timingSafeEqual } from 'node:crypto';
import { referencesOf, type Item } from './item.ts';
import type { Metadata } from './metadata.ts';

/** Who asks, as every part of the sandbox sees it. */
export interface Person {
  readonly uid: string;
  readonly username: string;
  readonly firstName: string;
  readonly surname: string;
  readonly superuser: boolean;
  readonly authorities: ReadonlySet<string>;
  /** Org units in which (and below which) the user captures data. */
  readonly orgUnits: readonly string[];
  readonly groups: ReadonlySet<string>;
}

/** What access a user has to an object, from its `sharing`. */
export type Right = 'readMetadata' | 'writeMetadata' | 'readData' | 'writeData';

const PLACE_OF_RIGHT: Readonly<Record<Right, number>> = {
  readMetadata: 0,
  writeMetadata: 1,
  readData: 2,
  writeData: 3,
};

/** Users live in the metadata like everything else; their passwords do not. */
export class People {
  readonly #metadata: Metadata;
  readonly #passwords = new Map<string, Buffer>();

  constructor(metadata: Metadata) {
    this.#metadata = metadata;
  }

  setPassword(uid: string, password: string): void {
    this.#passwords.set(uid, digest(password));
  }

  byName(username: string): Item | undefined {
    return this.#metadata.all('users').find((user) => user['username'] === username);
  }

  /** The user of that name and password: `disabled` where the account is closed, null where they do not match. */
  check(username: string, password: string): Item | 'disabled' | null {
    const user = this.byName(username);
    const expected = user ? this.#passwords.get(user.id) : undefined;
    if (!user || !expected || !timingSafeEqual(expected, digest(password))) return null;
    return user['disabled'] === true ? 'disabled' : user;
  }

  person(user: Item): Person {
    const roles = referencesOf(user, 'userRoles').map(({ id }) => this.#metadata.get('userRoles', id));
    const authorities = new Set(roles.flatMap((role) => textsOf(role?.['authorities'])));
    const groups = this.#metadata
      .all('userGroups')
      .filter((group) => referencesOf(group, 'users').some(({ id }) => id === user.id))
      .map((group) => group.id);
    return {
      uid: user.id,
      username: scalarText(user['username']),
      firstName: scalarText(user['firstName']),
      surname: scalarText(user['surname']),
      superuser: authorities.has('ALL'),
      authorities,
      orgUnits: referencesOf(user, 'organisationUnits').map(({ id }) => id),
      groups: new Set([...groups, ...referencesOf(user, 'userGroups').map(({ id }) => id)]),
    };
  }
}

export function hasAuthority(person: Person, authority: string): boolean {
  return person.superuser || person.authorities.has(authority);
}

/** Whether sharing gives a person a right; superusers have them all. */
export function may(person: Person, right: Right, item: Item): boolean {
  if (person.superuser) return true;
  const sharing = isObject(item['sharing']) ? item['sharing'] : {};
  const texts = [scalarText(sharing['public']), accessIn(sharing['users'], person.uid)];
  for (const group of person.groups) texts.push(accessIn(sharing['userGroups'], group));
  const place = PLACE_OF_RIGHT[right];
  return texts.some((text) => text[place] === (place % 2 === 0 ? 'r' : 'w'));
}

/** Access that `users` or `userGroups` of a sharing gives to one of them. */
function accessIn(entries: unknown, uid: string): string {
  const entry = isObject(entries) && Object.hasOwn(entries, uid) ? entries[uid] : undefined;
  return isObject(entry) ? scalarText(entry['access']) : '';
}

/** Whether an org unit lies in the part of the tree in which a person captures data. */
export function inScope(person: Person, path: string): boolean {
  return person.orgUnits.some((uid) => path === `/${uid}` || path.endsWith(`/${uid}`) || path.includes(`/${uid}/`));
}

function digest(password: string): Buffer {
  return createHash('sha256').update(password).digest();
}
