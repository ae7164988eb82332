/** What kind of failure a code is, and the exit code that comes of it. */
import { exitCodeOf, isFailure, whoCanMend, type KnownCode } from '../messages/code-table.ts';
import type { FailureExit } from '../messages/code-row.ts';

export type CodeKind = 'problem' | 'finding' | 'reject' | 'remark' | 'error' | 'guard' | 'lock';

export const KINDS: Readonly<Record<CodeKind, { readonly exitCode: number; readonly meaning: string }>> = {
  problem: { exitCode: 2, meaning: 'A problem in what somebody wrote: exit code 2, where it is more than a warning.' },
  finding: { exitCode: 1, meaning: 'A finding of `mapping generate`: exit code 1.' },
  reject: { exitCode: 1, meaning: 'One record needs a person; the others go on: exit code 1.' },
  remark: { exitCode: 0, meaning: 'Worth a look, and nothing comes of it by itself: exit code 0.' },
  error: { exitCode: 3, meaning: 'Something around us failed: exit code 3.' },
  guard: { exitCode: 4, meaning: 'A guard refused: exit code 4.' },
  lock: { exitCode: 5, meaning: 'Another run is, or may be, at work: exit code 5.' },
};

const OF_EXIT: Readonly<Record<FailureExit, CodeKind>> = { 2: 'problem', 3: 'error', 4: 'guard', 5: 'lock' };

/** Those of nobody who must act. */
const REMARKS: ReadonlySet<KnownCode> = new Set([
  'dhis2/far-date',
  'source/columns-gone',
  'source/columns-new',
  'source/new-choices',
  'source/new-values',
  'source/new-version',
  'source/text-altered',
  'source/text-of-nothing',
]);

export function kindOfCode(code: KnownCode): CodeKind {
  if (isFailure(code)) return OF_EXIT[exitCodeOf(code)];
  if (whoCanMend(code, {}) !== undefined) return 'reject';
  if (REMARKS.has(code)) return 'remark';
  return code.startsWith('generate/') && code !== 'generate/no-mapping' ? 'finding' : 'problem';
}
