/** What can stand on a French page has French words, which say the same things as the English ones. */
import { describe, expect, it } from 'vitest';
import { isFailure, knownCodes, rowOf, type KnownCode } from '../../src/messages/code-table.ts';
import { codesInFrench, tellInFrench } from '../../src/messages/fr/french.ts';
import { describe as tellInEnglish } from '../../src/messages/describe.ts';
import type { Args } from '../../src/messages/args.ts';

/** Of a record that cannot go, of a guard, of a change in DHIS2 or in the form, and of what DHIS2 does not keep. */
function standsInReport(code: KnownCode): boolean {
  // What `etl test` says stays in the terminal.
  if (code.startsWith('case/')) return false;
  if (rowOf(code).who !== undefined) return true;
  return (
    /^(?:guard|drift)\/|^dhis2\/(?:ignored-|rule-warning|far-date)|^source\/(?:columns-|new-)/.test(code) &&
    !OF_COMMANDS.has(code)
  );
}

/** Of commands and files, never of a night. */
const OF_COMMANDS: ReadonlySet<string> = new Set([
  'drift/bad-lock',
  'drift/nothing-kept',
  'drift/lock-differs',
  'drift/lock-of-another',
]);

/** Areas of commands that have no page. */
const NO_PAGE = /^(?:against|cases|codes|doctor|eval|explain|init|plan|repl|report|sandbox|sheet|unlock|verify)\//;

/** What ends a command, and has no French: each with why it stands on no page. */
const IN_ENGLISH: ReadonlyMap<string, string> = new Map([
  ['artifacts/not-writable', 'there is no folder for a page'],
  ['drift/bad-lock', 'of `etl metadata` and `etl drift`'],
  ['drift/nothing-kept', 'of `etl drift`'],
  ['index/move-connection', 'of `etl index move`'],
  ['index/move-losses', 'of `etl index move`'],
  ['index/move-onto', 'of `etl index move`'],
  ['index/move-where', 'of `etl index move`'],
  ['index/moved-before', 'of `etl index move`'],
  ['index/moved-to-itself', 'of `etl index move`'],
  ['index/nothing-to-move', 'of `etl index move`'],
  ['mapping/none', 'of `etl metadata pull`'],
  ['source/no-record', 'of `etl eval` and `etl explain`'],
]);

function endsRun(code: KnownCode): boolean {
  return isFailure(code) && !NO_PAGE.test(code) && !IN_ENGLISH.has(code);
}

const CODES = knownCodes().filter((code) => standsInReport(code) || endsRun(code));

/** Names of the args that the texts of a code ask for, where each of them is there. */
function asked(tell: (args: Args) => unknown): string[] {
  const names = new Set<string>();
  const args = new Proxy<Args>(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        return `<${String(name)}>`;
      },
      has: () => true,
    },
  );
  tell(args);
  return [...names].sort();
}

describe('French', () => {
  it('has words for whatever can stand in a report', () => {
    expect(CODES.length).toBeGreaterThan(250);
    expect(CODES.filter((code) => !codesInFrench().includes(code))).toEqual([]);
  });

  it('has none only for what stands on no page', () => {
    expect(knownCodes().filter((code) => isFailure(code) && !NO_PAGE.test(code)).length).toBeGreaterThan(100);
    for (const [code, why] of IN_ENGLISH)
      expect([code, knownCodes().includes(code as KnownCode), codesInFrench().includes(code), why]).toEqual([
        code,
        true,
        false,
        why,
      ]);
  });

  it.each(CODES)('%s: the same args, and other words', (code) => {
    const english = asked((args) => tellInEnglish(code as 'value/nul', args as never));
    const french = asked((args) => tellInFrench(code, args));
    // One guard tells the messages of others, which stand below it; French names them by their number alone.
    expect(french).toEqual(english.filter((name) => !(code === 'guard/several' && name === 'messages')));
    const shown = Object.fromEntries(english.map((name) => [name, `<${name}>`]));
    const told = tellInFrench(code, shown);
    const same = tellInEnglish(code as 'value/nul', shown as never);
    expect(told?.message).not.toBe(same.message);
    expect(told?.hint === undefined).toBe(same.hint === undefined);
  });

  it('says what DHIS2 says under a code that nobody knows', () => {
    expect(tellInFrench('dhis2/E4711', { message: 'No.' })?.message).toBe('DHIS2 l’a refusé : No.');
    expect(tellInFrench('init/exists', {})).toBeUndefined();
  });
});
