/** What kind of failure a code is, and the exit code that comes of it. */
import { exitCodeOf, isFailure, type KnownCode } from '../messages/code-table.ts';
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

/** Of codes that are not thrown: what most of their area are. */
const OF_AREA: Readonly<Record<string, CodeKind>> = {
  dhis2: 'reject',
  field: 'reject',
  function: 'reject',
  generate: 'finding',
  index: 'reject',
  option: 'reject',
  source: 'reject',
  value: 'reject',
  version: 'reject',
};

/** Those that are not as the rest of their area. */
const OTHERS: Readonly<Record<'problem' | 'reject' | 'remark', readonly string[]>> = {
  problem: words(`dhis2/bad-token dhis2/bad-url dhis2/credentials dhis2/credentials-in-url dhis2/plain-http
    function/bad-name function/name-taken function/not-a-function function/reads-column
    generate/no-mapping option/no-map source/group-separator source/header-below source/labels source/no-groups
    source/other-groups source/with-groups`),
  reject: words(`expression/failed expression/not-a-condition expression/text-too-long expression/too-large
    lookup/no-match run/no-answer`),
  remark: words('source/new-values source/text-altered source/text-of-nothing'),
};

const BY_CODE: ReadonlyMap<string, CodeKind> = new Map(
  Object.entries(OTHERS).flatMap(([kind, codes]) => codes.map((code): [string, CodeKind] => [code, kind as CodeKind])),
);

export function kindOfCode(code: KnownCode): CodeKind {
  if (isFailure(code)) return OF_EXIT[exitCodeOf(code)];
  return BY_CODE.get(code) ?? OF_AREA[code.slice(0, code.indexOf('/'))] ?? 'problem';
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
