import { EtlError } from '../base/errors.ts';
import { problem, problemOf, warning, type Problem } from '../base/problem.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import { describe } from '../messages/describe.ts';
import { compareFacts } from './compare-facts.ts';
import { loadLock, loadRetrieved, lockPath } from './lock-file.ts';

/** Changes that a warning names. */
const MOST_NAMED = 3;

/**
 * What is wrong with the lock of a metadata file, without asking a server: there is none, it cannot be read, it is of another
 * place than the sink's, or the two were made at different times. Nothing where there is no metadata either: whoever generates from it tells.
 */
export async function checkLock(
  metadata: string,
  place: Pick<PlaceFacts, 'of' | 'id'>,
  shown: (file: string) => string,
): Promise<Problem[]> {
  const file = shown(lockPath(metadata));
  const retrieved = await loadRetrieved(metadata);
  try {
    const lock = await loadLock(metadata, shown);
    if (!lock) return retrieved ? [warning('drift/no-lock', { file })] : [];
    if (lock.of !== place.of || lock.id !== place.id) {
      const before = toName(lock.of, lock.id, lock.name);
      return [problem('drift/lock-of-another', { file, before, now: toName(place.of, place.id) })];
    }
    const facts = retrieved?.(lock);
    const changes = (facts ? compareFacts(lock, facts) : []).map(({ code, args }) => describe(code, args).message);
    if (changes.length === 0) return [];
    return [warning('drift/lock-differs', { file, metadata: shown(metadata), changes: firstOf(changes) })];
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return [problemOf(error)];
  }
}

/** `the program Outreach (PrOutreach1)`. */
function toName(of: PlaceFacts['of'], id: string, name?: string): string {
  return `the ${of} ${name === undefined ? id : `${name} (${id})`}`;
}

function firstOf(sentences: readonly string[]): string {
  const more = sentences.length - MOST_NAMED;
  return [...sentences.slice(0, MOST_NAMED), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}
