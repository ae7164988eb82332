/** `${VAR}`, `${VAR:-default}` and `${ini:file#section.key}` in the scalars of a spec. */
import { dirname, resolve } from 'node:path';
import type { Place } from '../base/document.ts';
import { nearest } from '../base/nearest.ts';
import { problemOf, type Problem } from '../base/problem.ts';
import { reason, withArgs, type Reason } from '../messages/reason.ts';
import { readIni, type Ini } from './ini.ts';

/** A reference as it stands in a text: offsets into it. */
export interface Reference {
  readonly start: number;
  readonly end: number;
  readonly what:
    | { readonly is: 'variable'; readonly name: string; readonly otherwise: string | undefined }
    | { readonly is: 'ini'; readonly path: string; readonly section: string; readonly key: string }
    | { readonly is: 'malformed' };
}

/** An INI file, or why it could not be read. */
export type LoadedIni = Ini | Reason;

/** Where values come from. */
export interface Surroundings {
  readonly variables: ReadonlyMap<string, string>;
  /** The INI files of the spec, by absolute path. */
  readonly inis: ReadonlyMap<string, LoadedIni>;
}

const REFERENCE = /\$\{([^}]*)(\}|$)/g;

/** Finds the references in a text. */
export function parseReferences(text: string): Reference[] {
  return Array.from(text.matchAll(REFERENCE), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    what: parseInside(match[2] === '}' ? (match[1] ?? '') : ''),
  }));
}

/** What stands between the braces. A section of an INI file may have dots in its name; a key has none. */
function parseInside(text: string): Reference['what'] {
  const [, path, section, key] = /^ini:([^#]+)#(.+)\.([^.]+)$/.exec(text) ?? [];
  if (path !== undefined && section !== undefined && key !== undefined) return { is: 'ini', path, section, key };
  const [, name, otherwise] = /^([A-Za-z_]\w*)(?::-([^]*))?$/.exec(text) ?? [];
  return name === undefined ? { is: 'malformed' } : { is: 'variable', name, otherwise };
}

/** The INI files that a text names, absolute; relative ones start at the folder of the file in which the text stands. */
export function iniPathsOf(text: string, folder: string): string[] {
  return parseReferences(text).flatMap(({ what }) => (what.is === 'ini' ? [resolve(folder, what.path)] : []));
}

/**
 * Replaces the references of a text.
 * @param file absolute path of the file in which the text stands
 * @returns the text, and a problem for each reference that leads nowhere
 */
export function interpolate(
  text: string,
  place: Place,
  file: string,
  surroundings: Surroundings,
): { readonly text: string; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  let replaced = '';
  let from = 0;
  for (const reference of parseReferences(text)) {
    const written = text.slice(reference.start, reference.end);
    const found = lookUp(reference.what, written, dirname(file), surroundings);
    if (typeof found !== 'string') problems.push(problemOf(withArgs(found, { written }), placeIn(place, written)));
    replaced += text.slice(from, reference.start) + (typeof found === 'string' ? found : written);
    from = reference.end;
  }
  return { text: replaced + text.slice(from), problems };
}

function lookUp(
  what: Reference['what'],
  written: string,
  folder: string,
  { variables, inis }: Surroundings,
): string | Reason {
  if (what.is === 'malformed') return reason('spec/bad-reference', { written });
  if (what.is === 'variable') {
    const value = variables.get(what.name);
    // As in a shell, :- also stands in for a variable that is set to nothing.
    if (what.otherwise !== undefined && !value) return what.otherwise;
    if (value !== undefined) return value;
    return reason('env/missing', { name: what.name, nearest: nearest(what.name, variables.keys()) ?? '' });
  }
  const ini = inis.get(resolve(folder, what.path));
  if (!ini) return reason('file/not-found', { path: what.path });
  if ('code' in ini) return ini;
  const result = readIni(ini, what.section, what.key);
  if (result.is === 'value') return result.value;
  const word = result.is === 'no-section' ? what.section : what.key;
  return reason(result.is === 'no-section' ? 'ini/no-section' : 'ini/no-key', {
    word,
    path: what.path,
    section: what.section,
    nearest: nearest(word, result.known) ?? '',
  });
}

/** The reference inside the scalar as written; the whole scalar where escapes or line breaks hide it. */
function placeIn(place: Place, written: string): Place {
  const at = place.source.text.slice(place.start, place.end).indexOf(written);
  return at === -1 ? place : { ...place, start: place.start + at, end: place.start + at + written.length };
}
