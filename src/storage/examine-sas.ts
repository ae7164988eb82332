/** What a SAS token says of itself: its rights, its days, and for what it is. Its signature is never told. */
import type { StorageExamination } from '../contracts/examination.ts';
import { fault, fine, warningOf, type Finding } from '../contracts/finding.ts';
import type { AzureAccount } from './azure-account.ts';
import { allows, nameRights, type Right } from './azure-errors.ts';

const DAY_MS = 86_400_000;
/** A new token takes people some days. */
const SOON_DAYS = 14;

/** Examines the token of an account; nothing where a key signs. Azure is not asked. */
export async function* examineSas(
  account: AzureAccount | { readonly problems: readonly unknown[] },
  { name: connection, uses, now }: StorageExamination,
): AsyncGenerator<Finding> {
  if ('problems' in account || account.sasToken === undefined) return;
  const token = new URLSearchParams(account.sasToken);
  const [expiry, start, letters] = [token.get('se'), token.get('st'), token.get('sp')];
  const found: Finding[] = [];
  if (expiry !== null && Date.parse(expiry) <= now.getTime())
    found.push(fault('storage/sas-expired', { location: connection, expiry }));
  else if (expiry !== null && daysTo(expiry, now) < SOON_DAYS)
    found.push(warningOf('doctor/sas-ends-soon', { connection, expiry, days: daysTo(expiry, now) }));
  if (start !== null && Date.parse(start) > now.getTime())
    found.push(fault('storage/sas-not-yet-valid', { location: connection, start }));
  // Where a stored access policy gives the rights (si=), the token does not say them.
  for (const right of letters === null ? [] : rightsFor(uses)) {
    if (allows(letters as string, right)) continue;
    const has = nameRights(letters as string);
    found.push(fault('storage/sas-missing-right', { location: connection, right, has }));
  }
  if (token.get('sr') === 'b' && uses.has('index')) found.push(fault('doctor/sas-of-one-blob', { connection }));
  if (found.length === 0) {
    const rights = letters === null ? '' : nameRights(letters);
    found.push(fine('doctor/sas-fine', { connection, rights, expiry: expiry ?? '' }));
  }
  yield* found;
}

function rightsFor(uses: StorageExamination['uses']): Right[] {
  return uses.has('index') ? ['read', 'write', 'create'] : ['read'];
}

function daysTo(expiry: string, now: Date): number {
  return Math.floor((Date.parse(expiry) - now.getTime()) / DAY_MS);
}
