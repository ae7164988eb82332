import { EtlError } from '../base/errors.ts';
import type { Metadata } from './metadata.ts';
import type { People } from './people.ts';
import type { Tokens } from './tokens.ts';
import { isUid, randomUid } from './uid.ts';

/** A user of the sandbox. */
export interface SandboxUser {
  readonly username: string;
  readonly password: string;
  readonly uid?: string;
  readonly firstName?: string;
  readonly surname?: string;
  /** Uids of the org units in which (and below which) the user captures data; left out: every root. */
  readonly orgUnits?: readonly string[];
  /** Authorities such as `F_UNCOMPLETE_EVENT`; left out: `F_DATAVALUE_ADD`. `ALL` makes a superuser. */
  readonly authorities?: readonly string[];
}

/** A personal access token: `Authorization: ApiToken {token}`. */
export interface SandboxToken {
  readonly token: string;
  readonly username: string;
}

/** The user that every fresh server has. */
const ADMIN: SandboxUser = {
  username: 'admin',
  password: 'district',
  uid: 'M5zQapPyTZI',
  firstName: 'admin',
  surname: 'admin',
  authorities: ['ALL', 'F_UNCOMPLETE_EVENT', 'F_EDIT_EXPIRED', 'F_METADATA_IMPORT', 'F_USER_ADD', 'F_DATAVALUE_ADD'],
};

/**
 * Lets users and tokens in: `admin`, those of the package that have a plain `password`, those given. The later wins
 * where two have one name. Throws EtlError `sandbox/bad-user`.
 */
export function populate(
  metadata: Metadata,
  people: People,
  tokens: Tokens,
  given: { readonly users?: readonly SandboxUser[]; readonly tokens?: readonly SandboxToken[] },
): void {
  for (const user of metadata.all('users')) {
    if (typeof user['password'] === 'string') people.setPassword(user.id, user['password']);
    metadata.put('users', { ...user, password: undefined, name: user['name'] ?? user['username'] });
  }
  const adminOfPackage = people.byName(ADMIN.username);
  if (!adminOfPackage) addUser(metadata, people, ADMIN);
  for (const user of given.users ?? []) addUser(metadata, people, user);
  for (const { token, username } of given.tokens ?? []) {
    const user = people.byName(username);
    if (!user) throw badUser(`a token names the user ${username}, who does not exist`);
    tokens.add({ token, userUid: user.id });
  }
}

function addUser(metadata: Metadata, people: People, user: SandboxUser): void {
  if (user.username === '' || user.password === '') throw badUser('a user needs a name and a password');
  if (user.uid !== undefined && !isUid(user.uid)) throw badUser(`${user.uid} is not a valid uid`);
  const { orgUnits } = metadata.model;
  const roots = [...orgUnits.values()].filter(({ uid, path }) => path === `/${uid}`).map(({ uid }) => uid);
  const unknown = user.orgUnits?.find((uid) => !orgUnits.has(uid));
  if (unknown !== undefined) throw badUser(`${user.username} has the org unit ${unknown}, which is not in the package`);
  const uid = people.byName(user.username)?.id ?? user.uid ?? randomUid();
  const role = randomUid();
  const roleName = `Role of ${user.username}`;
  const authorities = user.authorities ?? ['F_DATAVALUE_ADD'];
  metadata.put('userRoles', { id: role, name: roleName, displayName: roleName, authorities });
  const [firstName, surname] = [user.firstName ?? user.username, user.surname ?? user.username];
  metadata.put('users', {
    id: uid,
    username: user.username,
    firstName,
    surname,
    name: `${firstName} ${surname}`,
    disabled: false,
    userRoles: [{ id: role }],
    organisationUnits: (user.orgUnits ?? roots).map((id) => ({ id })),
  });
  people.setPassword(uid, user.password);
}

function badUser(reason: string): EtlError {
  return new EtlError('sandbox/bad-user', { reason });
}
