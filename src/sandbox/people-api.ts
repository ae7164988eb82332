import { objectsOf } from './loose-json.ts';
import { isObject } from '../base/json.ts';
import { parseFields, pick } from './field-choice.ts';
import type { Item } from './item.ts';
import { COLLECTIONS, type Metadata } from './metadata.ts';
import { may, type People, type Person } from './people.ts';
import type { Tokens } from './tokens.ts';
import type { Traits } from './versions.ts';
import { isUid, randomUid } from './uid.ts';
import { empty, json, notInSandbox, Refusal, webMessage, type Answer, type Call } from './web.ts';

const SETTINGS = { keyUiLocale: 'en', keyDbLocale: 'en' };

const ALL_SETTINGS = {
  keyMessageSmsNotification: true,
  keyStyle: 'light_blue/light_blue.css',
  keyUiLocale: 'en',
  keyAnalysisDisplayProperty: 'name',
  keyMessageEmailNotification: true,
};

/** What the sandbox does for and with users: me, users, roles, tokens. */
export class PeopleApi {
  readonly #metadata: Metadata;
  readonly #people: People;
  readonly #tokens: Tokens;
  readonly #traits: Traits;

  constructor(metadata: Metadata, people: People, tokens: Tokens, traits: Traits) {
    this.#metadata = metadata;
    this.#people = people;
    this.#tokens = tokens;
    this.#traits = traits;
  }

  /** `GET /api/me`. */
  me(call: Call, person: Person, user: Item): Answer {
    const programs = this.#metadata.all('programs').filter((program) => may(person, 'readMetadata', program));
    const about = {
      ...user,
      displayName: `${person.firstName} ${person.surname}`,
      name: `${person.firstName} ${person.surname}`,
      authorities: [...person.authorities],
      organisationUnits: person.orgUnits.map((id) => ({ id })),
      programs: programs.map(({ id }) => id),
      settings: SETTINGS,
      twoFactorType: 'NOT_ENABLED',
    };
    // The user is described here, so only what it refers to is looked up.
    const resolve = (object: Record<string, unknown>): Record<string, unknown> =>
      object['id'] === user.id ? object : this.#metadata.resolve(object);
    const picked = pick(about, parseFields(call.query.get('fields') ?? '*'), resolve);
    return json(this.#traits.allSettings && picked['settings'] ? { ...picked, settings: ALL_SETTINGS } : picked);
  }

  /** `POST /api/users` and `POST /api/userRoles`. */
  create(collection: 'users' | 'userRoles', call: Call, person: Person, origin: string): Answer {
    if (!person.superuser)
      throw new Refusal(403, "You don't have the proper permissions to create this object.", 'E1006');
    const { password, ...about } = parseObject(call);
    const uid = typeof about['id'] === 'string' && isUid(about['id']) ? about['id'] : randomUid();
    const taken = collection === 'users' && this.#people.byName(String(about['username'])) !== undefined;
    if (taken || this.#metadata.get(collection, uid)) throw new Refusal(409, `Object ${uid} already exists.`, 'E1006');
    const name = collection === 'users' ? `${String(about['firstName'])} ${String(about['surname'])}` : about['name'];
    this.#metadata.put(collection, { ...about, id: uid, name, displayName: name });
    if (typeof password === 'string') this.#people.setPassword(uid, password);
    const answer = webMessage(201, { response: objectReport(uid, collection) });
    return { ...answer, headers: { ...answer.headers, location: `${origin}/api/${collection}/${uid}` } };
  }

  /** `PATCH /api/users/{uid}` with a JSON patch on properties of the user. */
  patch(uid: string, call: Call, person: Person): Answer {
    if (!person.superuser)
      throw new Refusal(403, "You don't have the proper permissions to update this object.", 'E1006');
    const user = this.#find(uid);
    const operations: unknown = JSON.parse(call.body.toString('utf8'));
    if (!Array.isArray(operations)) throw new Refusal(400, 'A JSON patch is a list of operations.');
    const patched = new Map(Object.entries(user));
    for (const operation of operations) applyOperation(patched, operation);
    this.#metadata.put('users', { ...Object.fromEntries(patched), id: uid });
    return webMessage(200, { response: objectReport(uid, 'users') });
  }

  /** `POST /api/users/{uid}/disabled` and `/enabled`. */
  setDisabled(uid: string, disabled: boolean, person: Person): Answer {
    if (!person.superuser)
      throw new Refusal(403, "You don't have the proper permissions to update this object.", 'E1006');
    this.#metadata.put('users', { ...this.#find(uid), disabled });
    return empty(204);
  }

  /** `POST /api/apiToken`. */
  createToken(call: Call, person: Person, origin: string): Answer {
    const wish = parseObject(call);
    const methods = objectsOf(wish['attributes']).find((attribute) => attribute['type'] === 'MethodAllowedList')?.[
      'allowedMethods'
    ];
    const { uid, key } = this.#tokens.create(person.uid, {
      ...(typeof wish['expire'] === 'number' ? { expires: wish['expire'] } : {}),
      ...(Array.isArray(methods) ? { methods: methods.map(String) } : {}),
    });
    const response = { ...objectReport(uid, 'apiToken'), key };
    const answer = webMessage(201, { response });
    return { ...answer, headers: { ...answer.headers, location: `${origin}/api/apiToken/${uid}` } };
  }

  #find(uid: string): Item {
    const user = this.#metadata.get('users', uid);
    if (!user) throw new Refusal(404, `User with id ${uid} could not be found.`, 'E1005');
    return user;
  }
}

function applyOperation(patched: Map<string, unknown>, operation: unknown): void {
  if (!isObject(operation)) throw new Refusal(400, 'An operation of a JSON patch is an object.');
  const [, property = '', ...deeper] = String(operation['path']).split('/');
  if (deeper.length > 0 || property === 'id') throw notInSandbox(`a patch of ${String(operation['path'])}`);
  if (operation['op'] === 'remove') patched.delete(property);
  else if (operation['op'] === 'add' || operation['op'] === 'replace') patched.set(property, operation['value']);
  else throw notInSandbox(`the patch operation ${String(operation['op'])}`);
}

function objectReport(uid: string, collection: string): Record<string, unknown> {
  const klass = `org.hisp.dhis.${COLLECTIONS.get(collection) ?? 'security.apikey.ApiToken'}`;
  return { uid, klass, errorReports: [], responseType: 'ObjectReport' };
}

function parseObject(call: Call): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(call.body.toString('utf8') || '{}');
  } catch (error) {
    throw new Refusal(400, `JSON parse error: ${error instanceof Error ? error.message : ''}`);
  }
  if (!isObject(parsed)) throw new Refusal(400, 'JSON parse error: not an object');
  return parsed;
}
