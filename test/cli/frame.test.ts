import { describe, expect, test } from 'vitest';
import { problem, warning } from '../../src/base/problem.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { drawProblem, drawProblems } from '../../src/cli/frame.ts';

const PLAIN = { color: false };
const ESCAPE = '\u001B';

/** A problem at the first `needle` of a text. */
function at(text: string, needle: string, file = 'x.yaml') {
  const start = text.indexOf(needle);
  return { source: { file, text }, start, end: start + needle.length };
}

const unknown = (text: string, needle: string) =>
  problem('spec/unknown-key', { key: 'k', where: '', nearest: '', known: [] }, at(text, needle));

/** The line of source and the caret line of a frame. */
function frameOf(text: string, needle: string): string[] {
  return drawProblem(unknown(text, needle), PLAIN).split('\n').slice(2, 4);
}

test('says where, what, and what to do', () => {
  const text = 'source:\n  delimeter: "~"\n';
  const one = problem(
    'spec/unknown-key',
    { key: 'delimeter', where: 'source (csv)', nearest: 'delimiter', known: [] },
    at(text, 'delimeter'),
  );
  expect(drawProblem(one, PLAIN)).toBe(
    [
      'x.yaml:2:3 error spec/unknown-key: There is no key "delimeter" in source (csv).',
      '  |',
      '2 |   delimeter: "~"',
      '  |   ^^^^^^^^^',
      '  = Did you mean delimiter?',
    ].join('\n'),
  );
});

test('without a place there is no frame', () => {
  expect(drawProblem(problem('yaml/empty', {}), PLAIN)).toBe('error yaml/empty: There is nothing in this file.');
});

describe('the caret stands under what it means', () => {
  test.each([
    ['tabs', '\tab: x', 'x', ['1 |     ab: x', '  |         ^']],
    ['wide characters', '設備: x', 'x', ['1 | 設備: x', '  |       ^']],
    ['combining accents', 'e\u0301: x', 'x', ['1 | e\u0301: x', '  |    ^']],
    [
      'emoji of several code points',
      '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}: x',
      'x',
      ['1 | \u{1F468}\u200D\u{1F469}\u200D\u{1F467}: x', '  |     ^'],
    ],
    ['CR LF', 'a: 1\r\nb: x\r\n', 'x', ['2 | b: x', '  |    ^']],
    ['several lines', 'a: "x\n  y"', '"x\n  y"', ['1 | a: "x', '  |    ^^']],
  ])('%s', (_, text, needle, expected) => {
    expect(frameOf(text, needle)).toEqual(expected);
  });

  test('at the end of the file', () => {
    const place = { source: { file: 'x', text: 'a: 1\n' }, start: 5, end: 5 };
    expect(
      drawProblem(problem('yaml/empty', {}, place), PLAIN)
        .split('\n')
        .slice(1),
    ).toEqual(['  |', '2 |', '  | ^']);
  });

  test('in a long line, which is clipped around it', () => {
    const [line, caret] = frameOf(`${'a'.repeat(300)} here ${'b'.repeat(300)}`, 'here');
    expect(line?.length).toBeLessThan(110);
    expect(line).toMatch(/^1 \| …a+ here b+…$/);
    expect(line?.slice(caret?.indexOf('^'), (caret?.lastIndexOf('^') ?? 0) + 1)).toBe('here');
  });
});

test('neither file nor message steers the terminal', () => {
  const drawn = drawProblem(
    problem(
      'spec/unknown-key',
      { key: `${ESCAPE}[2J`, where: '', nearest: '', known: [] },
      at(`a: ${ESCAPE}[2J x`, 'x'),
    ),
    PLAIN,
  );
  expect(drawn).not.toContain(ESCAPE);
});

test('colours only when asked', () => {
  expect(drawProblem(unknown('a: 1', 'a'), { color: true })).toContain(ESCAPE);
  expect(drawProblem(unknown('a: 1', 'a'), PLAIN)).not.toContain(ESCAPE);
});

describe('secrets are not shown', () => {
  const secrets = new Secrets();
  secrets.add('hunter2');

  test('known ones, wherever they stand; the caret moves along', () => {
    const text = 'x: { user: hunter2, wrong: 1 }';
    const [, , line, caret] = drawProblem(unknown(text, 'wrong'), { color: false, secrets }).split('\n');
    expect(line).toBe('1 | x: { user: ***, wrong: 1 }');
    expect(caret).toBe('  |                 ^^^^^');
  });

  test.each(['password: hunter2', 'password: "hunter2', "{ sasToken: 'hunter2', a: 1 }", '"token": "hunter2"'])(
    'what looks like one: %s',
    (text) => {
      expect(drawProblem(unknown(text, text.slice(0, 2)), PLAIN)).not.toContain('hunter2');
    },
  );

  test('in messages', () => {
    const one = problem('spec/unknown-key', { key: 'hunter2', where: '', nearest: '', known: [] });
    expect(drawProblem(one, { color: false, secrets })).not.toContain('hunter2');
  });

  test('references stay readable', () => {
    expect(frameOf('password: "${HMIS_PASSWORD}"', 'password')[0]).toBe('1 | password: "${HMIS_PASSWORD}"');
  });
});

test('a list is sorted by file and line, without repetitions, and counted', () => {
  const text = 'a: 1\nb: 2\nc: 3\n';
  const of = (needle: string, file: string) => problem('yaml/key', {}, at(text, needle, file));
  const drawn = drawProblems(
    [
      of('c', 'y'),
      of('b', 'y'),
      of('c', 'x'),
      of('b', 'y'),
      warning('yaml/tab', {}, at(text, 'a', 'x')),
      problem('yaml/empty', {}),
    ],
    PLAIN,
  );
  const heads = drawn.split('\n').filter((line) => /^(?:[xy]:|error|\d)/.test(line) && !line.includes('|'));
  expect(heads.map((line) => line.replace(/:? [A-Z].*/, ''))).toEqual([
    'error yaml/empty',
    'x:1:1 warning yaml/tab',
    'x:3:1 error yaml/key',
    'y:2:1 error yaml/key',
    'y:3:1 error yaml/key',
    '4 errors, 1 warning.',
  ]);
  expect(drawProblems([], PLAIN)).toBe('');
});
