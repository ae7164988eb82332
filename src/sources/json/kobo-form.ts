/** A project of KoboToolbox: its form in all versions that were deployed, and how its answers stand under columns. */
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
  for (const uid of await fetchVersionIds(client, asset)) {
    const path = `/api/v2/assets/${asset}/versions/${encodeURIComponent(uid)}/`;
    addVersion(form, toVersion(await client.get(client.at(path, { format: 'json' }))));
  }
  return new KoboLayout(form, options);
}

/** UIDs of the deployed versions, the newest first; of several with the same content one. */
async function fetchVersionIds(client: HttpClient, asset: string): Promise<readonly string[]> {
  const found: { uid: string; content: string; modified: string }[] = [];
  const seen = new Set<string>();
  let url: URL | undefined = client.at(`/api/v2/assets/${asset}/versions/`, { format: 'json', deployed: 'true' });
  while (url && !seen.has(url.href)) {
    seen.add(url.href);
    const page = await client.get(url);
    const { results, next } = isObject(page) ? page : {};
    for (const one of Array.isArray(results) ? (results as unknown[]) : []) {
      if (!isObject(one) || typeof one['uid'] !== 'string') continue;
      const { uid, content_hash: hash, date_modified: modified } = one;
      found.push({ uid, content: String(hash ?? uid), modified: String(modified ?? '') });
    }
    url = typeof next === 'string' ? client.follow(next, url) : undefined;
  }
  const newestFirst = found.toSorted((a, b) => Number(a.modified < b.modified) - Number(a.modified > b.modified));
  const distinct = new Map(newestFirst.toReversed().map((one) => [one.content, one.uid]));
  return newestFirst.map((one) => one.uid).filter((uid) => new Set(distinct.values()).has(uid));
}

/** What is read of a version; whatever else there is in it is nobody's business here. */
function toVersion(answer: unknown): FormVersion {
  const content = isObject(answer) && isObject(answer['content']) ? answer['content'] : {};
  const rowsOf = (key: string): FormRow[] =>
    Array.isArray(content[key]) ? (content[key] as unknown[]).filter(isObject) : [];
  return { survey: rowsOf('survey'), choices: rowsOf('choices') };
}
