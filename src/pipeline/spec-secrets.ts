import type { Place } from '../base/document.ts';
import { isObject } from '../base/json.ts';
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
  const root: unknown = assembly.value;
  const declared = isObject(root) ? root['connections'] : undefined;
  for (const [name, kind] of connections) {
    const config = isObject(declared) ? declared[name] : undefined;
    for (const property of 'secrets' in kind ? kind.secrets : []) {
      const pointer = ['connections', name, property];
      const found = assembly.scalarAt(pointer);
      const secret = isObject(config) ? config[property] : undefined;
      if (
        !found ||
        found.is === 'unresolved' ||
        (typeof secret !== 'string' && typeof secret !== 'number') ||
        secret === ''
      )
        continue;
      const { scalar } = found;
      places.push(scalar.place);
      secrets.add(String(secret));
      if (!isWritten(found.is, String(scalar.value))) continue;
      // As it stands in the file it may look different: escapes.
      if (found.is !== 'replaced') secrets.add(scalar.raw.replace(/^(['"])(.*)\1$/s, '$2'));
      for (const one of defaultsIn(String(scalar.value))) secrets.add(one);
      const variable = `${name}_${property}`
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toUpperCase()
        .replaceAll('-', '_');
      problems.push(warning('spec/literal-secret', { where: pointer.join('.'), variable }, scalar.place));
    }
  }
  return { problems, places };
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

function isWritten(is: string, text: string): boolean {
  if (is === 'literal' || is === 'expression') return true;
  return defaultsIn(text).length > 0;
}

function defaultsIn(text: string): string[] {
  return parseReferences(text).flatMap(({ what }) =>
    what.is === 'variable' && what.otherwise ? [what.otherwise] : [],
  );
}
