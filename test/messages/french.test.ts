/** What can stand on a French page has French words, which say the same things as the English ones. */
import { describe, expect, it } from 'vitest';
import { knownCodes, rowOf, type KnownCode } from '../../src/messages/code-table.ts';
import { codesInFrench, tellInFrench } from '../../src/messages/fr/french.ts';
import { describe as tellInEnglish } from '../../src/messages/describe.ts';
import type { Args } from '../../src/messages/args.ts';

/** Of a record that cannot go, of a guard, of a change in DHIS2 or in the form, and of what DHIS2 does not keep. */
function standsInReport(code: KnownCode): boolean {
  // What `etl test` says stays in the terminal.
  if (code.startsWith('case/')) return false;
  if (rowOf(code).who !== undefined) return true;
  return (
    /^(?:guard|drift)\/|^dhis2\/(?:ignored-|rule-warning)|^source\/(?:columns-|new-)/.test(code) &&
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

const CODES = knownCodes().filter(standsInReport);

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
    expect(tellInFrench('storage/not-found', {})).toBeUndefined();
  });
});
