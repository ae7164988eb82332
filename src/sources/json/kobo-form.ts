/** A project of KoboToolbox: its form in all versions that were deployed, and how its answers stand under columns. */
import { EtlError } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import type { HttpClient } from '../../http/client.ts';
import { KoboLayout } from './kobo-layout.ts';
import { addVersion, newSection, type FormRow, type FormVersion } from './kobo-sections.ts';

/** Asks for every deployed version of the form, the newest first. Throws EtlError. */
export async function fetchKoboLayout(
  client: HttpClient,
  asset: string,
  options: { readonly withGroups: boolean },
): Promise<KoboLayout> {
  const form = newSection('');
  const contents = new Map<string, unknown>();
  const versions = await fetchVersions(client, asset);
  for (const { uid, content } of versions) {
    const url = client.at(`/api/v2/assets/${asset}/versions/${encodeURIComponent(uid)}/`, { format: 'json' });
    if (!contents.has(content)) contents.set(content, await client.get(url));
    addVersion(form, toVersion(uid, contents.get(content), client.name(url)));
  }
  return new KoboLayout(form, { ...options, versions: versions.map((one) => one.uid) });
}

interface ListedVersion {
  readonly uid: string;
  /** The same for versions that differ in nothing. */
  readonly content: string;
  readonly modified: string;
}

/** The deployed versions, the newest first. */
async function fetchVersions(client: HttpClient, asset: string): Promise<readonly ListedVersion[]> {
  const found: ListedVersion[] = [];
  const seen = new Set<string>();
  let url: URL | undefined = client.at(`/api/v2/assets/${asset}/versions/`, { format: 'json', deployed: 'true' });
  while (url && !seen.has(url.href)) {
    seen.add(url.href);
    const page = await client.get(url);
    const { results, next } = isObject(page) ? page : {};
    if (!Array.isArray(results)) throw notAForm(client.name(url), 'results', 'a list of versions');
    for (const one of results as unknown[]) {
      if (!isObject(one) || typeof one['uid'] !== 'string') continue;
      const { uid, content_hash: hash, date_modified: modified } = one;
      found.push({ uid, content: String(hash ?? uid), modified: String(modified ?? '') });
    }
    url = typeof next === 'string' ? client.follow(next, url) : undefined;
  }
  return found.toSorted((a, b) => Number(a.modified < b.modified) - Number(a.modified > b.modified));
}

/** What is read of a version; whatever else there is in it is nobody's business here. */
function toVersion(uid: string, answer: unknown, request: string): FormVersion {
  const content = isObject(answer) ? answer['content'] : undefined;
  if (!isObject(content) || !Array.isArray(content['survey'])) throw notAForm(request, 'content', 'a form');
  const rowsOf = (key: string): FormRow[] =>
    Array.isArray(content[key]) ? (content[key] as unknown[]).filter(isObject) : [];
  return { uid, survey: rowsOf('survey'), choices: rowsOf('choices') };
}

/** Without the form nobody knows which columns there are: what is not there would be taken for not answered. */
function notAForm(request: string, what: string, expected: string): EtlError {
  const location = request.replace(/^GET /, '');
  return new EtlError('source/not-as-declared', { location, what, expected, found: 'something else' });
}
