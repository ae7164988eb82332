import { describe, expect, test } from 'vitest';
import { parseAccepted } from '../../src/engine/accepted.ts';
import { checkGuards, toRefusal, type Guarded } from '../../src/engine/guards.ts';
import { emptyCounts } from '../../src/engine/plan-summary.ts';

const GUARD = { created: { share: 0.5 }, changed: { share: 0.5 }, missing: { share: 0.1 }, atLeast: 5 };

function refusalOf(run: Partial<Guarded>, counts: object, accept: string[] = []): ReturnType<typeof toRefusal> {
  const accepted = parseAccepted(accept);
  const findings = checkGuards(GUARD, accepted, {
    newlyCreated: 0,
    newlyChanged: 0,
    newlyMissing: 0,
    mostCreated: [],
    mostChanged: [],
    maybeKnown: [],
    live: 100,
    location: 'x.csv',
    lostColumns: [],
    breaking: [],
    ...run,
    counts: { ...emptyCounts(), read: 100, ...counts },
  });
  return toRefusal(findings, accepted);
}

function refusal(run: Partial<Guarded>, counts: object, accept: string[] = []): string {
  const error = refusalOf(run, counts, accept);
  return error ? `${error.exitCode} ${error.code}` : 'fine';
}

describe('guards', () => {
  test.each<[string, Partial<Guarded>, object, string[], string]>([
    ['a usual night', { newlyCreated: 5 }, { created: 5, updated: 3 }, [], 'fine'],
    ['half of the live ones new', { newlyCreated: 50 }, { created: 50 }, [], 'fine'],
    ['more', { newlyCreated: 51 }, { created: 51 }, [], '4 guard/too-many'],
    ['more, accepted', { newlyCreated: 51 }, { created: 51 }, ['created=51'], 'fine'],
    ['more than was accepted', { newlyCreated: 52 }, { created: 52 }, ['created=51'], '4 guard/too-many'],
    ['too many changed', { newlyChanged: 60 }, { updated: 60 }, [], '4 guard/too-many'],
    ['changes that a run which was cut short had begun', { live: 0 }, { updated: 60 }, [], 'fine'],
    ['too many missing', { newlyMissing: 11 }, {}, [], '4 guard/too-many'],
    ['few are never too many', { newlyMissing: 4, live: 5 }, {}, [], 'fine'],
    ['the rest of a run that was cut short', { newlyCreated: 2 }, { created: 90 }, [], 'fine'],
    ['a first run creates all', { live: 0, newlyCreated: 100 }, { created: 100 }, [], 'fine'],
    ['an empty source', {}, { read: 0 }, [], '4 guard/source-empty'],
    ['an empty source of a new index', { live: 0 }, { read: 0 }, [], 'fine'],
    ['a lost column', { lostColumns: ['q1'] }, {}, [], '4 guard/header-changed'],
    ['a lost column, accepted', { lostColumns: ['q1'] }, {}, ['header'], 'fine'],
  ])('%s', (_, run, counts, accept, expected) => expect(refusal(run, counts, accept)).toBe(expected));

  const SEVERAL = { newlyChanged: 60, newlyMissing: 20, maybeKnown: [4, 9], lostColumns: ['q1'] };

  test('several at once are one refusal, with one line that accepts all of them', () => {
    const error = refusalOf(SEVERAL, { updated: 60 });
    expect(error).toMatchObject({ code: 'guard/several', exitCode: 4, args: { count: 4 } });
    expect(error?.message).toMatch(/^4 guards refuse this plan\. .*lost columns.*: q1\. .*rows 4, 9.*60.*20/);
    const accept = 'header,ids=2,changed=60,missing=20';
    expect(error?.args).toMatchObject({ accept });
    expect(error?.hint).toContain(`\`--accept ${accept}\``);
    // The ids are compared again with what was accepted, and are not held any more.
    expect(refusal({ ...SEVERAL, maybeKnown: [] }, { updated: 60 }, [accept])).toBe('fine');
  });

  test('what was accepted already stays in that line', () => {
    const error = refusalOf(SEVERAL, { updated: 60 }, ['header', 'changed=10']);
    expect(error?.args).toMatchObject({ count: 3, accept: 'header,changed=60,ids=2,missing=20' });
  });

  test.each(['everything', 'missing', 'missing=x', 'created=1=2', ''])('--accept %s is refused', (given) => {
    expect(() => parseAccepted([given])).toThrow(expect.objectContaining({ code: 'run/bad-accept', exitCode: 2 }));
  });
});
