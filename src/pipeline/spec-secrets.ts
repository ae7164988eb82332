import { toCredential } from '../base/credential.ts';
import type { Place } from '../base/document.ts';
import { isObject } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';
import { warning, type Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Assembly } from './assembly.ts';
import type { ChosenKinds } from './chosen-kinds.ts';
import { parseReferences, type Surroundings } from './interpolate.ts';
import type { ParsedFile } from './spec-file.ts';

/**
 * Remembers the secrets of the connections, and warns of those that stand in the file itself: in plain sight, or as
 * the default of a `${…}`.
 * @returns the warnings, and the places whose values no message may show
 */
export function registerSecrets(
  assembly: Assembly,
  { connections }: ChosenKinds,
  secrets: Secrets,
): { readonly problems: readonly Problem[]; readonly places: readonly Place[] } {
  const problems: Problem[] = [];
  const places: Place[] = [];
  for (const [name, kind] of connections) {
    const properties = 'secrets' in kind ? kind.secrets : [];
    for (const pointer of properties.flatMap((property) => pointersIn(['connections', name, property], assembly))) {
      const secret = toSecret(pointer, assembly.valueAt(pointer));
      const written = assembly.scalarAt(pointer);
      if (!written || written.is === 'unresolved' || secret === undefined) continue;
      const { scalar, is } = written;
      places.push(scalar.place);
      secrets.add(secret);
      if (!isInSight(is, String(scalar.value))) continue;
      // As it stands in the file it may look different: escapes.
      const raw = scalar.raw.replace(/^(['"])(.*)\1$/s, '$2');
      if (is !== 'replaced') secrets.add(toSecret(pointer, raw) ?? raw);
      for (const otherwise of defaultsIn(String(scalar.value))) secrets.add(otherwise);
      const args = { where: pointer.join('.'), variable: toVariable(name, String(pointer.at(-1))) };
      problems.push(warning('spec/literal-secret', args, scalar.place));
    }
  }
  return { problems, places };
}

/** Where the secrets of a property stand: the property itself, or the members of an object, such as headers. */
function pointersIn(pointer: Pointer, { valueAt }: Assembly): readonly Pointer[] {
  const value = valueAt(pointer);
  return isObject(value) ? Object.keys(value).map((key) => [...pointer, key]) : [pointer];
}

/** What is secret of a value; undefined where nothing is. */
function toSecret(pointer: Pointer, value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') return undefined;
  return pointer.length > 3 ? toCredential(String(pointer.at(-1)), value) : value;
}

/** What a variable for it may be called: `LAKE_SAS_TOKEN`. */
function toVariable(connection: string, property: string): string {
  return `${connection}_${property}`
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll('-', '_');
}

/** Names of what is secret, in the environment and in INI files. */
const SECRET_NAME = /pass|pwd|token|secret|sas|credential|connection_?string|(?:^|_)key$/i;

/**
 * Remembers what a file names by `${…}` and is called as a secret is, wherever in the spec it stands: in a file that is
 * broken nobody can tell where it belongs.
 */
export function registerNamed({ document }: ParsedFile, { variables, inis }: Surroundings, secrets: Secrets): void {
  for (const { what } of parseReferences(document.source.text)) {
    if (what.is === 'variable' && SECRET_NAME.test(what.name)) secrets.add(variables.get(what.name) ?? '');
  }
  for (const ini of inis.values()) {
    if ('code' in ini) continue;
    for (const keys of ini.values())
      for (const [key, value] of keys) if (SECRET_NAME.test(key)) secrets.add(value.replaceAll('%%', '%'));
  }
}

/** Whether it stands in the file itself, and not only a reference to it. */
function isInSight(is: string, text: string): boolean {
  return is === 'literal' || is === 'expression' || defaultsIn(text).length > 0;
}

function defaultsIn(text: string): string[] {
  return parseReferences(text).flatMap(({ what }) =>
    what.is === 'variable' && what.otherwise ? [what.otherwise] : [],
  );
}
